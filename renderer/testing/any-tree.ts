/** Arbitrary guard trees for property tests. */
import fc from 'fast-check'
import { FAMILIES } from '../../shared/tree'
import type { TreeColumns } from '../../shared/tree'
import { columnsOf } from './columns'

const WORDS = ['TENSOR_MATCH', 'TYPE_MATCH', "L['x']", "L['self'].h", 'G', 'check', ''] as const

/** 1 to 60 nodes of any shape. */
export function anyTree(): fc.Arbitrary<TreeColumns> {
  const node = fc.record({
    up: fc.nat(4),
    family: fc.constantFrom(...FAMILIES),
    title: fc.constantFrom(...WORDS),
    text: fc.constantFrom(...WORDS),
    tag: fc.constantFrom(...WORDS),
    base: fc.constantFrom('', 'G', "L['x']"),
    file: fc.constantFrom('', 'a.py', 'b.py'),
    lines: fc.integer({ min: 1, max: 5 }),
  })
  return fc.array(node, { minLength: 1, maxLength: 60 }).map((nodes) => {
    let depth = -1
    return columnsOf(
      nodes.map(({ up, ...rest }, at) => {
        depth = at === 0 ? 0 : Math.max(1, depth + 1 - up)
        return { ...rest, kind: at === 0 ? 'root' : rest.family === 'none' ? 'manager' : 'leaf', depth } as const
      }),
    )
  })
}
