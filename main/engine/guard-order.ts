/** The order in which torch builds guards: sorted by Guard.sort_key, and as its set gave them where that is the same. */
import type { Guard } from '../state/guards-state'
import type { GuardBuilder } from './builder'
import type { Dialect } from './dialects'
import { setOrder } from './hashed-set'
import { GUARD_SOURCE, guardSourceOf } from './source-name'

interface Key {
  readonly guard: Guard
  readonly duplicate: number
  readonly source: number
  readonly length: number
  readonly name: string
  readonly line: number
}

/** Guard.sort_key: duplicate inputs last, then guard source, length of the name, name, line of the create_fn. */
export function sortGuards(guards: readonly Guard[], builder: GuardBuilder): Guard[] {
  const rank = loadedRank(builder.state.guards, builder.dialect)
  const keyed = guards.map((guard) => keyOf(guard, builder))
  keyed.sort((a, b) => compareKeys(a, b) || (rank === null ? 0 : (rank.get(a.guard) ?? 0) - (rank.get(b.guard) ?? 0)))
  return keyed.map((entry) => entry.guard)
}

/**
 * Guards that have the sort key of another where the file does not tell the order of their set: a set goes by hashes,
 * and a guard without one is given the hash of an address when it is loaded. `saving`: for the set of the process that
 * saved, which held guards that the file does not have.
 */
export function unsettledGuards(builder: GuardBuilder, saving: boolean): ReadonlySet<Guard> {
  const { guards } = builder.state
  const unsettled = new Set<Guard>()
  if (builder.dialect.guardSet !== 'by-hash') return unsettled
  if (!saving && guards.every((guard) => hashOf(guard) !== null)) return unsettled
  const keyed = guards.map((guard) => keyOf(guard, builder)).sort(compareKeys)
  keyed.forEach((key, i) => {
    const before = keyed[i - 1]
    if (before === undefined || compareKeys(before, key) !== 0) return
    unsettled.add(before.guard)
    unsettled.add(key.guard)
  })
  return unsettled
}

const ranks = new WeakMap<readonly Guard[], ReadonlyMap<Guard, number> | null>()

/** Places in the loaded set; null where they are those in the file, or not known. */
function loadedRank(guards: readonly Guard[], { guardSet }: Dialect): ReadonlyMap<Guard, number> | null {
  if (guardSet !== 'by-hash') return null
  let rank = ranks.get(guards)
  if (rank === undefined) {
    const hashes = guards.flatMap((guard) => hashOf(guard) ?? [])
    rank =
      hashes.length < guards.length
        ? null
        : new Map(setOrder(hashes).flatMap((member, place) => (guards[member] ? [[guards[member], place]] : [])))
    ranks.set(guards, rank)
  }
  return rank
}

/** `Guard._hash`, which a guard has from its first time in a set on; null where it has none, or none that fits. */
function hashOf(guard: Guard): bigint | null {
  const node = guard.slots.get('_hash')
  return node?.kind === 'int' && BigInt.asIntN(64, node.value) === node.value ? node.value : null
}

function keyOf(guard: Guard, builder: GuardBuilder): Key {
  const order = builder.facts.createFnOrder
  const name = builder.name(guard)
  return {
    guard,
    duplicate: guard.createFn === 'DUPLICATE_INPUT' ? 1 : 0,
    source: guard.source === null ? -1 : GUARD_SOURCE[guardSourceOf(guard.source)],
    length: characters(name),
    name,
    line: order.get(guard.createFn) ?? order.size,
  }
}

function compareKeys(a: Key, b: Key): number {
  return (
    a.duplicate - b.duplicate ||
    a.source - b.source ||
    a.length - b.length ||
    compareText(a.name, b.name) ||
    a.line - b.line
  )
}

const SURROGATE = /[\ud800-\udbff]/

function characters(text: string): number {
  let n = text.length
  if (!SURROGATE.test(text)) return n
  for (let i = 0; i < text.length; i++)
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) n--
  return n
}

/** By code points, as Python compares: UTF-16 units order characters beyond the first plane wrongly. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  let i = 0
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i > 0 && (a.charCodeAt(i - 1) & 0xfc00) === 0xd800) i--
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1)
}
