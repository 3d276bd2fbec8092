/** What the window can ask of the main process, and what it is told. Implemented by the preload bridge over the contract in ipc.ts. */
import type { AlignedTrees } from './aligned-trees'
import type { BlobText, ReadBlobText } from './blob-text'
import type { BlobDiff } from './diff'
import type { DeviceReport, ProbeResult } from './device'
import type { BlobSummary, DocumentError, DocumentInfo, FileOnDisk, HistoryState, OpenProgress } from './document'
import type { EditChoices } from './edit-choices'
import type { EmulatedErrors } from './emulated'
import type { BlobFindings } from './findings'
import type { LiveState } from './live'
import type { Recompilations } from './recompilations'
import type {
  BlobCoverage,
  PrecisionAction,
  PrecisionChange,
  PrecisionPreview,
  PrecisionPython,
  PrecisionReading,
  PrecisionState,
} from './precision'
import type {
  LiveNews,
  LiveParams,
  LiveQuestion,
  LiveResult,
  LiveStart,
  LiveTarget,
  PrecisionReadings,
} from './live-process'
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
import type { Where } from './edit'
import type { LocalsTimes, Profile, ProfileFormat, ProfileOptions, Saving, TorchProfileOptions } from './overhead'
import type { EditPreview, ExpressionProblem, ReadLiteral } from './preview'
import type { ReportAsk } from './report'
import type { Choice, FilterCount, GuardSelection } from './selection'
import type { Problem, ProblemReport } from './problems'
import type { ChainStory, Trace, TracedNode, TracedTree } from './trace'
import type { Preferences } from './preferences'
import type { RecentFile } from './recent'
import type { SampleId } from './samples'
import type { Session } from './session'
import type { NodeDetail, TreeColumns, TreePatch } from './tree'
import type { Work } from './work'

export type ThemeChoice = Preferences['theme']

export interface AppState {
  readonly version: string
  readonly electron: string
  readonly platform: string
  readonly preferences: Preferences
  /** Those that are pinned, then the latest first. */
  readonly recent: readonly RecentFile[]
  /** Files to open at start (command line, or the sample). */
  readonly pending: readonly string[]
  /** Live processes that were started before, the last first. */
  readonly live: readonly LiveStart[]
  /** What was open when the window was last closed. */
  readonly session: Session | null
}

/** Every answer that can fail says so in its type: an error is shown, never thrown. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DocumentError }

/** A blob ready to draw. */
export interface OpenedBlob {
  readonly summary: BlobSummary
  readonly tree: TreeColumns
}

/** A blob after an edit: its tree, or what changed of the one that was told last. */
export interface EditedBlob {
  readonly opened: Omit<OpenedBlob, 'tree'> & { readonly tree: TreeColumns | TreePatch }
  readonly history: HistoryState
}

/** Edits of an earlier session that ended before they were saved. */
export interface UnsavedEdits {
  readonly blob: number
  readonly steps: readonly {
    readonly label: string
    /** As the command line's `edit` takes them. */
    readonly edits: readonly Json[]
  }[]
}

/** A document read again from its file. */
export interface Reloaded {
  readonly info: DocumentInfo
  /** The blobs with edits that were made again, and how many steps. */
  readonly edited: readonly { readonly blob: number; readonly position: number }[]
  /** The steps that could not be. */
  readonly refused: readonly { readonly label: string; readonly reason: string }[]
}

