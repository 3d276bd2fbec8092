import { expect, it } from 'vitest'
import { OUTCOMES, type SweepResult } from '../../../../shared/replay'
import { stretchesOf, tonesOf } from './tones'

/** A strip written as a line: p passes, ? is unknown, a digit is the node that fails. */
const strip = (cells: string): SweepResult => ({
  rows: 1,
  columns: cells.length,
  outcomes: Uint8Array.from(cells, (cell) =>
    OUTCOMES.indexOf(cell === 'p' ? 'passed' : cell === '?' ? 'unknown' : 'failed'),
  ),
  failed: Int32Array.from(cells, (cell) => (/\d/.test(cell) ? Number(cell) : -1)),
})

it('gives each failing guard a tone of its own, the one that fails most first', () => {
  const { tones, of } = tonesOf(strip('?ppp12222'))
  expect([tones.map(({ kind, rank, node, count }) => [kind, rank, node, count]), [...of]]).toEqual([
    [
      ['passed', 0, -1, 3],
      ['failed', 0, 2, 4],
      ['failed', 1, 1, 1],
      ['unknown', 0, -1, 1],
    ],
    [3, 0, 0, 0, 2, 1, 1, 1, 1],
  ])
})

it('lets the guards past the sixth share one', () => {
  const { tones } = tonesOf(strip('11122334455667788'))
  expect(tones.map(({ node, count }) => [node, count])).toEqual([
    [1, 3],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 2],
    [6, 2],
    [-1, 4],
  ])
})

it('joins neighbours that came out alike, not those that fail at another guard', () => {
  expect(stretchesOf(strip('1122pp?'))).toEqual([
    { from: 0, to: 1, kind: 'failed', node: 1 },
    { from: 2, to: 3, kind: 'failed', node: 2 },
    { from: 4, to: 5, kind: 'passed', node: -1 },
    { from: 6, to: 6, kind: 'unknown', node: -1 },
  ])
})
