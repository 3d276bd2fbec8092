import { expect, test } from 'vitest'
import { figuresOf } from './locals'

test('a ratio is of one turn, so that what slows a whole turn is not in it', () => {
  const index = [10, 20, 10, 30, 11]
  const [first, dict] = figuresOf({
    guards: 5,
    ways: [
      { way: 'dict', runs: index.map((run) => run * 6) },
      { way: 'index', runs: index },
    ],
  })
  expect(first).toEqual({ way: 'index', time: 11, spread: 5, ratio: null })
  expect(dict).toEqual({ way: 'dict', time: 66, spread: 30, ratio: { middle: 6, spread: 0 } })
})

test('of what drowns in its spread there is no ratio', () => {
  const noisy = { way: 'index' as const, runs: [-300, 5, 400] }
  const ratios = figuresOf({ guards: 1, ways: [noisy, { way: 'ready', runs: [20, 21, 22] }] }).map(({ ratio }) => ratio)
  expect(ratios).toEqual([null, null])
})
