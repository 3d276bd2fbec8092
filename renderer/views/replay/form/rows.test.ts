import { describe, expect, test } from 'vitest'
import { fixtureScenarios } from '../../../testing/fixture-scenarios'
import { readTree, type ScenarioTree } from '../scenario-tree'
import { describe as words } from '../value-text'
import { findRows, levelOf, modulesBelow, type Row, scopeRows } from './rows'

function treeOf(fixture: string, scenario = 'captured f_locals'): ScenarioTree {
  const tree = readTree(fixtureScenarios(fixture)(scenario))
  if (tree === null) throw new Error(`${fixture} is no JSON`)
  return tree
}
const rowOf = (rows: readonly Row[], name: string): Row => {
  const row = rows.find((each) => each.name === name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return row
}
const lines = (rows: readonly Row[]): string[] => rows.map(({ name, value }) => `${name} ${words(value)}`)

describe('the locals of a call', () => {
  test('each is a row, whatever it is', () => {
    expect(lines(scopeRows(treeOf('2.13.0/mlp_safe'), 'f_locals'))).toEqual(['self MLP', 'x float32 [2, 8] cpu'])
    expect(lines(scopeRows(treeOf('2.13.0/dict_contains'), 'f_locals'))).toEqual(['x float32 [3] cpu', 'd dict of 2'])
  })

  test('what is one object with another says with which, and opens to nothing of its own', () => {
    const [, y] = scopeRows(treeOf('2.13.0/duplicate_input'), 'f_locals')
    expect(y).toMatchObject({ name: 'y', sameAs: "L['x']", value: null, opens: false })
  })
})

test('a module opens to its attributes and what it holds; its empty hooks stand together', () => {
  const tree = treeOf('2.13.0/mlp_safe')
  const { rows, quiet } = levelOf(tree, rowOf(scopeRows(tree, 'f_locals'), 'self'))
  expect(lines(rows)).toEqual(['.scale 1.5', '._modules dict of 4'])
  expect(quiet.map(({ name }) => name)).toContain('._forward_hooks')
  const [fc1] = levelOf(tree, rowOf(rows, '._modules')).rows
  expect(fc1).toMatchObject({
    source: "L['self']._modules['fc1']",
    path: ['f_locals', 'self', 'attrs', '_modules', 'items', 0, 1],
    removal: ['f_locals', 'self', 'attrs', '_modules', 'items', 0],
  })
})

test('the modules below one are found once each', () => {
  const tree = treeOf('2.13.0/mlp_safe')
  const modules = modulesBelow(tree, rowOf(scopeRows(tree, 'f_locals'), 'self'))
  expect(modules.map((path) => path.at(-2))).toEqual(['f_locals', 0, 1, 2, 3])
})

test('rows are found by their source, up to a limit and one', () => {
  const tree = treeOf('2.13.0/huge_5000_guards')
  expect(findRows(tree, 'f_locals', "['7']._parameters['w").map(({ source }) => source)).toEqual([
    "L['self']._modules['layers']._modules['7']._parameters['weight']",
  ])
  expect(findRows(tree, 'f_locals', 'weight')).toHaveLength(201)
  expect(findRows(tree, 'f_locals', "._modules['7']").map(({ name }) => name)).toEqual(["['7']"])
})

test('JSON that fits no schema is shown as what it is', () => {
  const tree = readTree('{"f_locals": {"x": 3, "y": {"kind": "tensor"}, "z": {"ref": 9}}}')
  expect(tree && scopeRows(tree, 'f_locals').map(({ name, value, sameAs }) => [name, value?.['kind'], sameAs])).toEqual(
    [
      ['x', undefined, null],
      ['y', 'tensor', null],
      ['z', undefined, 'a value that is not there'],
    ],
  )
  expect(readTree('{')).toBeNull()
})
