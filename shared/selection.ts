/** Guards chosen together, as the window shows them before they are dropped. */
import type { GuardFilterName, Where } from './edit'

/** One of torch's own filters, over the guards of a blob. */
export interface FilterCount {
  readonly name: GuardFilterName
  /** What it leaves out, after "the guards". */
  readonly words: string
  /** What may change unseen without the guards it leaves out. */
  readonly unsound: string
  /** How many guards it leaves out, and of how many the file does not tell. */
  readonly drops: number
  readonly unknown: number
}

export interface GuardColumns {
  /** Sources as torch prints them; empty for a guard on the process. */
  readonly names: readonly string[]
  readonly createFns: readonly string[]
  /** The row of the tree where each is first drawn; of one that torch makes no check of, that of the value it is on, or -1. */
  readonly nodes: Int32Array
}

export interface GuardSelection {
  /** How many guards the blob holds. */
  readonly total: number
  /** What chooses these, as `drop-guards` takes it; null where there are none. */
  readonly where: Where | null
  readonly guards: GuardColumns
  /** How many of them are TENSOR_MATCH, which can be weakened. */
  readonly tensors: number
  /** Those of which the file does not tell whether they are meant: they are kept. */
  readonly unknown: GuardColumns
  /** Rows that were chosen and are no guard of the file: torch adds them to every tree. */
  readonly withoutGuard: number
}

/** What chooses them: as edits do, or by rows of the tree. */
export type Choice = { readonly where: Where } | { readonly nodes: Int32Array }
