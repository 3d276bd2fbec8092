/** A live process as its users see it, however it was reached. */
import type { LiveEnd, LiveMethod, LiveParams, LiveResult } from '../../shared/live-process'

export interface Live {
  /** Settles once, when all that it told has come. */
  readonly ended: Promise<LiveEnd>
  /** Rejects with a LiveError. */
  ask<M extends LiveMethod>(method: M, params: LiveParams<M>): Promise<LiveResult<M>>
  /** Ends what was started, lets go of what was attached to. */
  stop(): Promise<void>
}

export const text = (error: unknown): string => (error instanceof Error ? error.message : String(error))
