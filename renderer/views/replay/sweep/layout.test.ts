import { expect, it } from 'vitest'
import type { AxisValues, ChosenAxis } from './axis'
import { moved } from './cursor'
import { sideOf } from './layout'
import { itemsOf, offer } from './offer'

const axis = (values: AxisValues): ChosenAxis => ({ offer: offer('n', 'Integers', ['n'], values, '0'), values })
const range = (from: number, to: number, step = 1): ChosenAxis => axis({ kind: 'range', from, to, step })
const measure = (text: string): number => text.length * 7

it.each([
  // axis, room; the cell's size and the labels below
  [range(0, 9), 800, 40, '0 1 2 3 4 5 6 7 8 9'],
  [range(1, 60), 300, 5, '5 10 15 20 25 30 35 40 45 50 55 60'],
  [range(-10, 990, 10), 303, 3, '0 200 400 600 800'],
  [range(0, 5000), 900, 3, '0 20 40'],
  [range(3, 21, 2), 100, 10, '3 13'],
])('labels round numbers, cells at least 3 pixels wide: %#', (chosen, room, cell, labels) => {
  const side = sideOf(chosen, room, 40, measure)
  expect([side.cell, side.ticks.slice(0, labels.split(' ').length).map(({ label }) => label)]).toEqual([
    cell,
    labels.split(' '),
  ])
})

it('gives each value of a list room for its name', () => {
  const items = itemsOf([
    ['float32', 0],
    ['bool', 1],
  ])
  const side = sideOf(axis(items), 40, 24, measure)
  expect([side.cell, side.ticks.map(({ label }) => label)]).toEqual([59, ['float32', 'bool']])
})

it('moves over cells row by row and stays inside', () => {
  const keys = ['ArrowRight', 'ArrowDown', 'End', 'ArrowRight', 'ArrowUp', 'Home', 'PageDown', 'x'] as const
  const visited: (number | null)[] = []
  let cell = 0
  for (const key of keys) {
    const to = moved(key, false, cell, 5, 3)
    visited.push(to)
    cell = to ?? cell
  }
  expect([visited, moved('End', true, 0, 5, 3)]).toEqual([[1, 6, 9, 9, 4, 0, 10, null], 14])
})
