/** What the window can ask of the main process, and what it is told. Implemented by the preload bridge over the contract in ipc.ts. */
import type { BlobDiff } from './diff'
import type { BlobSummary, DocumentError, DocumentInfo, HistoryState, OpenProgress } from './document'
import type { BlobFindings } from './findings'
import type { LiveState } from './live'
import type { LiveNews, LiveParams, LiveQuestion, LiveResult, LiveTarget } from './live-process'
import type {
  GlobalStateRow,
  Json,
  ReplayOptions,
  ReplayResult,
  ReplayRow,
  ScenarioChange,
  ScenarioList,
  Suggestion,
  SweepAxis,
  SweepResult,
} from './replay'
import type { NodeDetail, TreeColumns } from './tree'

export type ThemeChoice = 'system' | 'dark' | 'light'

export interface AppState {
  readonly version: string
  readonly electron: string
  readonly platform: string
  readonly theme: ThemeChoice
  /** Paths, latest first. */
  readonly recent: readonly string[]
  /** Files to open at start (command line, or the sample). */
  readonly pending: readonly string[]
}

/** Every answer that can fail says so in its type: an error is shown, never thrown. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DocumentError }

/** A blob ready to draw. */
export interface OpenedBlob {
  readonly summary: BlobSummary
  readonly tree: TreeColumns
}

/** A blob after an edit. */
export interface EditedBlob {
  readonly opened: OpenedBlob
  readonly history: HistoryState
}

/** Edits of an earlier session that ended before they were saved. */
export interface UnsavedEdits {
  readonly blob: number
  /** As the command line's `edit` takes them. */
  readonly edits: readonly Json[]
}

export interface GuardscopeApi {
  appState(): Promise<AppState>
  /** Shows the system's file dialog; the chosen paths, empty if cancelled. */
  chooseFiles(): Promise<readonly string[]>
  /** Reads and recognises a file on the worker. `id` is chosen by the window and names the document from then on. */
  openDocument(id: string, path: string): Promise<Reply<DocumentInfo>>
  /** Decodes and builds one blob of an open document. */
  openBlob(id: string, blob: number): Promise<Reply<OpenedBlob>>
  /** Stops what an opening document is doing; its pending replies come back as errors ("cancelled"). */
  cancel(id: string): Promise<void>
  closeDocument(id: string): Promise<void>
  nodeDetail(id: string, blob: number, node: number): Promise<Reply<NodeDetail>>
  /** The whole tree as torch prints it. */
  treeText(id: string, blob: number): Promise<Reply<string>>
  /** The values the blob was saved with, as a scenario's JSON. */
  ownScenario(id: string, blob: number): Promise<Reply<string>>
  /** The scenario with parts of it changed, as JSON. */
  changeScenario(id: string, blob: number, scenario: string, changes: readonly ScenarioChange[]): Promise<Reply<string>>
  /** Checks a scenario, given as JSON, against a blob. */
  replay(id: string, blob: number, scenario: string, options: ReplayOptions): Promise<Reply<ReplayResult>>
  /** Checks many, a line each; one that cannot be read is a line with its error. */
  replayAll(
    id: string,
    blob: number,
    scenarios: readonly string[],
    options: ReplayOptions,
  ): Promise<Reply<readonly ReplayRow[]>>
  /** Checks it at each value of one axis, or at each pair of two. */
  sweep(
    id: string,
    blob: number,
    scenario: string,
    axes: readonly SweepAxis[],
    options: ReplayOptions,
  ): Promise<Reply<SweepResult>>
  /** What would make a failing scenario pass, the smallest change first; empty for one that passes. */
  suggest(id: string, blob: number, scenario: string, options: ReplayOptions): Promise<Reply<readonly Suggestion[]>>
  /** The global state that the blob was saved with, as `GlobalStateGuard.__getstate__()` writes it; null where it has none. */
  globalState(id: string, blob: number): Promise<Reply<string | null>>
  /** The blob's own global state against another, given as JSON. */
  compareGlobalState(id: string, blob: number, state: string): Promise<Reply<readonly GlobalStateRow[]>>
  /** A blob (side a) against a blob of the same or another open document (side b). */
  diffBlobs(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<BlobDiff>>
  /** What the doctor finds in a blob that this torch is to load; null for the one that saved it. */
  findings(id: string, blob: number, torch: string | null): Promise<Reply<BlobFindings>>
  /** The scenarios in a file, JSON or gzipped. */
  readScenarios(id: string, path: string): Promise<Reply<ScenarioList>>
  /** The scenarios that lie beside the document for a blob, or were kept unsaved; null where there are none. */
  savedScenarios(id: string, blob: number): Promise<Reply<ScenarioList | null>>
  /** Keeps scenarios that are not saved for the next session, should this one end. */
  keepScenarios(id: string, blob: number, scenarios: readonly string[]): Promise<void>
  /** Writes them beside the document, whole or not at all; the path. */
  saveScenarios(id: string, blob: number, scenarios: readonly string[]): Promise<Reply<string>>
  readClipboard(): Promise<string>
  /** Applies edits, given as the command line's `edit` takes them, as one step; one that is refused leaves all as it was. */
  editBlob(id: string, blob: number, edits: readonly Json[], label: string): Promise<Reply<EditedBlob>>
  /** Undoes or redoes to the point after so many steps. */
  jumpHistory(id: string, blob: number, position: number): Promise<Reply<EditedBlob>>
  /** Writes the document with its edits; to a place that the person is asked for where `as` is set. The path; null where none was chosen. */
  saveDocument(id: string, as: boolean): Promise<Reply<string | null>>
  /** Edits that an earlier session did not save; asking for them is answered until they are saved or forgotten. */
  unsavedEdits(id: string): Promise<Reply<readonly UnsavedEdits[]>>
  forgetEdits(id: string): Promise<void>
  /**
   * Starts a live process or attaches to one, in the place of the one there was; what becomes of it is told by `onLive`. Before
   * a command is run for the first time the person is asked, by the main process: the page alone starts nothing.
   */
  liveStart(target: LiveTarget): Promise<Reply<null>>
  /** Ends a process that was started, lets go of one that was attached to. */
  liveStop(): Promise<void>
  liveAsk<Q extends LiveQuestion>(method: Q, params: LiveParams<Q>): Promise<Reply<LiveResult<Q>>>
  /**
   * Loads an open blob, edited or not, into the live process under the document's id, which executes what is in it: the person
   * is asked, once for each file and process.
   */
  liveLoad(id: string, blob: number): Promise<Reply<LiveResult<'load'>>>
  writeClipboard(text: string): Promise<void>
  setTheme(theme: ThemeChoice): Promise<void>
  clearRecent(): Promise<void>
  /** The path behind a dropped File; empty if it has none. */
  pathForFile(file: File): string
  onProgress(listener: (progress: OpenProgress) => void): () => void
  /** Files to open that came from outside: a second start, the menu, the system. */
  onOpenPaths(listener: (paths: readonly string[]) => void): () => void
  /** The state of the live process, each time it is told; null once the process is gone. */
  onLiveState(listener: (state: LiveState | null) => void): () => void
  /** What the live process tells, in its order; `exit` is the last. */
  onLive(listener: (news: LiveNews) => void): () => void
  /** A menu command (see ipc.ts for the names). */
  onCommand(listener: (command: string) => void): () => void
}
