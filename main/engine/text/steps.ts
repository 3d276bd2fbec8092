/** What reading an edited text gathers: edits by when they are made, and what is wrong. */
import type { TextProblem } from '../../../shared/blob-text'
import type { Edit } from '../../../shared/edit'

/** An edit, and the line that asks for it, from 1. */
export interface TextEdit {
  readonly edit: Edit
  readonly line: number
}

export interface TextEdits {
  readonly edits: readonly TextEdit[]
  readonly problems: readonly TextProblem[]
}

/**
 * Edits in the order in which they are made. What is set is found by its place among its kind, so drops come last; and
 * a source that loses all it had is still known when another guard is added to it.
 */
export interface Steps {
  readonly sets: TextEdit[]
  readonly adds: TextEdit[]
  readonly weakens: TextEdit[]
  readonly drops: TextEdit[]
  readonly problems: TextProblem[]
}
