import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTree } from '../../testing/any-tree'
import { hasChildren, openAncestors, pathTo, rowOf, setBelow, setOne, siblings, visibleRows } from './flatten'

const all = (count: number): number[] => Array.from({ length: count }, (_, node) => node)

describe('visibleRows', () => {
  it('should be every node in order when nothing is collapsed', () => {
    fc.assert(
      fc.property(anyTree(), (tree) => {
        expect([...visibleRows(tree, new Uint8Array(tree.count), null)]).toEqual(all(tree.count))
      }),
    )
  })

  it('should hide a node exactly when an ancestor is collapsed', () => {
    fc.assert(
      fc.property(anyTree(), fc.infiniteStream(fc.boolean()), (tree, closed) => {
        const collapsed = Uint8Array.from(all(tree.count), () => Number(closed.next().value))
        const shown = all(tree.count).filter((node) =>
          pathTo(tree, node)
            .slice(0, -1)
            .every((above) => collapsed[above] === 0),
        )
        expect([...visibleRows(tree, collapsed, null)]).toEqual(shown)
      }),
    )
  })

  it('should be the root alone when all below it is collapsed', () => {
    fc.assert(
      fc.property(anyTree(), (tree) => {
        const rows = visibleRows(tree, setBelow(tree, new Uint8Array(tree.count), 0, true), null)
        expect([...rows]).toEqual([0])
      }),
    )
  })
})

describe('rowOf', () => {
  it('should find the row of each shown node and none of a hidden one', () => {
    fc.assert(
      fc.property(anyTree(), fc.nat(), (tree, pick) => {
        const rows = visibleRows(tree, setOne(new Uint8Array(tree.count), pick % tree.count, true), null)
        expect(all(tree.count).map((node) => rowOf(rows, node))).toEqual(
          all(tree.count).map((node) => rows.indexOf(node)),
        )
      }),
    )
  })
})

describe('openAncestors', () => {
  it('should bring a node into view and keep the array where nothing was closed', () => {
    fc.assert(
      fc.property(anyTree(), fc.nat(), (tree, pick) => {
        const node = pick % tree.count
        const collapsed = setBelow(tree, new Uint8Array(tree.count), 0, true)
        const opened = openAncestors(tree, collapsed, node)
        expect(rowOf(visibleRows(tree, opened, null), node)).toBeGreaterThanOrEqual(0)
        expect(openAncestors(tree, opened, node)).toBe(opened)
      }),
    )
  })
})

describe('siblings', () => {
  it('should number the children of each parent from 1 to their count', () => {
    fc.assert(
      fc.property(anyTree(), (tree) => {
        const { position, size } = siblings(tree, null)
        for (const node of all(tree.count)) {
          const family = all(tree.count).filter((other) => tree.parent[other] === tree.parent[node])
          expect([position[node], size[node]]).toEqual([family.indexOf(node) + 1, family.length])
          expect(hasChildren(tree, node)).toBe(all(tree.count).some((other) => tree.parent[other] === node))
        }
      }),
      { numRuns: 30 },
    )
  })
})
