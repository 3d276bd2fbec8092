/** A blob as a text that a person reads and edits, and what a changed one means. */
import type { Json } from './replay'

export interface BlobText {
  readonly text: string
  /** The node of the tree that each line stands for; -1 for lines of none. */
  readonly nodes: Int32Array
}

/** Something that cannot be read, or may not be changed. Lines and columns count from 1. */
export interface TextProblem {
  readonly line: number
  readonly column: number
  readonly endColumn: number
  readonly message: string
}

/** An edit that a text means. */
export interface TextChange {
  /** As the command line's `edit` takes it. */
  readonly edit: Json
  /** The line that asks for it, from 1; of a guard that is gone, the heading it stood under. */
  readonly line: number
  /** In a few words. */
  readonly words: string
}

export interface ReadBlobText {
  /** In the order in which they are made. */
  readonly edits: readonly TextChange[]
  readonly problems: readonly TextProblem[]
}
