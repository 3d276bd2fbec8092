/** What the main process and a document's worker say to each other. */
import type { EditedBlob, OpenedBlob, Reply } from '../../shared/api'
import type { BlobDiff } from '../../shared/diff'
import type { DocumentError, OpenProgress } from '../../shared/document'
import type { BlobFindings } from '../../shared/findings'
import type {
  GlobalStateRow,
  Json,
  ReplayOptions,
  ReplayResult,
  ReplayRow,
  ScenarioChange,
  Suggestion,
  SweepAxis,
  SweepResult,
} from '../../shared/replay'
import type { NodeDetail } from '../../shared/tree'
import type { TreeDigest } from '../diff/digest'
import type { GuardDocument } from './document'
import type { BlobEdits } from './edit-session'

/** A question about a blob, and the type of its answer. */
interface OfBlob<Content, Answer> {
  readonly ask: { readonly blob: number } & Content
  readonly answer: Answer
}
type OfScenario<Content, Answer> = OfBlob<{ readonly scenario: string } & Content, Answer>
interface WithOptions {
  readonly options: ReplayOptions
}

/** Each question with the type of its answer. */
export interface Questions {
  open: { readonly ask: { readonly bytes: Uint8Array<ArrayBuffer> }; readonly answer: GuardDocument['info'] }
  blob: OfBlob<unknown, OpenedBlob>
  detail: OfBlob<{ readonly node: number }, NodeDetail>
  text: OfBlob<unknown, string>
  ownScenario: OfBlob<unknown, string>
  changeScenario: OfScenario<{ readonly changes: readonly ScenarioChange[] }, string>
  replay: OfScenario<WithOptions, ReplayResult>
  replayAll: OfBlob<{ readonly scenarios: readonly string[] } & WithOptions, readonly ReplayRow[]>
  sweep: OfScenario<{ readonly axes: readonly SweepAxis[] } & WithOptions, SweepResult>
  suggest: OfScenario<WithOptions, readonly Suggestion[]>
  globalState: OfBlob<unknown, string | null>
  compareGlobalState: OfBlob<{ readonly state: string }, readonly GlobalStateRow[]>
  edit: OfBlob<{ readonly edits: readonly Json[]; readonly label: string }, EditedBlob>
  jump: OfBlob<{ readonly position: number }, EditedBlob>
  /** The blob as it stands, edited or not, to load elsewhere: base64, and the frame's variables where they are known. */
  bare: OfBlob<unknown, { readonly blob: string; readonly locals: readonly string[] | null }>
  /** The edits that are not saved, and a digest of the file they are of. */
  edits: { readonly ask: object; readonly answer: { readonly digest: string; readonly edits: readonly BlobEdits[] } }
  /** Writes the file with its edits; the path. `over`: it is the document's own. */
  save: { readonly ask: { readonly path: string; readonly over: boolean }; readonly answer: string }
  /** What another thread needs to compare the blob with one of its own. `original`: as it was opened. */
  digest: OfBlob<{ readonly original: boolean }, TreeDigest>
  diff: OfBlob<{ readonly other: TreeDigest }, BlobDiff>
  /** `torch`: the one that is to load it; null for the one that saved it. */
  findings: OfBlob<{ readonly torch: string | null }, BlobFindings>
  /** The scenarios in a file's bytes, each as JSON to edit. */
  readScenarios: { readonly ask: { readonly file: Uint8Array<ArrayBuffer> }; readonly answer: readonly string[] }
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
