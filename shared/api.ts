/** What the window can ask of the main process, and what it is told. Implemented by the preload bridge over the contract in ipc.ts. */
import type { BlobSummary, DocumentError, DocumentInfo, OpenProgress } from './document'
import type { ReplayResult, SweepRequest } from './replay'
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
  /** Checks a scenario, given as JSON, against a blob. */
  replay(id: string, blob: number, scenario: string): Promise<Reply<ReplayResult>>
  /** Checks it at each size of one dimension; an index into OUTCOMES each. */
  sweep(id: string, blob: number, scenario: string, sweep: SweepRequest): Promise<Reply<Uint8Array>>
  writeClipboard(text: string): Promise<void>
  setTheme(theme: ThemeChoice): Promise<void>
  clearRecent(): Promise<void>
  /** The path behind a dropped File; empty if it has none. */
  pathForFile(file: File): string
  onProgress(listener: (progress: OpenProgress) => void): () => void
  /** Files to open that came from outside: a second start, the menu, the system. */
  onOpenPaths(listener: (paths: readonly string[]) => void): () => void
  /** A menu command (see ipc.ts for the names). */
  onCommand(listener: (command: string) => void): () => void
}
