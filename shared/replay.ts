/** What is asked of a replay, and what a replayed scenario comes to. */

/** How a node of the tree came out of a check. */
export const OUTCOMES = ['not reached', 'passed', 'failed', 'unknown'] as const
export type OutcomeName = (typeof OUTCOMES)[number]

/** true, false, or unknown where the scenario does not say enough. */
export type Answer = 'true' | 'false' | 'unknown'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Keys and indices from the top of a scenario's JSON: `['f_locals', 'x', 'shape', 0]`. What a `ref` points to is followed. */
export type JsonPath = readonly (string | number)[]

/**
 * One part of a scenario set anew, or taken away. What hangs together follows: a tensor of a new shape is contiguous, one
 * on another device has that device's dispatch keys.
 */
export type ScenarioChange =
  | { readonly path: JsonPath; readonly value: Json }
  | { readonly path: JsonPath; readonly remove: true }

/** What the guards are checked with beside the scenario. */
export interface ReplayOptions {
  /**
   * What the GLOBAL_STATE guard is built from instead of the blob's own: the JSON of `GlobalStateGuard.__getstate__()`,
   * as torch takes it from outside for precompile. null for the blob's own.
   */
  readonly guardState: string | null
  /** Checks the blob as it was opened, before it was edited. */
  readonly original?: boolean | undefined
}

/** One thing that a guard wants, and what came. */
export interface ExplainedRow {
  readonly name: string
  readonly expected: string
  readonly actual: string
  /** null where that is not known. */
  readonly same: boolean | null
}

/** The saved global state against another's, dtypes and devices by name. */
export interface GlobalStateRow {
  readonly key: string
  readonly expected: string
  readonly actual: string
  readonly same: boolean
}

export interface ReplayResult {
  readonly name: string
  readonly check: Answer
  /** Why it failed, in torch's words. */
  readonly parts: readonly string[]
  /** The one that failed: shape guards fail together, this is the first that does not hold. Empty where none did. */
  readonly part: string
  readonly executed: number
  /** torch's class of the guard that failed, or its manager's where an access failed; empty where none did. */
  readonly guard: string
  /** The source that it looks at. */
  readonly source: string
  readonly unknown: readonly { readonly source: string; readonly reason: string }[]
  /** Index of the failing node in the tree; -1 where none failed. */
  readonly failed: number
  /** What the failing guard wants against what came, part by part: of shape guards each expression. */
  readonly explained: readonly ExplainedRow[]
  /** One entry a node: index into OUTCOMES. */
  readonly outcomes: Uint8Array
  /** What the GLOBAL_STATE guard wants against the scenario's state, key by key. */
  readonly globalState: readonly GlobalStateRow[]
  readonly asSaved: AsSaved
}

/** What torch's manager before saving answers: a loaded one is known to differ. */
export interface AsSaved {
  readonly check: Answer
  readonly parts: readonly string[]
  readonly executed: number
  /** Why the two differ; empty where they do not. */
  readonly why: readonly string[]
}

/** One line of the table of scenarios. */
export interface ReplayRow {
  readonly name: string
  /** null where the scenario could not be read: `error` says why. */
  readonly check: Answer | null
  readonly error: string | null
  /** These as in a ReplayResult. */
  readonly guard: string
  readonly source: string
  readonly part: string
  /** Index of the failing node; -1 where none failed. */
  readonly failed: number
  readonly executed: number
  readonly asSaved: Answer
}

/** The line of a scenario that could not be read. */
export const unreadRow = (name: string, error: string): ReplayRow => ({
  name,
  check: null,
  error,
  guard: '',
  source: '',
  part: '',
  failed: -1,
  executed: 0,
  asSaved: 'unknown',
})

/** Values that one part of a scenario takes in turn. Numbers take the form of what stands there: an int's is text. */
export interface SweepAxis {
  readonly path: JsonPath
  readonly values: { readonly from: number; readonly to: number; readonly step: number } | readonly Json[]
}

/** A strip of one axis or a grid of two, the first one's steps as rows. */
export interface SweepResult {
  readonly rows: number
  readonly columns: number
  /** Row by row, an index into OUTCOMES each. */
  readonly outcomes: Uint8Array
  /** The node that failed in each; -1 where none did. */
  readonly failed: Int32Array
}

/** A change that would make a failing call pass: of the call, or of the blob. */
export interface Suggestion {
  readonly of: 'input' | 'blob'
  /** One line: `L['x'] size at 1: 9 to 7`. */
  readonly title: string
  /** Of the scenario. */
  readonly changes: readonly ScenarioChange[]
  /** Of the blob, as the command line's `edit` takes them. */
  readonly edits: readonly Json[]
  /** What the check answers once it is made. */
  readonly check: Answer
  /** What a person should know before making it; empty where nothing. */
  readonly note: string
}

/** A file of scenarios on disk. */
export interface ScenarioList {
  readonly path: string
  /** Each as JSON to edit. */
  readonly scenarios: readonly string[]
  /** Whether they are kept from an earlier session that ended before they were saved. */
  readonly kept: boolean
}
