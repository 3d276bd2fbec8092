/** A blob of an open document compared with another, which another document's thread gave as a digest. */
import type { BlobDiff, ListedDifference, Sides } from '../../shared/diff'
import type { AlignedTrees } from '../../shared/aligned-trees'
import type { TreeColumns } from '../../shared/tree'
import { alignTrees } from '../diff/align'
import { diffDigests, isCertain } from '../diff/compare'
import { type DigestItem, digestOf, type TreeDigest } from '../diff/digest'
import { type ReadableText, readableDigest } from '../diff/readable-text'
import { wordsOf } from '../diff/words'
import type { GuardDocument } from './document'

export function blobDigest(document: GuardDocument, blob: number): TreeDigest {
  const nodes = new Map<object, number>()
  document.nodes(blob).forEach((node, i) => {
    const of = 'leaf' in node ? node.leaf : node.kind === 'pair' ? null : node.manager
    // a guard that stands in several managers is shown at the first
    if (of !== null && !nodes.has(of)) nodes.set(of, i)
  })
  return digestOf(document.tree(blob), (of) => nodes.get(of) ?? null)
}

/** The trees of both sides; `tree` is that of side b. */
export function diffTrees(document: GuardDocument, blob: number, other: TreeDigest, tree: TreeColumns): AlignedTrees {
  return alignTrees(document.openBlob(blob).tree, tree, diffBlob(document, blob, other).differences)
}

/** `other` is side b. */
export function diffBlob(document: GuardDocument, blob: number, other: TreeDigest): BlobDiff {
  const digests = { a: blobDigest(document, blob), b: other }
  const texts = { a: readableDigest(digests.a), b: readableDigest(digests.b) }
  const differences = diffDigests(digests.a, digests.b).map(({ difference, items }): ListedDifference => ({
    difference,
    words: wordsOf(difference),
    isCertain: isCertain(difference),
    nodes: { a: nodeOf(items.a), b: nodeOf(items.b) },
    lines: linesOf(texts, items),
  }))
  return { differences, texts: { a: texts.a.text, b: texts.b.text } }
}

function nodeOf(item: DigestItem | null): number | null {
  return item !== null && 'node' in item ? item.node : null
}

function linesOf(texts: Sides<ReadableText>, items: Sides<DigestItem | null>): Sides<number | null> {
  const line = ({ lines }: ReadableText, item: DigestItem | null): number | null =>
    item === null ? null : (lines.get(item) ?? null)
  return { a: line(texts.a, items.a), b: line(texts.b, items.b) }
}
