import { expect, test } from 'vitest'
import { visibleRows } from './flatten'
import { type GridAt, pickedByKey } from './grid-rows'

// 0 has 1 and 4; 1 has 2 and 3
const TREE = { count: 5, end: Int32Array.of(5, 4, 3, 4, 5), parent: Int32Array.of(-1, 0, 1, 1, 0) }

function at(selected: number, closed: readonly number[] = []): GridAt {
  const collapsed = Uint8Array.from({ length: TREE.count }, (_, node) => Number(closed.includes(node)))
  const rows = visibleRows(TREE, collapsed, null)
  return { rows, selected, shown: rows.indexOf(selected), page: 3, tree: { of: TREE, collapsed } }
}

test.each([
  ['ArrowDown', at(1), { do: 'choose', row: 2 }],
  ['ArrowDown', at(1, [1]), { do: 'choose', row: 4 }],
  ['ArrowRight', at(1, [1]), { do: 'toggle', row: 1 }],
  ['ArrowRight', at(1), { do: 'choose', row: 2 }],
  ['ArrowLeft', at(1), { do: 'toggle', row: 1 }],
  ['ArrowLeft', at(1, [1]), { do: 'choose', row: 0 }],
  ['ArrowLeft', at(3), { do: 'choose', row: 1 }],
  ['PageDown', at(3), { do: 'choose', row: 4 }],
  ['PageUp', at(1), { do: 'choose', row: 0 }],
  ['End', at(0, [0]), { do: 'choose', row: 0 }],
  ['x', at(0), null],
] as const)('%s in a tree', (key, grid, picked) => {
  expect(pickedByKey(key, grid)).toEqual(picked)
})

test('rows that are sorted are a list: left means nothing', () => {
  const sorted: GridAt = { rows: Int32Array.of(3, 0, 4), selected: 0, shown: 1, page: 3, tree: null }
  expect(['ArrowLeft', 'ArrowRight', 'Home'].map((key) => pickedByKey(key, sorted)?.row)).toEqual([undefined, 4, 3])
})
