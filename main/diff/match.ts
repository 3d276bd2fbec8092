/** Pairs what two blobs have in common: by name first, then by less and less of it. */
import type { GuardPlace } from '../../shared/diff'
import type { DigestGuard } from './digest'

export interface Matched<T> {
  readonly pairs: readonly (readonly [T, T])[]
  readonly onlyA: readonly T[]
  readonly onlyB: readonly T[]
}

const place = ({ source, createFn, cls, subject }: GuardPlace): string =>
  `${source}\u0000${createFn}\u0000${cls}\u0000${subject}`
const wanted = ({ rows }: DigestGuard): string =>
  rows.map(({ name, value }) => `${name}\u0000${value ?? ''}`).join('\u0001')

/**
 * Each rule is tried on what the ones before left over: the same guard that wants the same; the same guard; the same
 * check, asked for by another guard; a guard that became another check.
 */
const RULES: readonly ((guard: DigestGuard) => string | null)[] = [
  (guard) => `${place(guard)}\u0000${wanted(guard)}`,
  place,
  ({ source, cls, subject }) => (cls === '' ? null : `${source}\u0000${cls}\u0000${subject}`),
  ({ source, createFn, cls }) => (createFn === '' || cls === '' ? null : `${source}\u0000${createFn}`),
]

export function matchGuards(a: readonly DigestGuard[], b: readonly DigestGuard[]): Matched<DigestGuard> {
  return match(a, b, RULES)
}

/** What the rules give equal keys is paired, in order where several are; a rule gives null to what it is not for. */
export function match<T>(a: readonly T[], b: readonly T[], rules: readonly ((item: T) => string | null)[]): Matched<T> {
  const pairs: [T, T][] = []
  let [onlyA, onlyB] = [a, b]
  for (const rule of rules) {
    if (onlyA.length === 0 || onlyB.length === 0) break
    const waiting = new Map<string, T[]>()
    const left: T[] = []
    for (const item of onlyB) {
      const key = rule(item)
      if (key === null) continue
      const same = waiting.get(key)
      if (same === undefined) waiting.set(key, [item])
      else same.push(item)
    }
    const taken = new Set<T>()
    for (const same of waiting.values()) same.reverse()
    for (const item of onlyA) {
      const key = rule(item)
      const other = key === null ? undefined : waiting.get(key)?.pop()
      if (other === undefined) left.push(item)
      else {
        pairs.push([item, other])
        taken.add(other)
      }
    }
    onlyA = left
    onlyB = onlyB.filter((item) => !taken.has(item))
  }
  return { pairs, onlyA, onlyB }
}
