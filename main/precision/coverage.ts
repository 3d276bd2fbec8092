/** What a change of the settings does to code that was compiled before it: whether the GLOBAL_STATE guard of a blob sees it. */
import type { BlobEffect, PrecisionState } from '../../shared/precision'
import { cellsOf, readCell } from './interpret'
import { keyValue, leavesBelow } from './reading'
import type { PrecisionRules } from './rules'

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
  for (const key of rules.guardKeys) {
    const [before, after] = [keyValue(rules, now, key), keyValue(rules, then, key)]
    // one that is built at load is taken to have been loaded in the state of now
    const held = saved.kind === 'saved' ? saved.keys[key.key] : before
    if (typeof held !== 'boolean') return { effect: 'unknown', why: `its GLOBAL_STATE says nothing of ${key.key}` }
    const wants =
      saved.kind === 'saved'
        ? `GLOBAL_STATE wants ${key.key} ${held}`
        : `GLOBAL_STATE takes ${key.key} from the process that loads it`
    if (held === before && held !== after) return { effect: 'recompiles', why: wants }
    if (held !== before && held === after) return { effect: 'accepts', why: wants }
    if (held !== before) return { effect: 'fails', why: wants }
    wanted.push(wants)
  }
  return unseen(rules, now, then, wanted.join(', '))
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
