/** The dispatch keys that guards are built to want: of the thread that loads, or from 2.14 on of the one that compiled. */
import { buildState } from '../pickle/access'
import type { GuardsState } from '../state/guards-state'
import type { GuardBuilder } from './builder'
import { applyLocalState } from './dispatch-keys'
import type { FactsTable } from './facts'

/** What becomes of a value's own keys. */
export type Keys = (raw: bigint) => bigint

/** Of the thread that guards are built in. */
export const wantedKeys = ({ state, facts }: GuardBuilder): Keys =>
  savedKeys(state) ?? idleKeys(facts.table.dispatch_keys)

/** A thread of an idle process. */
export const idleKeys =
  (table: FactsTable['dispatch_keys']): Keys =>
  (raw) =>
    applyLocalState(table, raw)

/** LocalState::apply of the state that the root manager is given (set_local_state, guards.cpp); null where none is saved. */
export function savedKeys({ localState }: GuardsState): Keys | null {
  const state = localState === null ? null : buildState(localState)
  if (state?.kind !== 'tuple') return null
  const [include, exclude, override] = state.items.map((item) => (item.kind === 'int' ? item.value : null))
  if (include == null || exclude == null || override == null) return null
  return (raw) => (override === 0n ? (raw | include) & ~exclude : override)
}
