/** Why a function was compiled again, as it crosses to the window. */
import type { Answer, ExplainedRow } from './replay'

/** One compilation of a function: `0/2`. */
export interface Compilation {
  /** Index of its blob in the file. */
  readonly blob: number
  /** Which one it is, from 0. */
  readonly number: number
}

/** A call that was compiled for, put to a compilation that was there before. */
export interface Refusal {
  readonly before: Compilation
  /** Whether it takes the call, as far as the file holds that. */
  readonly check: Answer
  /** What refused it, in torch's words; empty where nothing did. */
  readonly refused: readonly string[]
  /** torch's class of the guard that refused it, or its manager's; empty where none did. */
  readonly guard: string
  readonly source: string
  /** Where that stands in the tree of `before`; null where it is not drawn. */
  readonly node: number | null
  /** What it wants against what came, part by part. */
  readonly explained: readonly ExplainedRow[]
  /** What the file does not hold of the call, so that it may have been refused before that. */
  readonly unknown: readonly string[]
  /** What the later one wants otherwise, in short: the first of `count`. */
  readonly sentences: readonly string[]
  readonly count: number
}

/** Each compilation but the first, against each before it, the latest first. */
export interface Recompiled {
  readonly of: Compilation
  readonly refusals: readonly Refusal[]
}

export interface Recompilations {
  /** Empty where the file does not name it. */
  readonly function: string
  readonly compilations: number
  readonly recompiled: readonly Recompiled[]
}
