/** What an edit would come to, asked before it is made: scenarios that answer otherwise, expressions and literals that cannot be read. */
import type { Answer, Json } from './replay'

/** One scenario before and after edits. */
export interface PreviewRow {
  readonly name: string
  /** Why the scenario could not be read; null where it was. */
  readonly error: string | null
  /** null where the scenario could not be read. */
  readonly before: Answer | null
  readonly after: Answer | null
  /**
   * Of a scenario that answers otherwise: the code part of the guard that fails, after the edits or before them; what is
   * not known where that is the answer. Empty where there is nothing to say.
   */
  readonly part: string
}

export type EditPreview =
  | { readonly kind: 'replayed'; readonly rows: readonly PreviewRow[] }
  /** The edits would not be made. */
  | { readonly kind: 'refused'; readonly reason: string }

/** What is wrong with an expression. */
export interface ExpressionProblem {
  /** From 1, in UTF-16 units. */
  readonly column: number
  readonly message: string
  /** `warning`: it can be read, but torch would answer otherwise than a person may think. */
  readonly severity: 'error' | 'warning'
}

/** A Python literal, read. */
export type ReadLiteral =
  | { readonly ok: true; /** As a scenario writes it. */ readonly value: Json }
  /** Line and column from 1, in UTF-16 units. */
  | { readonly ok: false; readonly line: number; readonly column: number; readonly message: string }
