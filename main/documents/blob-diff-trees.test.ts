import { describe, expect, it } from 'vitest'
import { TREE_MARKS } from '../../shared/aligned-trees'
import { blobDigest, diffBlob, diffTrees } from './blob-diff'
import { type GuardDocument, openDocument } from './document'
import { corpus } from './testing/corpus'

const blobs = corpus('2.13.0').map(({ name, bytes }) => ({ name, document: openDocument(bytes) }))
const others = corpus('2.14.1').map(({ name, bytes }) => ({ name, document: openDocument(bytes) }))

function aligned(a: GuardDocument, b: GuardDocument) {
  const digest = blobDigest(b, 0)
  return {
    trees: diffTrees(a, 0, digest, b.openBlob(0).tree),
    differences: diffBlob(a, 0, digest).differences,
  }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

describe('two trees side by side', () => {
  it('are the same row by row where a blob is laid beside itself', () => {
    for (const { name, document } of blobs) {
      const { count } = document.openBlob(0).tree
      const { trees } = aligned(document, document)
      expect({ name, a: [...trees.nodeA], b: [...trees.nodeB], touched: Math.max(...trees.touched) }).toEqual({
        name,
        a: range(count),
        b: range(count),
        touched: 0,
      })
    }
  })

  it('show every node once, below what it is below of, and every difference of a guard in a row', () => {
    const pairs = [
      ...blobs.map(({ document }, i) => [document, blobs[(i + 7) % blobs.length]?.document] as const),
      ...blobs.map(({ name, document }) => [document, others.find((one) => one.name === name)?.document] as const),
    ]
    let compared = 0
    for (const [a, b] of pairs) {
      if (b === undefined) continue
      compared++
      const { trees, differences } = aligned(a, b)
      for (const side of ['A', 'B'] as const) {
        const nodes = trees[`node${side}`]
        const tree = side === 'A' ? trees.a : trees.b
        expect([...nodes].filter((node) => node >= 0).sort((x, y) => x - y)).toEqual(range(tree.count))
        for (let row = 1; row < trees.count; row++) {
          const node = nodes[row] ?? -1
          if (node >= 0) expect(nodes[trees.parent[row] ?? -1]).toBe(tree.parent[node])
        }
      }
      for (const { difference, nodes } of differences) {
        if (difference.kind === 'text' || (nodes.a === null && nodes.b === null)) continue
        const row = nodes.a === null ? trees.nodeB.indexOf(nodes.b ?? -1) : trees.nodeA.indexOf(nodes.a)
        expect(TREE_MARKS[trees.mark[row] ?? 0]).not.toBe('same')
        expect(trees.touched[0]).toBe(1)
      }
    }
    expect(compared).toBeGreaterThan(100)
  })
})
