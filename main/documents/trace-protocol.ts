/** What the main process and the worker of a torch log say to each other. */
import type { Reply } from '../../shared/api'
import type { ReportAsk } from '../../shared/report'
import type { ChainStory, Trace, TracedNode, TracedTree } from '../../shared/trace'
import type { ReportPrecision } from '../report/model'

export interface TraceQuestions {
  open: { readonly ask: { readonly path: string }; readonly answer: Trace }
  story: { readonly ask: { readonly chain: number }; readonly answer: ChainStory }
  /** A report as the text of its file. */
  report: {
    readonly ask: { readonly ask: ReportAsk; readonly precision: ReportPrecision | null }
    readonly answer: string
  }
  tree: { readonly ask: { readonly compile: number }; readonly answer: TracedTree | null }
  node: { readonly ask: { readonly compile: number; readonly node: number }; readonly answer: TracedNode | null }
}
export type TraceQuestion = keyof TraceQuestions

export type ToTraceWorker = {
  readonly [Q in TraceQuestion]: { readonly serial: number; readonly question: Q } & TraceQuestions[Q]['ask']
}[TraceQuestion]

export type FromTraceWorker =
  | { readonly type: 'answer'; readonly serial: number; readonly reply: Reply<TraceQuestions[TraceQuestion]['answer']> }
  | { readonly type: 'progress'; readonly fraction: number }
