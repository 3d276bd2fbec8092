import { describe, expect, it } from 'vitest'
import type { PrecisionNode, PrecisionOrigin } from '../../../shared/precision'
import { layOut } from './layout'
import { litBy, wayOf } from './paths'

const node = (cell: string, parent: string | null, origin: PrecisionOrigin): PrecisionNode => ({
  cell,
  name: cell,
  parent,
  origin,
  raw: 'none',
  value: 'none',
  notes: [],
  guarded: 'none',
  choices: [],
  python: '',
})
const from = (cell: string): PrecisionOrigin => ({ from: 'ancestor', cell })
const nodes = [
  node('generic', null, { from: 'set' }),
  node('cuda', 'generic', from('generic')),
  node('cuda.conv', 'cuda', { from: 'default' }),
  node('cuda.matmul', 'cuda', from('generic')),
  node('mkldnn', 'generic', { from: 'set' }),
  node('mkldnn.rnn', 'mkldnn', from('mkldnn')),
]

describe('the way of a value', () => {
  it('leads up to the ancestor that sets it, and is lit from every node on it', () => {
    const way = (cell: string) => nodes.filter((one) => one.cell === cell).flatMap((one) => wayOf(nodes, one))
    expect([way('cuda.matmul'), way('cuda.conv'), way('mkldnn.rnn')]).toEqual([
      ['cuda.matmul', 'cuda', 'generic'],
      ['cuda.conv'],
      ['mkldnn.rnn', 'mkldnn'],
    ])
    expect(['generic', 'cuda.matmul', 'mkldnn', null].map((cell) => [...litBy(nodes, cell)].sort())).toEqual([
      ['cuda', 'cuda.matmul', 'generic'],
      ['cuda', 'cuda.matmul', 'generic'],
      ['mkldnn', 'mkldnn.rnn'],
      [],
    ])
  })
})

describe('the cards', () => {
  it.each([300, 780, 860, 2000])('stand apart in a column for each level, %i wide', (room) => {
    const { places, card, width, height } = layOut(nodes, room)
    const all = [...places.values()]
    const overlapping = all.filter((a) =>
      all.some((b) => a !== b && Math.abs(a.x - b.x) < card.width && Math.abs(a.y - b.y) < card.height),
    )
    expect(overlapping).toEqual([])
    expect(new Set(all.map(({ x }) => x)).size).toBe(3)
    expect(all.every(({ x, y }) => x + card.width <= width && y >= 0 && y + card.height <= height)).toBe(true)
    if (room >= 780) expect(width).toBeLessThanOrEqual(room)
  })
})
