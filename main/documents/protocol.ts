/** What the main process and a document's worker say to each other. */
import type { EditedBlob, OpenedBlob, Reply } from '../../shared/api'
import type { AlignedTrees } from '../../shared/aligned-trees'
import type { BlobText, ReadBlobText } from '../../shared/blob-text'
import type { BlobDiff } from '../../shared/diff'
import type { DocumentError, OpenProgress } from '../../shared/document'
import type { EditChoices } from '../../shared/edit-choices'
import type { BlobFindings } from '../../shared/findings'
import type { Recompilations } from '../../shared/recompilations'
import type { EditPreview, ExpressionProblem, ReadLiteral } from '../../shared/preview'
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
import type { Where } from '../../shared/edit'
import type { LocalsTimes, Profile, ProfileFormat, ProfileOptions, Saving } from '../../shared/overhead'
import type { NodeDetail, TreeColumns } from '../../shared/tree'
import type { Choice, FilterCount, GuardSelection } from '../../shared/selection'
import type { ReportAsk } from '../../shared/report'
import type { TreeDigest } from '../diff/digest'
import { EditRefused } from '../engine/edit/refused'
import type { ReportPrecision } from '../report/model'
import type { GuardDocument } from './document'
import type { TimedCall } from './guard-rows'
import type { LoggedBlob } from './edit-log'

/** What a document's thread makes a report of. */
export interface ReportQuestion {
  readonly path: string
  readonly ask: ReportAsk
  /** The blob it is compared with, with what that is called. */
  readonly against: { readonly path: string; readonly blob: number; readonly digest: TreeDigest } | null
  readonly precision: ReportPrecision | null
}

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
  open: { readonly ask: { readonly bytes: Uint8Array }; readonly answer: GuardDocument['info'] }
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
  /** The global state it was saved with, and whether it has a guard that holds one. */
  heldState: OfBlob<unknown, { readonly state: string | null; readonly guarded: boolean }>
  compareGlobalState: OfBlob<{ readonly state: string }, readonly GlobalStateRow[]>
  edit: OfBlob<{ readonly edits: readonly Json[]; readonly label: string }, EditedBlob>
  editChoices: OfBlob<unknown, EditChoices>
  /** What edits would do to the answers of scenarios; of the call that was saved where none are given. */
  previewEdits: OfBlob<
    { readonly edits: readonly Json[]; readonly scenarios: readonly string[] } & WithOptions,
    EditPreview
  >
  parseExpressions: OfBlob<{ readonly exprs: readonly string[] }, readonly (ExpressionProblem | null)[]>
  parseLiteral: { readonly ask: { readonly text: string }; readonly answer: ReadLiteral }
  /** What a node's guard compares with, as a Python literal. */
  literalAt: OfBlob<{ readonly node: number }, string | null>
  jump: OfBlob<{ readonly position: number }, EditedBlob>
  /** The blob as it stands, edited or not, to load elsewhere: base64, and the frame's variables where they are known. */
  bare: OfBlob<unknown, { readonly blob: string; readonly locals: readonly string[] | null }>
  /**
   * Writes the file with its edits. `over`: it is the document's own; `keepAll`: what lies there is kept under a name
   * that is free. The answer has what lies in the document's own place now; null where that was not written.
   */
  save: {
    readonly ask: { readonly path: string; readonly over: boolean; readonly keepAll: boolean }
    readonly answer: { readonly path: string; readonly onDisk: Uint8Array | null }
  }
  /** Does again what was done on a thread that is gone. `onDisk`: what the file holds, where it is not as it was opened. */
  restore: {
    readonly ask: { readonly blobs: readonly LoggedBlob[]; readonly onDisk: Uint8Array | null }
    readonly answer: null
  }
  /** The file holds something else now: nothing of the histories is on disk. */
  part: { readonly ask: { readonly onDisk: Uint8Array }; readonly answer: null }
  /** What another thread needs to compare the blob with one of its own. `original`: as it was opened. */
  digest: OfBlob<{ readonly original: boolean }, TreeDigest>
  diff: OfBlob<{ readonly other: TreeDigest }, BlobDiff>
  columns: OfBlob<{ readonly original: boolean }, TreeColumns>
  diffTrees: OfBlob<{ readonly other: TreeDigest; readonly tree: TreeColumns }, AlignedTrees>
  /** Why the blob's function was compiled again. */
  recompilations: OfBlob<unknown, Recompilations>
  /** `torch`: the one that is to load it; null for the one that saved it. */
  findings: OfBlob<{ readonly torch: string | null }, BlobFindings>
  /** What each of torch's filters leaves out. */
  guardFilters: OfBlob<unknown, readonly FilterCount[]>
  /** `scenario` null: the call that was saved. */
  profile: OfBlob<{ readonly scenario: string | null; readonly options: ProfileOptions }, Profile>
  /** The ways to a frame's locals, by the number of guards. */
  timeLocals: { readonly ask: Readonly<Record<string, never>>; readonly answer: readonly LocalsTimes[] }
  /** What a live process needs to time the blob's guards. */
  timedCall: OfBlob<{ readonly scenario: string | null }, TimedCall>
  savings: OfBlob<
    { readonly scenario: string | null; readonly scenarios: readonly string[]; readonly own: Where | null },
    readonly Saving[]
  >
  /** The last profile of the blob as a file of that format. */
  exportProfile: OfBlob<{ readonly name: string; readonly format: ProfileFormat }, string>
  /** A report as the text of its file. */
  report: { readonly ask: ReportQuestion; readonly answer: string }
  chooseGuards: OfBlob<{ readonly choice: Choice }, GuardSelection>
  /** The blob as a text to edit, and what a changed one means. */
  documentText: OfBlob<unknown, BlobText>
  readDocumentText: OfBlob<{ readonly text: string }, ReadBlobText>
  /** The scenarios in a file's bytes, each as JSON to edit. */
  readScenarios: { readonly ask: { readonly file: Uint8Array }; readonly answer: readonly string[] }
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
  if (thrown instanceof EditRefused && thrown.index >= 0) return { message, offset: null, edit: thrown.index }
  return { message, offset: typeof offset === 'number' ? offset : null }
}
