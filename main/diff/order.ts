/** The order in which two blobs are told: by source and kind, with numbers as numbers, never by the order in a blob. */
import type { GuardPlace } from '../../shared/diff'

const DIGITS = 12

/** A key that sorts `[10]` behind `[2]`. */
export function orderKey(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'))
}

/** Sorted by one key each. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item)
}

/** Guards on the process first, then by source, kind and what they ask for. */
export function placeKey({ source, cls, createFn, subject }: GuardPlace): string {
  return [orderKey(source), cls, createFn, orderKey(subject)].join('\u0000')
}
