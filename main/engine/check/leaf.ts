/** What a compiled leaf guard offers, and the state of one run through the tree. */
import type { LeafGuard } from '../manager'
import type { Value } from '../values/value'
import type { LocalState } from './local-state'
import type { Tri } from './semantics'
import type { Scenario } from './scenario'

export interface LeafCheck {
  readonly leaf: LeafGuard
  /** check_nopybind: true, false, or null where the scenario does not say. */
  readonly test: (value: Value, run: Run) => Tri
  /** The verbose code parts of a failure; the leaf's own where it is left out. */
  readonly explain?: (value: Value, run: Run) => readonly string[]
  /** Why the answer is null. */
  readonly unknown?: (value: Value, run: Run) => string
  /** Why the words of a failure are not certain, though it is one; null where they are. */
  readonly doubt?: (value: Value, run: Run) => string | null
  /** reset_state of a relational guard. */
  readonly reset?: () => void
}

/** One check of one scenario. */
export interface Run {
  readonly scenario: Scenario
  readonly local: LocalState
}
