/** The blobs of two files side by side. */
import type { BlobInfo } from '../../shared/document'

/** Two blobs to compare; null where a side has none of that name. */
export interface Pair {
  readonly a: BlobInfo | null
  readonly b: BlobInfo | null
}

/** One blob each, or those of two containers by function and recompilation; what the second has besides comes last. */
export function pairsOf(a: readonly BlobInfo[], b: readonly BlobInfo[]): readonly Pair[] {
  if (a.length === 1 && b.length === 1) return [{ a: a[0] ?? null, b: b[0] ?? null }]
  const waiting = new Map<string, BlobInfo[]>()
  for (const blob of b) waiting.set(nameOf(blob), [...(waiting.get(nameOf(blob)) ?? []), blob])
  const pairs = a.map((blob): Pair => ({ a: blob, b: waiting.get(nameOf(blob))?.shift() ?? null }))
  return [...pairs, ...[...waiting.values()].flat().map((blob): Pair => ({ a: null, b: blob }))]
}

const nameOf = (blob: BlobInfo): string => `${blob.function}\u0000${blob.recompilation}`
