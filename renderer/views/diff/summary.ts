/** What a comparison came to, in a sentence. */
import type { BlobDiff } from '../../../shared/diff'
import { plural } from '../../components/format'

export function summaryOf({ differences }: BlobDiff): string {
  const certain = differences.filter(({ isCertain }) => isCertain).length
  const unknown = differences.filter(({ difference }) => difference.kind === 'unknown').length
  if (certain === 0 && unknown === 0) return 'The two ask for the same.'
  const known = certain === 0 ? 'No difference' : plural(certain, 'difference')
  return unknown === 0 ? `${known}.` : `${known}, ${plural(unknown, 'guard')} not known.`
}

/** How many guards differ in the line of code alone. */
export function textOnly({ differences }: BlobDiff): number {
  return differences.filter(({ difference }) => difference.kind === 'text').length
}
