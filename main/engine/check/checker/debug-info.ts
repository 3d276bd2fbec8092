/** What a check says: the answer, what failed, what was not known, and what was reached. */
import type { GuardManager, LeafGuard } from '../../manager'
import type { Value } from '../../values/value'
import type { Tri } from '../semantics'

/** GuardDebugInfo. `result` is null where the scenario does not say enough. */
export interface GuardDebugInfo {
  readonly result: Tri
  readonly verboseCodeParts: readonly string[]
  readonly numGuardsExecuted: number
  /** What was not known on the way: torch would have gone on or stopped there. */
  readonly unknown: readonly Unknown[]
  /** What failed; null where nothing did. */
  readonly failed: Failure | null
}
export interface Unknown {
  readonly source: string
  readonly reason: string
}
export interface Failure {
  /** The guard, or null where an access or a check of a dict manager failed. */
  readonly leaf: LeafGuard | null
  readonly manager: GuardManager
  /** What was found there; null where the way led to nothing. */
  readonly value: Value | null
}

/** How a part of the tree came out of a run; what is not reported was not reached. */
export type Outcome = 'passed' | 'failed' | 'unknown'
export interface Trace {
  readonly leaf: (leaf: LeafGuard, manager: GuardManager, outcome: Outcome) => void
  readonly manager: (manager: GuardManager, outcome: Outcome) => void
}
