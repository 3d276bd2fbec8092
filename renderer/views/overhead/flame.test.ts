import { expect, test } from 'vitest'
import { flameOf, neighbour, rowAt } from './flame'

/** 0 > (1 > (2, 3), 4), with row 3 less than nothing and row 4 of no time. */
const ROWS = {
  count: 5,
  parent: Int32Array.of(-1, 0, 1, 1, 0),
  end: Int32Array.of(5, 4, 3, 4, 5),
  depth: Uint16Array.of(0, 1, 2, 2, 1),
}
const FLAME = flameOf(ROWS, Float64Array.of(10, 20, 70, -5, 0))

test('children come first, one after the other, then the time of a row by itself; less than nothing takes no room', () => {
  expect({ start: [...FLAME.start], width: [...FLAME.width] }).toEqual({
    start: [0, 0, 0, 70, 90],
    width: [100, 90, 70, 0, 0],
  })
})

test('a point finds the row of its line; beside and below the stretches there is none', () => {
  const at = (depth: number, time: number, root = 0): number => rowAt(ROWS, FLAME, root, depth, time)
  expect([at(0, 95), at(1, 95), at(1, 80), at(2, 80), at(2, 60), at(5, 60), at(0, 100), at(1, -1)]).toEqual([
    0, -1, 1, -1, 2, -1, -1, -1,
  ])
  expect([at(1, 80, 1), at(0, 95, 1)]).toEqual([1, -1])
})

test('arrow keys go up, to the widest below, and beside, past what has no width', () => {
  const to = (row: number, key: string): number => neighbour(ROWS, FLAME, row, key)
  expect([to(2, 'ArrowUp'), to(0, 'ArrowUp'), to(0, 'ArrowDown'), to(1, 'ArrowDown'), to(2, 'ArrowDown')]).toEqual([
    1, 0, 1, 2, 2,
  ])
  expect([to(1, 'ArrowRight'), to(1, 'ArrowLeft'), to(4, 'ArrowLeft'), to(0, 'ArrowRight')]).toEqual([1, 1, 1, 0])
})
