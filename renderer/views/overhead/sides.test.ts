import { expect, test } from 'vitest'
import { type Costs, type Profile, REACHES } from '../../../shared/overhead'
import { largeTree } from '../../testing/columns'
import { columnsOf, sortedRows } from './columns'
import { coldAndWarm, engineAndTorch, sideBySide } from './sides'

const [NEVER, ALWAYS] = [REACHES.indexOf('never'), REACHES.indexOf('always')]

function costs(own: readonly number[], total: readonly number[], error = 1): Costs {
  const errors = Float64Array.from(own, () => error)
  return {
    runs: Float64Array.of(total[0] ?? 0),
    own: Float64Array.from(own),
    access: Float64Array.from(own, () => 0),
    total: Float64Array.from(total),
    ownError: errors,
    totalError: errors,
    method: { kind: 'pieces', pieced: 1, pieces: 1, clock: 1, takenOff: 1, apart: 1, evicted: 0 },
  }
}

function profile(own: readonly number[], total: readonly number[], reached: readonly number[]): Profile {
  return {
    origin: { kind: 'engine', v8: '1' },
    scenario: 'x',
    answer: 'true',
    reached: Uint8Array.from(reached),
    warm: costs(own, total),
    cold: costs(
      own.map((ns) => ns * 10),
      total.map((ns) => ns * 10),
    ),
    took: 1,
  }
}

test('of one blob cold comes first; a row that was not reached shows no figure', () => {
  const tree = largeTree(10)
  const sides = coldAndWarm(tree, profile([1, 40, 60], [101, 40, 60], [ALWAYS, ALWAYS, NEVER]))
  const columns = columnsOf(sides, 'cold-warm')
  expect(columns.map(({ label, text }) => [label, text(0), text(2)])).toEqual([
    ['Cold', '1.0 µs', ''],
    ['Cold, own', '10.0 ns', ''],
    ['Warm', '101 ns', ''],
    ['Warm, own', '1.0 ns', ''],
    ['Share, cold', '100 %', ''],
  ])
  const own = columns.find(({ key }) => key === 'first-own')
  expect(own === undefined ? [] : [...sortedRows(3, own)]).toEqual([2, 1, 0])
})

test('of two blobs a row that one of them lacks takes no time there; within twice the error there is no difference', () => {
  const tree = largeTree(10)
  const trees = {
    a: tree,
    b: tree,
    count: 4,
    nodeA: Int32Array.of(0, 1, -1, 2),
    nodeB: Int32Array.of(0, 1, 2, -1),
    mark: new Uint8Array(4),
    touched: new Uint8Array(4),
    depth: Uint16Array.of(0, 1, 1, 1),
    parent: Int32Array.of(-1, 0, 0, 0),
    end: Int32Array.of(4, 2, 3, 4),
  }
  const a = profile([5, 50, 45], [100, 50, 45], [ALWAYS, ALWAYS, ALWAYS])
  const b = profile([5, 51, 80], [136, 51, 80], [ALWAYS, ALWAYS, ALWAYS])
  const sides = sideBySide(trees, [a, b], ['A', 'B'], 'warm')
  const difference = columnsOf(sides, 'a-b').find(({ key }) => key === 'difference')
  expect([0, 1, 2, 3].map((row) => difference?.text(row))).toEqual(['+36.0 ns', '≈', '+80.0 ns', '−45.0 ns'])
  expect([sides.rowOf(2), sides.nodeOf(2), sides.nodeOf(3)]).toEqual([3, -1, 2])
})

test('beside torch a row that was left out shows what it took, one that was not is not measured, and never nothing', () => {
  const tree = largeTree(4)
  const engine = profile([5, 50, -2, 25], [100, 50, -2, 25], [ALWAYS, ALWAYS, ALWAYS, NEVER])
  const parts = Float64Array.of(60, 30, Number.NaN, 1)
  const warm: Costs = {
    ...costs([5], [60]),
    own: parts,
    total: parts,
    totalError: Float64Array.of(1, 2, Number.NaN, 3),
    method: { kind: 'left-out', groups: 2, turns: 12, perRun: 9, calling: 4, evicted: 0 },
  }
  const origin = { kind: 'torch', torch: '2.13.0', pid: 1, evicts: true, busy: false } as const
  const sides = engineAndTorch(
    tree,
    [engine, { ...engine, origin, warm, reached: new Uint8Array(4).fill(ALWAYS) }],
    'warm',
  )
  const columns = columnsOf(sides, 'torch')
  expect(columns.map(({ label, text }) => [label, ...[0, 1, 2, 3].map(text)])).toEqual([
    ['Engine', '100 ns', '50.0 ns', '0.0 ns', ''],
    ['Engine, own', '5.0 ns', '50.0 ns', '0.0 ns', ''],
    ['Torch', '60.0 ns', '30.0 ns', 'not measured', ''],
    ['Engine / torch', '1.67', '1.67', '', ''],
  ])
  const torch = columns.find(({ label }) => label === 'Torch')
  expect(torch === undefined ? [] : [...sortedRows(4, torch)]).toEqual([0, 1, 3, 2])
  // what a row has beside those below it is drawn as its own
  expect([...sides.second.drawn]).toEqual([30, 29, 0, 1])
  const small = columnsOf({ ...sides, second: { ...sides.second, reached: new Uint8Array(4).fill(ALWAYS) } }, 'torch')
  expect(small.find(({ label }) => label === 'Torch')?.text(3)).toBe('< 7.0 ns')
})
