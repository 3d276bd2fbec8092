/** What a change of the settings does to code that was compiled before it: whether the GLOBAL_STATE guard of a blob sees it. */
import type { BlobEffect, PrecisionState } from '../../shared/precision'
import { cellsOf, readCell } from './interpret'
import { heldIn, leavesBelow } from './reading'
import type { GuardKey, Holds, PrecisionRules } from './rules'

/** What a blob knows of the global state. */
export type SavedState =
  | { readonly kind: 'saved'; readonly keys: { readonly [key: string]: unknown } }
  /** Its guard is built from the process that loads it (torch 2.8). */
  | { readonly kind: 'of the loading process' }
  | { readonly kind: 'no guard' }
  | { readonly kind: 'unreadable'; readonly why: string }

export interface Effect {
  readonly effect: BlobEffect
  readonly why: string
}

export function effectOn(rules: PrecisionRules, saved: SavedState, now: PrecisionState, then: PrecisionState): Effect {
  if (saved.kind === 'unreadable') return { effect: 'unknown', why: saved.why }
  if (saved.kind === 'no guard') return unseen(rules, now, then, 'it has no GLOBAL_STATE guard')
  const wanted: string[] = []
  for (const guardKey of rules.guardKeys) {
    const { key, holds } = saved.kind === 'saved' ? askedOf(guardKey, saved.keys) : guardKey
    const [before, after] = [now, then].map((state) => heldIn(rules, state, guardKey.cell, holds))
    if (before === undefined || after === undefined)
      return { effect: 'unknown', why: `what GLOBAL_STATE holds for what ${guardKey.cell} reads is not known` }
    // one that is built at load is taken to have been loaded in the state of now
    const held = saved.kind === 'saved' ? saved.keys[key] : before
    if (!isComparable(holds, held))
      return { effect: 'unknown', why: `its GLOBAL_STATE says nothing of ${guardKey.key}` }
    const wants =
      saved.kind === 'saved'
        ? `GLOBAL_STATE wants ${key} ${wordsFor(holds, held)}${neverWords(rules, now, then, { cell: guardKey.cell, holds })}`
        : `GLOBAL_STATE takes ${key} from the process that loads it`
    if (held === before && held !== after) return { effect: 'recompiles', why: wants }
    if (held !== before && held === after) return { effect: 'accepts', why: wants }
    if (held !== before) return { effect: 'fails', why: wants }
    wanted.push(wants)
  }
  return unseen(rules, now, then, wanted.join(', '))
}

/** The key that torch compares: of a state from before there was this one, what stood in its place. */
function askedOf(
  { key, holds, formerly }: GuardKey,
  saved: { readonly [key: string]: unknown },
): { readonly key: string; readonly holds: Holds } {
  return formerly !== undefined && saved[key] === undefined ? formerly : { key, holds }
}

function isComparable(holds: Holds, held: unknown): held is boolean | number {
  if (typeof held !== 'boolean' && !Number.isInteger(held)) return false
  return [...holds.values()].some((one) => typeof one === typeof held)
}

/** `false`, `2 (tf32)` */
function wordsFor(holds: Holds, held: boolean | number): string {
  const reads = [...holds].find(([, one]) => one === held)?.[0]
  return typeof held === 'boolean' || reads === undefined ? String(held) : `${held} (${reads})`
}

/** Where the key is left out: that whatever is wanted of it fails. */
function neverWords(
  rules: PrecisionRules,
  now: PrecisionState,
  then: PrecisionState,
  { cell, holds }: Pick<GuardKey, 'cell' | 'holds'>,
): string {
  const never = [then, now].find((state) => heldIn(rules, state, cell, holds) === null)
  return never === undefined ? '' : `, and nothing passes where ${cell} reads ${readCell(rules, never, cell).value}`
}

function unseen(rules: PrecisionRules, now: PrecisionState, then: PrecisionState, why: string): Effect {
  const changed = leavesOf(rules).filter(
    (cell) => readCell(rules, now, cell).value !== readCell(rules, then, cell).value,
  )
  if (changed.length === 0) return { effect: 'same', why }
  return { effect: 'silent', why: `${why}; what changes is ${changed.join(', ')}` }
}

function leavesOf(rules: PrecisionRules): readonly string[] {
  const [top] = cellsOf(rules)
  return top === undefined ? [] : leavesBelow(rules, top)
}
