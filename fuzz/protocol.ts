/** What the runner and its processes tell each other. */

/** The first message to a process. */
export interface Start {
  readonly do: 'start'
  /** The project's folder. */
  readonly root: string
  /** A file in which the process notes what it is at, as two doubles: the input's number (-1: none), and when it was begun, in ms of Date.now(). */
  readonly status: string
}
export const STATUS_BYTES = 16

export type Job =
  | {
      readonly do: 'inputs'
      readonly target: string
      readonly seed: number
      readonly from: number
      readonly to: number
    }
  | { readonly do: 'one'; readonly target: string; readonly input: Uint8Array }
  | { readonly do: 'make'; readonly target: string; readonly seed: number; readonly index: number }
  /** Makes an input smaller that fails like this. */
  | {
      readonly do: 'minimise'
      readonly target: string
      readonly input: Uint8Array
      readonly failure: Failure
      readonly ms: number
    }

export type FailureKind = 'crash' | 'hang' | 'memory'

export interface Failure {
  readonly kind: FailureKind
  /** One line. */
  readonly message: string
  /** Where it was thrown, in the sources; failures of one place count as one. */
  readonly place: string
}

/** How one input went. */
export interface Outcome {
  readonly read: boolean
  readonly ms: number
  /** Bytes on and off the heap, after the input. */
  readonly memory: number
  readonly failure: Failure | null
}

export interface FailedInput {
  readonly target: string
  readonly index: number
  readonly input: Uint8Array
  readonly failure: Failure
}

export type Report =
  | {
      readonly of: 'inputs'
      readonly inputs: number
      readonly read: number
      readonly slowest: { readonly ms: number; readonly index: number }
      readonly memory: number
      readonly failed: readonly FailedInput[]
    }
  | { readonly of: 'one'; readonly outcome: Outcome }
  | { readonly of: 'made'; readonly input: Uint8Array }

/** A reader that takes longer hangs. */
export const LIMIT_MS = 1000
/** Off the heap, for one input: none is larger than 256 KiB. */
export const LIMIT_BYTES = 256 * 1024 * 1024
/** Of a process's heap. */
export const HEAP_MB = 384
