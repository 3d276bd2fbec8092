/** Two blobs compared, as it crosses to the window and leaves the terminal. */

/** A place in each side: a node of its tree, or a line of its text; null where the side has none. */
export interface Sides<T> {
  readonly a: T
  readonly b: T
}

/** A guard by what it looks at: it is the same guard in two blobs wherever all of this is the same. */
export interface GuardPlace {
  /** Name of the source, with `#` for what belongs to a process; empty for guards on the process itself. */
  readonly source: string
  /** The GuardBuilder method that asked for it; empty where torch adds the guard itself. */
  readonly createFn: string
  /** torch's class of the leaf; empty for a guard that adds no leaf of its own. */
  readonly cls: string
  /** The key or attribute that it asks for, where several of its kind stand side by side. */
  readonly subject: string
}

/** What a guard wants, in torch's words. */
export interface ExpectedRow {
  readonly name: string
  readonly value: string
}

/** A row that differs; null where a side has no such row. */
export interface ChangedRow extends Sides<string | null> {
  readonly name: string
}

/** Differences in the order they are shown. */
export type Difference =
  /** What the process must be like, and the blob as a whole; null where a side does not say. */
  | ({ readonly kind: 'state'; readonly key: string } & Sides<string | null>)
  | { readonly kind: 'removed' | 'added'; readonly guard: GuardPlace; readonly expected: readonly ExpectedRow[] }
  | { readonly kind: 'changed'; readonly guard: GuardPlace; readonly rows: readonly ChangedRow[] }
  /** A shape expression, or that two sources are one object, distinct, or share a storage. */
  | { readonly kind: 'expression' | 'relation'; readonly change: 'removed' | 'added'; readonly text: string }
  /** A manager that is there on one side alone, with the managers below it counted; or reached or made otherwise. */
  | { readonly kind: 'manager'; readonly change: 'removed' | 'added'; readonly source: string; readonly below: number }
  | {
      readonly kind: 'manager'
      readonly change: 'changed'
      readonly source: string
      readonly rows: readonly ChangedRow[]
    }
  /** Both have the guard, or the state, but not both files hold what it wants: it may be the same or not. */
  | { readonly kind: 'unknown'; readonly guard: GuardPlace; readonly rows: readonly string[] }
  /** Only the user's line behind the guard is another: no difference to torch. */
  | ({ readonly kind: 'text'; readonly guard: GuardPlace } & Sides<string>)

/** A difference as the window lists it. */
export interface ListedDifference {
  readonly difference: Difference
  /** What it is about, the guard on it, and how it differs. */
  readonly words: { readonly source: string; readonly guard: string; readonly what: string }
  /** Whether torch would see it: what is unknown may be the same, and a text is no matter to it. */
  readonly isCertain: boolean
  readonly nodes: Sides<number | null>
  /** Lines of the texts, from 1. */
  readonly lines: Sides<number | null>
}

export interface BlobDiff {
  readonly differences: readonly ListedDifference[]
  /** Each blob as text, a line for each guard, in an order that is the same for the same guards. */
  readonly texts: Sides<string>
}
