/** What can be chosen for an edit of a blob, as it crosses to the window. */

/** A kind of guard that can be added. */
export interface GuardKind {
  /** The GuardBuilder method. */
  readonly name: string
  /** What it looks at: a value by its source, or the process. */
  readonly of: 'source' | 'process'
  /** Keywords that it cannot do without. */
  readonly keywords: readonly GuardKeyword[]
}

export interface GuardKeyword {
  readonly name: string
  readonly type: 'str' | 'bool' | 'value'
}

export interface EditChoices {
  /** The torch that saved the blob: `2.13`. */
  readonly torch: string
  readonly kinds: readonly GuardKind[]
  /** Names of sources, as torch prints them, whose values the file holds. */
  readonly sources: readonly string[]
  /** Versions of torch that the blob can be migrated to. */
  readonly migrations: readonly string[]
}
