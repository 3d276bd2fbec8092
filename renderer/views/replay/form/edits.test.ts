import { expect, test } from 'vitest'
import { fixtureScenarios } from '../../../testing/fixture-scenarios'
import { atPath, readTree, recordOf } from '../scenario-tree'
import { copyInto } from '../value-copy'
import { asKind, keyAdded, keyFrom, processChange } from './edits'
import { levelsOf, type Read, readDevice, readFloat, readInt, readLevels, readNumber, readNumbers } from './reading'

test('a constant of another kind keeps what it can say', () => {
  expect([
    asKind({ kind: 'int', value: '3' }, 'float'),
    asKind({ kind: 'float', value: '2.5' }, 'int'),
    asKind({ kind: 'float', value: 'nan' }, 'int'),
    asKind({ kind: 'bool', value: true }, 'int'),
    asKind({ kind: 'bool', value: true }, 'str'),
    asKind({ kind: 'str', value: 'relu' }, 'float'),
    asKind({ kind: 'int', value: '7' }, 'none'),
    asKind({ kind: 'none' }, 'str'),
  ]).toEqual([
    { kind: 'float', value: '3.0' },
    { kind: 'int', value: '2' },
    { kind: 'int', value: '0' },
    { kind: 'int', value: '1' },
    { kind: 'str', value: 'True' },
    { kind: 'float', value: '0.0' },
    { kind: 'none' },
    { kind: 'str', value: '' },
  ])
})

/** Floats as CPython's repr prints what was typed. */
const READ: readonly (readonly [Read, string, string | null])[] = [
  [readFloat, '1', '1.0'],
  [readFloat, '.5', '0.5'],
  [readFloat, '1e5', '100000.0'],
  [readFloat, '1e16', '1e+16'],
  [readFloat, '0.00001', '1e-05'],
  [readFloat, '-0', '-0.0'],
  [readFloat, '1e999', 'inf'],
  [readFloat, 'one', null],
  [readInt, ' 12_000 ', '12000'],
  [readInt, '123456789012345678901234567890', '123456789012345678901234567890'],
  [readInt, '1.5', null],
  [readNumbers('sizes'), '(2, 8,)', '2, 8'],
  [readNumbers('sizes'), '', ''],
  [readNumbers('sizes'), '2, -1', null],
  [readNumbers('two numbers', 2), '8', null],
  [readNumber(1), '0', null],
  [readDevice, 'cuda:0', 'cuda:0'],
  [readDevice, 'cuda:', null],
  [readLevels, 'TransformType.Vmap 1', 'TransformType.Vmap 1'],
  [readLevels, 'TransformType.Vmap', null],
]

test('a field takes what is complete, in the form it is kept in', () => {
  expect(
    READ.map(([read, typed]) => {
      const reading = read(typed)
      return 'text' in reading ? reading.text : null
    }),
  ).toEqual(READ.map(([, , text]) => text))
  expect(levelsOf('TransformType.Vmap 1')).toEqual([['TransformType.Vmap', 1]])
})

test('a copy of an object is one of its own, ids and memory too', () => {
  const tree = readTree(fixtureScenarios('2.13.0/duplicate_input')('captured f_locals'))
  if (tree === null) throw new Error('no JSON')
  const [x, y] = ['x', 'y'].map((name) => recordOf(atPath(tree.root, ['f_locals', name])))
  const copy = recordOf(copyInto(tree, tree, y))
  expect(y).toEqual({ ref: x?.['id'] })
  expect(copy).toEqual({ ...x, id: expect.any(Number), storage: expect.any(Number) })
  expect([copy?.['id'], copy?.['storage']]).not.toContain(x?.['id'])
  expect(copy?.['storage']).not.toBe(x?.['storage'])
})

test('a new key stands behind the others with a copy of the last value', () => {
  const tree = readTree(fixtureScenarios('2.13.0/dict_contains')('captured f_locals'))
  const path = ['f_locals', 'd']
  const value = tree && recordOf(atPath(tree.root, path))
  expect(tree && value && keyAdded(tree, path, value, keyFrom('missing'))).toEqual({
    path: ['f_locals', 'd', 'items', 2],
    value: [
      { kind: 'str', value: 'missing' },
      { kind: 'int', value: '2' },
    ],
  })
  expect([keyFrom('3'), keyFrom("'3'")]).toEqual([
    { kind: 'int', value: '3' },
    { kind: 'str', value: '3' },
  ])
})

test('the first that is said of a process makes room for the rest', () => {
  expect([processChange({}, 'dual_level', 0), processChange({ process: {} }, 'dual_level', 0)]).toEqual([
    { path: ['process'], value: { dual_level: 0 } },
    { path: ['process', 'dual_level'], value: 0 },
  ])
})
