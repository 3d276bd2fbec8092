/** What the doctor finds in a guards_state, and the edits that would mend it. */

export type Severity = 'error' | 'warning' | 'note'

/** An edit that mends something, in the form in which edits are applied. */
export type Repair =
  | { readonly do: 'drop-guard'; readonly name: string; readonly create_fn: string }
  | { readonly do: 'set-tensor'; readonly at: string; readonly size: readonly (number | null)[] }
  | { readonly do: 'set-global-state'; readonly key: string; readonly value: unknown }
  | { readonly do: 'replace-global-state'; readonly state: Readonly<Record<string, unknown>> }
  | { readonly do: 'set-shape-exprs'; readonly exprs: readonly string[] }
  | { readonly do: 'strip'; readonly what: readonly 'paths'[] }
  | { readonly do: 'migrate'; readonly torch: string }

export interface GuardName {
  readonly name: string
  readonly create_fn: string
}

export interface Finding {
  /** What kind of finding it is: one word for a program, the same in every version. */
  readonly code: string
  /** error: it will not load, or runs code that torch did not write; warning: it can answer wrongly; note: worth knowing. */
  readonly severity: Severity
  /** The guard it is about; null where it is about the file, or several guards. */
  readonly guard: GuardName | null
  /** What torch will do, and why, in one line. */
  readonly message: string
  /** The edits that mend it; empty where none does. */
  readonly repair: readonly Repair[]
}

/** A finding as the window shows it. */
export interface ListedFinding extends Finding {
  /** Where its guard stands in the tree; null where it has no place there. */
  readonly node: number | null
  /** What its repair does, each edit in words. */
  readonly words: readonly string[]
}

export interface BlobFindings {
  /** The torch that saved the blob: `2.13`. */
  readonly savedBy: string
  /** Those that it can be examined for. */
  readonly versions: readonly string[]
  /** The worst first. */
  readonly findings: readonly ListedFinding[]
  /** The edits that mend all of them, each once, in the order in which they can be made. */
  readonly repairs: readonly Repair[]
}
