/** What a replayed scenario comes to, for the window. */

/** How a node of the tree came out of a check. */
export const OUTCOMES = ['not reached', 'passed', 'failed', 'unknown'] as const
export type OutcomeName = (typeof OUTCOMES)[number]

/** true, false, or unknown where the scenario does not say enough. */
export type Answer = 'true' | 'false' | 'unknown'

export interface ReplayResult {
  readonly name: string
  readonly check: Answer
  /** Why it failed, in torch's words. */
  readonly parts: readonly string[]
  readonly executed: number
  readonly unknown: readonly { readonly source: string; readonly reason: string }[]
  /** Index of the failing node in the tree; -1 where none failed. */
  readonly failed: number
  /** What came, in short; empty where nothing failed. */
  readonly actual: string
  /** One entry a node: index into OUTCOMES. */
  readonly outcomes: Uint8Array
  /** The saved global state against the scenario's, key by key. */
  readonly globalState: readonly {
    readonly key: string
    readonly expected: string
    readonly actual: string
    readonly same: boolean
  }[]
  /** Where torch's manager before saving would have answered otherwise, and why. */
  readonly asSaved: readonly string[]
}

/** A sweep of one tensor's dimension over sizes. */
export interface SweepRequest {
  readonly local: string
  readonly dim: number
  readonly from: number
  readonly to: number
}
