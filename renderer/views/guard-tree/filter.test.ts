import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Family } from '../../../shared/tree'
import { anyTree } from '../../testing/any-tree'
import { fixtureTree } from '../../testing/fixture-tree'
import { readPrintedTree } from '../../testing/printed-tree'
import { ANCESTOR, MATCH, NO_FILTERS, filterTree, toggleChoice } from './filter'
import type { Filters } from './filter'
import { pathTo } from './flatten'

const anyFilters = (): fc.Arbitrary<Filters> =>
  fc.record({
    families: fc.subarray<Family>(['tensor', 'type', 'value']).map((list) => new Set(list)),
    types: fc.subarray(['TENSOR_MATCH', 'TYPE_MATCH']).map((list) => new Set(list)),
    bases: fc.subarray(['G', "L['x']"]).map((list) => new Set(list)),
    files: fc.subarray(['a.py', 'b.py']).map((list) => new Set(list)),
  })

describe('filterTree', () => {
  it('should include the matches, their ancestors and nothing else', () => {
    fc.assert(
      fc.property(anyTree(), anyFilters(), (tree, filters) => {
        const { included, matches } = filterTree(tree, filters)
        if (included === null) return
        const found = [...included.keys()].filter((node) => included[node] === MATCH)
        const above = new Set(found.flatMap((node) => pathTo(tree, node).slice(0, -1)))
        expect(found.length).toBe(matches)
        expect([...included.keys()].filter((node) => included[node] === ANCESTOR)).toEqual(
          [...included.keys()].filter((node) => above.has(node) && included[node] !== MATCH),
        )
      }),
    )
  })

  it('should say of each choice how many guards it would leave', () => {
    fc.assert(
      fc.property(anyTree(), anyFilters(), (tree, filters) => {
        for (const { value, count } of filterTree(tree, filters).facets.files) {
          const alone = filterTree(tree, { ...filters, files: new Set([value]) })
          const guards = [...(alone.included?.keys() ?? [])].filter(
            (node) => alone.included?.[node] === MATCH && tree.family[node] !== 0,
          )
          expect([value, count]).toEqual([value, guards.length])
        }
      }),
    )
  })

  it('should filter nothing and count everything without filters', () => {
    const tree = readPrintedTree(fixtureTree('2.13.0/gpt_2layer')).columns
    const { included, matches, facets } = filterTree(tree, NO_FILTERS)
    expect({ included, matches, families: facets.families.map(({ value, count }) => `${value} ${count}`) }).toEqual({
      included: null,
      matches: tree.count,
      families: ['tensor', 'type', 'value', 'state', 'shape', 'relation'].map(
        (family, at) => `${family} ${tree.family.filter((code) => code === at + 1).length}`,
      ),
    })
  })
})

describe('toggleChoice', () => {
  it('should take away what it added', () => {
    const once = toggleChoice(NO_FILTERS, 'files', 'a.py')
    expect([...once.files]).toEqual(['a.py'])
    expect(toggleChoice(once, 'files', 'a.py')).toEqual(NO_FILTERS)
  })
})
