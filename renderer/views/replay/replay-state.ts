/** What the store of a blob's scenarios holds, and what can be done with it. */
import type { GlobalStateRow, ReplayResult, ReplayRow, ScenarioChange, Suggestion } from '../../../shared/replay'

export interface ScenarioEntry {
  /** Never used twice. */
  readonly key: number
  /** What an editor of its text is known by: a copy that typing makes goes on in the editor it was typed in. */
  readonly editor: number
  readonly name: string
  /** JSON, as it is being edited. */
  readonly text: string
  /** What it came to; null until that is known. */
  readonly row: ReplayRow | null
  /** The values the blob was saved with: changing them makes a copy. */
  readonly own: boolean
}

/** Where the state came from that the GLOBAL_STATE guard is built from. */
export interface GuardState {
  readonly from: 'file' | 'clipboard' | 'document' | 'process'
  /** The file, the document, or the process. */
  readonly name: string
  readonly json: string
  /** The blob's own state against it; null where the blob has none. */
  readonly rows: readonly GlobalStateRow[] | null
}

/** The file beside the document. */
export interface ScenarioFileState {
  readonly path: string | null
  /** Whether there is something to save. */
  readonly dirty: boolean
  readonly error: string | null
}

export interface ReplayState {
  readonly scenarios: readonly ScenarioEntry[]
  /** Index into `scenarios`. */
  readonly current: number
  /** Another each time a scenario comes, goes or has another text. */
  readonly revision: number
  /** The current scenario's; null until it is known, and where it cannot be read. */
  readonly result: ReplayResult | null
  /** Of the current scenario; null until they are known. */
  readonly suggestions: readonly Suggestion[] | null
  /** Why the last change was not made; null where it was. */
  readonly refused: string | null
  /** null for the blob's own. */
  readonly guardState: GuardState | null
  readonly guardStateError: string | null
  readonly file: ScenarioFileState
  /** Reads the blob's own values and the scenarios beside it, once. */
  start(): void
  /** Reads the blob's own values again: its file is another. */
  reread(): Promise<void>
  choose(index: number): void
  /** Replaces the text of the current scenario; of the blob's own values, a copy. */
  edit(text: string): void
  /** Changes parts of the current scenario; of the blob's own values, a copy. */
  change(changes: readonly ScenarioChange[]): Promise<void>
  /** A scenario of its own out of the current one with parts changed. */
  derive(name: string, changes: readonly ScenarioChange[]): Promise<void>
  rename(name: string): void
  duplicate(): void
  remove(): void
  /** Takes in scenarios, each as JSON; the first comes to the front. */
  add(texts: readonly string[]): void
  /** Takes in the scenarios of a file. */
  openFile(path: string): Promise<void>
  /** Checks all of them again. */
  runAll(): Promise<void>
  /** Builds the GLOBAL_STATE guard from a state; null for the blob's own. */
  setGuardState(state: Omit<GuardState, 'rows'> | null): Promise<void>
  save(): Promise<void>
}
