/** What the main process and a document's worker say to each other. */
import type { OpenedBlob, Reply } from '../../shared/api'
import type { DocumentError, OpenProgress } from '../../shared/document'
import type { ReplayResult, SweepRequest } from '../../shared/replay'
import type { NodeDetail } from '../../shared/tree'
import type { GuardDocument } from './document'

/** A question, and the type of its answer. */
export interface Questions {
  open: { readonly ask: { readonly bytes: Uint8Array<ArrayBuffer> }; readonly answer: GuardDocument['info'] }
  blob: { readonly ask: { readonly blob: number }; readonly answer: OpenedBlob }
  detail: { readonly ask: { readonly blob: number; readonly node: number }; readonly answer: NodeDetail }
  text: { readonly ask: { readonly blob: number }; readonly answer: string }
  ownScenario: { readonly ask: { readonly blob: number }; readonly answer: string }
  replay: { readonly ask: { readonly blob: number; readonly scenario: string }; readonly answer: ReplayResult }
  sweep: {
    readonly ask: { readonly blob: number; readonly scenario: string; readonly sweep: SweepRequest }
    readonly answer: Uint8Array
  }
}
export type Question = keyof Questions

export type ToWorker = {
  readonly [Q in Question]: { readonly serial: number; readonly question: Q } & Questions[Q]['ask']
}[Question]

export type FromWorker =
  | { readonly type: 'answer'; readonly serial: number; readonly reply: Reply<Questions[Question]['answer']> }
  | { readonly type: 'progress'; readonly phase: OpenProgress['phase']; readonly fraction: number }

/** One line a person can act on, out of whatever was thrown. */
export function toDocumentError(thrown: unknown): DocumentError {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const message = text.split('\n', 1)[0]?.trim() || 'failed without a word'
  const offset: unknown = typeof thrown === 'object' && thrown !== null && 'offset' in thrown ? thrown.offset : null
  if (typeof offset === 'bigint') return { message, offset: Number(offset) }
  return { message, offset: typeof offset === 'number' ? offset : null }
}