export interface GuardscopeApi {
  appState(): Promise<AppState>
  /** Shows the system's file dialog; the chosen paths, empty if cancelled. */
  chooseFiles(): Promise<readonly string[]>
  /** The same for a folder of logs. */
  chooseFolder(): Promise<readonly string[]>
  /** Reads and recognises a file on the worker. `id` is chosen by the window and names the document from then on. */
  openDocument(id: string, path: string): Promise<Reply<DocumentInfo>>
  /** Decodes and builds one blob of an open document. */
  openBlob(id: string, blob: number): Promise<Reply<OpenedBlob>>
  /** Stops what an opening document is doing; its pending replies come back as errors ("cancelled"). */
  cancel(id: string): Promise<void>
  /** Calls off a work that is under way: its reply is an error ("cancelled"), and the document is as it was before. */
  stopWork(id: string, work: Work): Promise<void>
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
  /** Their trees side by side. */
  diffTrees(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<AlignedTrees>>
  /** Why the function that a blob is of was compiled again, each time. */
  recompilations(id: string, blob: number): Promise<Reply<Recompilations>>
  /** What the doctor finds in a blob that this torch is to load; null for the one that saved it. */
  findings(id: string, blob: number, torch: string | null): Promise<Reply<BlobFindings>>
  /** Reads a torch log, or a folder of them; null where the file is none. It is closed and called off as a document is. */
  openTrace(id: string, path: string): Promise<Reply<Trace | null>>
  /** Why the function of a chain in an open log was compiled again. */
  traceStory(id: string, chain: number): Promise<Reply<ChainStory>>
  /** The guard tree of a compile in an open log; null where the log has none. */
  traceTree(id: string, compile: number): Promise<Reply<TracedTree | null>>
  /** All that an open log tells of a node of that tree. */
  traceNode(id: string, compile: number, node: number): Promise<Reply<TracedNode | null>>
  /** The precision settings as a new process of this torch has them; null for the latest that is known. */
  precisionStart(torch: string | null): Promise<Reply<PrecisionReading>>
  /**
   * What a process of this torch says, as a state with where each value comes from. `before`: a state that it was in, or
   * should be in now.
   */
  precisionOf(
    torch: string,
    readings: PrecisionReadings,
    before: PrecisionState | null,
  ): Promise<Reply<PrecisionReading>>
  /** What brings a process from one state to the other. */
  precisionActions(from: PrecisionState, to: PrecisionState): Promise<Reply<readonly PrecisionAction[]>>
  /** What a change of them would do. */
  precisionPreview(state: PrecisionState, change: PrecisionChange): Promise<Reply<PrecisionPreview>>
  /** The Python that brings a process from one state to the other. */
  precisionPython(from: PrecisionState, to: PrecisionState): Promise<Reply<PrecisionPython>>
  /** What going from one state to the other does to each of these blobs. */
  precisionBlobs(
    now: PrecisionState,
    then: PrecisionState,
    blobs: readonly { readonly document: string; readonly blob: number }[],
  ): Promise<Reply<readonly BlobCoverage[]>>
  /** Opens a page of torch's documentation in the browser; others are refused. */
  openPage(page: string): Promise<void>
  /** What each of torch's own filters would leave out of a blob. */
  guardFilters(id: string, blob: number): Promise<Reply<readonly FilterCount[]>>
  /** What a blob's guards cost with a call; null for the one that was saved. Progress comes as `measure`. */
  profile(id: string, blob: number, scenario: string | null, options: ProfileOptions): Promise<Reply<Profile>>
  /** What could be left out, and what that would save with this call; `scenarios` say what would pass unseen. */
  savings(
    id: string,
    blob: number,
    scenario: string | null,
    scenarios: readonly string[],
    own: Where | null,
  ): Promise<Reply<readonly Saving[]>>
  /** How long the ways to a frame's locals take in the engine, by the number of guards; on a document's thread. */
  timeLocals(id: string): Promise<Reply<readonly LocalsTimes[]>>
  /** Writes the last profile of a blob where the person says; null where that is nowhere. */
  exportProfile(id: string, blob: number, format: ProfileFormat): Promise<Reply<string | null>>
  /** How many bytes a report of a document has; `id` null for one of no file. A PDF's page is counted. */
  reportSize(id: string | null, ask: ReportAsk): Promise<Reply<number>>
  /** Writes a report where the person says; null where that is nowhere. */
  exportReport(id: string | null, ask: ReportAsk): Promise<Reply<string | null>>
  /** Guards chosen together, for a look before they are edited. */
  chooseGuards(id: string, blob: number, choice: Choice): Promise<Reply<GuardSelection>>
  /** The blob as a text to read and edit, as it stands. */
  documentText(id: string, blob: number): Promise<Reply<BlobText>>
  /** The edits that a changed text of the blob means, and what of it cannot be read. */
  readDocumentText(id: string, blob: number, text: string): Promise<Reply<ReadBlobText>>
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
  /** What edits of the blob can be made of. */
  editChoices(id: string, blob: number): Promise<Reply<EditChoices>>
  /** What edits would do to the answers of scenarios, without making them; none given are those of the call that was saved. */
  previewEdits(
    id: string,
    blob: number,
    edits: readonly Json[],
    scenarios: readonly string[],
    options: ReplayOptions,
  ): Promise<Reply<EditPreview>>
  /** Shape expressions as they are typed: what is wrong with each, null for one that is well. */
  parseExpressions(
    id: string,
    blob: number,
    exprs: readonly string[],
  ): Promise<Reply<readonly (ExpressionProblem | null)[]>>
  /** A Python literal as it is typed. */
  parseLiteral(id: string, text: string): Promise<Reply<ReadLiteral>>
  /** What a node's guard compares with, as a Python literal; null where none means it. */
  literalAt(id: string, blob: number, node: number): Promise<Reply<string | null>>
  /** Undoes or redoes to the point after so many steps. */
  jumpHistory(id: string, blob: number, position: number): Promise<Reply<EditedBlob>>
  /** Writes the document with its edits; to a place that the person is asked for where `as` is set. The path; null where none was chosen. */
  saveDocument(id: string, as: boolean): Promise<Reply<string | null>>
  /** Reads the document's file again; with `redo` the edits are made again on it. */
  reloadDocument(id: string, redo: boolean): Promise<Reply<Reloaded>>
  /** Lets what another program wrote be replaced when the document is saved; it is kept beside it then. */
  keepMine(id: string): Promise<Reply<null>>
  /** Edits that an earlier session did not save; asking for them is answered until they are saved or forgotten. */
  unsavedEdits(id: string): Promise<Reply<readonly UnsavedEdits[]>>
  forgetEdits(id: string): Promise<void>
  /** What NVML and the CUDA driver tell of the GPUs now; none is an answer too. */
  devices(): Promise<Reply<DeviceReport>>
  /** Runs the matmul on the CUDA device with this ordinal. */
  probeDevice(ordinal: number): Promise<Reply<ProbeResult>>
  /** The errors of the fp32 precisions by emulation. */
  emulatedErrors(): Promise<Reply<EmulatedErrors>>
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
  /** What went wrong, in this session and earlier ones. */
  problems(): Promise<ProblemReport>
  /** Writes down what went wrong in the page. */
  noteProblem(problem: Problem): Promise<void>
  /** Whether messages and whole paths are written down from now on. */
  writeDetails(on: boolean): Promise<void>
  /** Deletes the logs and the crash dumps. */
  deleteProblems(): Promise<void>
  /** Shows the logs in the system's own browser of files. */
  showProblemFolder(): Promise<void>
  /** Loads a blob as `liveLoad` does, and profiles a call by torch's own manager there. Progress comes as `measure`. */
  liveProfile(id: string, blob: number, scenario: string | null, options: TorchProfileOptions): Promise<Reply<Profile>>
  writeClipboard(text: string): Promise<void>
  changeSettings(change: Partial<Preferences>): Promise<void>
  /** The settings as the file has them. */
  settingsText(): Promise<string>
  /** Takes a whole text of settings; one that does not fit changes nothing. */
  applySettings(text: string): Promise<Reply<Preferences>>
  /** Forgets the recent files that are not pinned. */
  clearRecent(): Promise<void>
  pinRecent(path: string, pinned: boolean): Promise<void>
  forgetRecent(path: string): Promise<void>
  /** Those of the paths that are not there. */
  missingFiles(paths: readonly string[]): Promise<readonly string[]>
  /** A copy of a sample, to open; its path. */
  openSample(id: SampleId): Promise<Reply<string>>
  /** Opens another window, with these files. */
  newWindow(paths: readonly string[]): Promise<void>
  keepSession(session: Session): Promise<void>
  /** Says that long work is done, by the system's own means, while another program is in front and the person wants it. */
  tellDone(title: string, body: string): Promise<void>
  /** Drags the file of an open document out of the window. */
  dragOut(id: string): Promise<void>
  /** The path behind a dropped File; empty if it has none. */
  pathForFile(file: File): string
  onProgress(listener: (progress: OpenProgress) => void): () => void
  onPreferences(listener: (preferences: Preferences) => void): () => void
  onRecent(listener: (recent: readonly RecentFile[]) => void): () => void
  /** Files to open that came from outside: a second start, the menu, the system. */
  onOpenPaths(listener: (paths: readonly string[]) => void): () => void
  /** The file of an open document changed on disk, went, or is again what it was. */
  onFileOnDisk(listener: (file: FileOnDisk) => void): () => void
  /** The state of the live process, each time it is told; null once the process is gone. */
  onLiveState(listener: (state: LiveState | null) => void): () => void
  /** What the live process tells, in its order; `exit` is the last. */
  onLive(listener: (news: LiveNews) => void): () => void
  /** A menu command (see ipc.ts for the names). */
  onCommand(listener: (command: string) => void): () => void
}
