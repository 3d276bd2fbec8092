/** What the guards of a blob cost, by the rows of its tree: measured in the engine, or elsewhere by the same rows. */
import type { Answer } from './replay'
import type { Where } from './edit'

/** Whose time it is. Times of one are never those of another. */
export type Origin =
  /** This engine, in one build of V8. */
  | { readonly kind: 'engine'; readonly v8: string }
  /** torch's own manager in a process. */
  | TorchOrigin

export interface TorchOrigin {
  readonly kind: 'torch'
  readonly torch: string
  readonly pid: number
  /** Whether its own `profile_guard_manager` walks the caches out. */
  readonly evicts: boolean
  /** Whether the script was at work meanwhile. */
  readonly busy: boolean
}

/** Times in nanoseconds; one entry a row where it is of rows, NaN where that was not measured. */
export interface Costs {
  /** Whole checks, one after the other, with nothing put into them. */
  readonly runs: Float64Array
  /** Of a manager: the way to it and its own work; of a guard: its test. */
  readonly own: Float64Array
  /** The way to a manager alone: its part of `own`. */
  readonly access: Float64Array
  /** With all below. */
  readonly total: Float64Array
  /** Standard errors of `own` and of `total`. */
  readonly ownError: Float64Array
  readonly totalError: Float64Array
  readonly method: Method
}

/** How the times of rows were told from the times of checks. */
export type Method = InPieces | LeftOut

/** Checks were timed in pieces. */
export interface InPieces {
  readonly kind: 'pieces'
  /** Checks that were timed in pieces, beside `runs`. */
  readonly pieced: number
  /** Pieces that such a check had, on average. */
  readonly pieces: number
  /** What reading the clock once takes. */
  readonly clock: number
  /** What is taken off each piece: the clock, and what the processor could not do at once because of it. */
  readonly takenOff: number
  /** All pieces together over a whole check, the clock alone taken off. */
  readonly apart: number
  /** Bytes that were walked before each check; 0 for warm ones. */
  readonly evicted: number
}

/** Managers without some guards were timed against the whole one, in turns. */
export interface LeftOut {
  readonly kind: 'left-out'
  /** Rows that were left out with all below, and the turns of each. */
  readonly groups: number
  readonly turns: number
  /** Checks that one run is the mean of. */
  readonly perRun: number
  /** What asking a manager without guards takes from outside: a part of each check, of no row; 0 where that is not in it. */
  readonly calling: number
  readonly evicted: number
}

/** What became of a row in the checks that were timed. */
export const REACHES = ['never', 'always', 'first'] as const
/** `first`: in a first check alone; from then on its dict had not changed, and it was not asked again. */
export type Reach = (typeof REACHES)[number]

export interface Profile {
  readonly origin: Origin
  readonly scenario: string
  readonly answer: Answer
  /** Index into REACHES. */
  readonly reached: Uint8Array
  readonly warm: Costs
  readonly cold: Costs
  /** Milliseconds that all of it took. */
  readonly took: number
}

export interface ProfileRuns {
  readonly warm: number
  readonly cold: number
}
export const DEFAULT_RUNS: ProfileRuns = { warm: 1000, cold: 100 }

/** The median of whole checks with and without some guards, in nanoseconds. */
export interface Saved {
  readonly before: number
  readonly after: number
}

/** One thing that could be done about the cost. */
export interface Saving {
  /** A filter's name, or one word for what else is left out. */
  readonly name: string
  readonly words: string
  /** What chooses the guards, as `drop-guards` takes it; null where there are none. */
  readonly where: Where | null
  readonly dropped: number
  readonly total: number
  /** Null where nothing would be dropped. */
  readonly warm: Saved | null
  readonly cold: Saved | null
  readonly unsound: string
  /** Scenarios that are refused now and would pass. */
  readonly flips: readonly string[]
  /** What the doctor would find besides. */
  readonly findings: readonly string[]
}

/** A profile by torch's own manager in the live process. */
export interface TorchProfileOptions {
  readonly runs: ProfileRuns
  /** How long leaving out guards may take; 0 for whole checks alone. */
  readonly seconds: number
}
export const DEFAULT_TORCH_OPTIONS: TorchProfileOptions = { runs: { warm: 400, cold: 60 }, seconds: 20 }

/** Nanoseconds of a check's guards by one way to the locals, once a turn. */
export interface LocalsWay {
  readonly way: LocalsWayName
  readonly runs: readonly number[]
}
/**
 * `index`: as they lie in the frame; `name`: by name where the engine holds them; `dict`: by name in a dict that is made of
 * them for the check; `ready`: by name in a dict that is there already.
 */
export const LOCALS_WAYS = ['index', 'name', 'dict', 'ready'] as const
export type LocalsWayName = (typeof LOCALS_WAYS)[number]
export interface LocalsTimes {
  /** As many as locals. */
  readonly guards: number
  readonly ways: readonly LocalsWay[]
}
export const LOCALS_COUNTS = [1, 10, 100, 1000, 5000] as const
export const LOCALS_TURNS = 41

export interface ProfileOptions {
  /** Of the blob as it was opened, before it was edited. */
  readonly original: boolean
  readonly runs: ProfileRuns
}

/** The formats in which a profile goes to other programs. */
export const PROFILE_FORMATS = ['speedscope', 'trace'] as const
export type ProfileFormat = (typeof PROFILE_FORMATS)[number]
