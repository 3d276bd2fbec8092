import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTree } from '../../testing/any-tree'
import { largeTree } from '../../testing/columns'
import { TreeSearcher, parsePattern, stepMatch } from './search'
import type { Pattern } from './search'

function pattern(query: string): Pattern {
  const parsed = parsePattern(query)
  if (!parsed.ok || parsed.pattern === null) throw new Error(`${query} is no pattern`)
  return parsed.pattern
}

describe('TreeSearcher', () => {
  it('should find the nodes whose words contain the query, in any case, however it was typed', () => {
    fc.assert(
      fc.property(anyTree(), fc.constantFrom('tensor_match', 'x', "l['SELF'].", 'check', 'nowhere'), (tree, query) => {
        const searcher = new TreeSearcher(tree)
        const wanted = [...Array(tree.count).keys()].filter((node) =>
          [tree.titleId, tree.textId, tree.tagId].some((ids) =>
            tree.strings[ids[node] ?? 0]?.toLowerCase().includes(query.toLowerCase()),
          ),
        )
        for (let length = 1; length <= query.length; length++) searcher.find(pattern(query.slice(0, length)), null)
        expect([...searcher.find(pattern(query), null)]).toEqual(wanted)
      }),
    )
  })

  it('should find only what a filter includes', () => {
    const tree = largeTree(100)
    const included = Uint8Array.from({ length: tree.count }, (_, node) => Number(node < 50))
    expect(Math.max(...new TreeSearcher(tree).find(pattern('match'), included))).toBeLessThan(50)
  })
})

describe('stepMatch', () => {
  it('should visit all matches once and come back, forwards and backwards', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(1000), { minLength: 1 }),
        fc.nat(1000),
        fc.constantFrom<1 | -1>(1, -1),
        (nodes, start, step) => {
          const matches = Int32Array.from(nodes).sort()
          let at = start
          const seen = nodes.map(() => (at = matches[stepMatch(matches, at, step)] ?? -1))
          expect([...seen].sort((a, b) => a - b)).toEqual([...matches])
          expect(matches[stepMatch(matches, at, step)]).toBe(seen[0])
        },
      ),
    )
  })
})

describe('parsePattern', () => {
  it('should read text, an expression between slashes, and say what is wrong with one', () => {
    expect(parsePattern('  ')).toEqual({ ok: true, pattern: null })
    expect(pattern('Ab').ranges('xabAB')).toEqual([
      [1, 3],
      [3, 5],
    ])
    expect(pattern('/a.c|z*/').ranges('xAbc')).toEqual([[1, 4]])
    expect(parsePattern('/(/')).toMatchObject({ ok: false, message: expect.stringContaining('Unterminated group') })
    expect(parsePattern('/')).toMatchObject({ ok: true, pattern: { query: '/' } })
  })
})
