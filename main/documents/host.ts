/**
 * The open files, each on a worker thread of its own.
 *
 * One thread a document and not a pool: cancelling, a bomb or a crash ends one file's work and no other's, two files
 * open at once on two cores, and what a thread costs idle (measured: about 7 MB) is less than what a document holds.
 * One spare thread stands ready, so that a file does not wait for its start. A document whose thread is gone is read
 * again when it is asked next.
 */
import { basename } from 'node:path'
import type { EditedBlob, OpenedBlob, Reply } from '../../shared/api'
import type { AlignedTrees } from '../../shared/aligned-trees'
import type { BlobDiff } from '../../shared/diff'
import type { DocumentInfo, OpenProgress } from '../../shared/document'
import { CANCELLED } from '../../shared/ipc'
import type { Json, ScenarioList } from '../../shared/replay'
import type { BlobEdits } from './edit-session'
import { KeptEdits } from './kept-edits'
import { toDocumentError } from './protocol'
import type { Question, Questions } from './protocol'
import { readWhole } from './read-file'
import { ScenarioFiles } from './scenario-files'
import { WorkerClient, failed } from './worker-client'

export interface HostOptions {
  /** The built worker. */
  readonly script: string
  readonly onProgress: (progress: OpenProgress) => void
  /** Where scenarios and edits that are not saved are kept for the next session; left out, they are not. */
  readonly keep?: string
  readonly heapLimitMb?: number
  /** Largest file, in bytes. */
  readonly sizeLimit?: number
}

/** Largest file of scenarios, in bytes. */
const SCENARIOS_LIMIT = 256 * 1024 * 1024

/** One file on its way to being open, or open. */
interface Session {
  readonly path: string
  /** Null until the window has named it. */
  id: string | null
  readonly worker: WorkerClient
  readonly reading: AbortController
  readonly opened: Promise<Reply<Questions['open']['answer']>>
  /** Blobs asked for before the window did. */
  readonly early: Map<number, Promise<Reply<OpenedBlob>>>
}

export class DocumentHost {
  private readonly sessions = new Map<string, Session>()
  private readonly paths = new Map<string, string>()
  private readonly early = new Map<string, Session>()
  private spare: WorkerClient | null = null
  private readonly scenarioFiles: ScenarioFiles
  private readonly keptEdits: KeptEdits
  /** Of each document, what is not saved. */
  private readonly edits = new Map<string, readonly BlobEdits[]>()

  constructor(private readonly options: HostOptions) {
    this.scenarioFiles = new ScenarioFiles(options.keep ?? null)
    this.keptEdits = new KeptEdits(options.keep ?? null)
  }

  /** Paths of the open documents, in the order they were opened. */
  get openPaths(): readonly string[] {
    return [...this.paths.values()]
  }

  /** Starts a thread that the next file will use. */
  prepare(): void {
    this.spare ??= this.newWorker()
  }

  /** Reads and decodes a file before the window is there to ask for it. */
  openEarly(path: string): void {
    const session = this.start(path)
    this.early.set(path, session)
    session.early.set(
      0,
      session.opened.then((reply) => (reply.ok ? session.worker.ask('blob', { blob: 0 }) : reply)),
    )
  }

  async open(id: string, path: string): Promise<Reply<DocumentInfo>> {
    this.close(id)
    this.paths.set(id, path)
    const session = this.attach(id, path)
    const reply = await session.opened
    // a document that could not be opened is none: it holds no thread
    if (!reply.ok && this.sessions.get(id) === session) this.close(id)
    if (!reply.ok) return reply
    return { ok: true, value: { ...reply.value, id, path, name: basename(path) } }
  }

  async openBlob(id: string, blob: number): Promise<Reply<OpenedBlob>> {
    const session = this.sessions.get(id)
    const early = session?.early.get(blob)
    if (session && early) {
      session.early.delete(blob)
      const reply = await early
      if (reply.ok || !session.worker.alive) return reply
    }
    return this.ask(id, 'blob', { blob })
  }

  /** Asks the document's worker; a document whose worker is gone is read again. */
  async ask<Q extends Question>(
    id: string,
    question: Q,
    content: Questions[Q]['ask'],
  ): Promise<Reply<Questions[Q]['answer']>> {
    const path = this.paths.get(id)
    if (path === undefined) return failed('this file is not open')
    const known = this.sessions.get(id)
    const session = known?.worker.alive ? known : this.attach(id, path)
    const opened = await session.opened
    if (!opened.ok) return opened
    // the thread that knew of the edits is gone: this one makes them again
    if (known?.worker.alive !== true) await this.redo(id, session)
    return session.worker.ask(question, content)
  }

  /** Applies edits, given as JSON, as one step of a blob's history. */
  editBlob(id: string, blob: number, edits: readonly Json[], label: string): Promise<Reply<EditedBlob>> {
    return this.keeping(id, this.ask(id, 'edit', { blob, edits, label }))
  }

  jumpHistory(id: string, blob: number, position: number): Promise<Reply<EditedBlob>> {
    return this.keeping(id, this.ask(id, 'jump', { blob, position }))
  }

  /** The answer does not wait until the edits are kept: that is under way when the window has it. */
  private keeping(id: string, edited: Promise<Reply<EditedBlob>>): Promise<Reply<EditedBlob>> {
    void edited.then((reply) => (reply.ok ? this.keepEdits(id) : undefined))
    return edited
  }

  /** Writes a document with its edits: in its own place, or as a copy to `path`. */
  async save(id: string, path: string | null): Promise<Reply<string>> {
    const own = this.paths.get(id)
    if (own === undefined) return failed('this file is not open')
    const reply = await this.ask(id, 'save', { path: path ?? own, over: path === null })
    if (reply.ok && path === null) await this.keepEdits(id)
    return reply
  }

  /** Edits that an earlier session kept and nobody saved; of a file that has changed since, none. */
  async unsavedEdits(id: string): Promise<Reply<readonly BlobEdits[]>> {
    const path = this.paths.get(id)
    const kept = path === undefined ? null : await this.keptEdits.read(path)
    if (kept === null) return { ok: true, value: [] }
    const now = await this.ask(id, 'edits', {})
    if (!now.ok) return now
    return { ok: true, value: now.value.digest === kept.digest && now.value.edits.length === 0 ? kept.edits : [] }
  }

  async forgetEdits(id: string): Promise<void> {
    const path = this.paths.get(id)
    if (path !== undefined) await this.keptEdits.forget(path)
  }

  private async keepEdits(id: string): Promise<void> {
    const path = this.paths.get(id)
    const reply = await this.ask(id, 'edits', {})
    if (path === undefined || !reply.ok) return
    this.edits.set(id, reply.value.edits)
    await (reply.value.edits.length === 0 ? this.keptEdits.forget(path) : this.keptEdits.keep(path, reply.value))
  }

  private async redo(id: string, { worker }: Session): Promise<void> {
    for (const { blob, edits } of this.edits.get(id) ?? [])
      await worker.ask('edit', { blob, edits: edits as readonly Json[], label: 'the edits from before', again: true })
  }

  /** Where an open document lies; null for one that is not open. */
  pathOf(id: string): string | null {
    return this.paths.get(id) ?? null
  }

  /** A blob against one of the same or another document: its thread gives a digest to the one that compares. */
  async diff(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<BlobDiff>> {
    // a blob against itself is meant as it was opened, before it was edited
    const original = id === other && blob === otherBlob
    const digest = await this.ask(other, 'digest', { blob: otherBlob, original })
    return digest.ok ? this.ask(id, 'diff', { blob, other: digest.value }) : digest
  }

  /** The trees of both, side by side. */
  async diffTrees(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<AlignedTrees>> {
    const of = { blob: otherBlob, original: id === other && blob === otherBlob }
    const [digest, tree] = await Promise.all([this.ask(other, 'digest', of), this.ask(other, 'columns', of)])
    if (!digest.ok) return digest
    return tree.ok ? this.ask(id, 'diffTrees', { blob, other: digest.value, tree: tree.value }) : tree
  }

  /** The scenarios in a file of any place. */
  async readScenarios(id: string, path: string): Promise<Reply<ScenarioList>> {
    const reply = await this.scenariosIn(id, path)
    return reply.ok ? { ok: true, value: { path, scenarios: reply.value, kept: false } } : reply
  }

  /** The scenarios of one of a document's blobs: kept from a session that did not save them, or beside the file. */
  async savedScenarios(id: string, blob: number): Promise<Reply<ScenarioList | null>> {
    const beside = await this.scenariosPath(id, blob)
    if (!beside.ok) return beside
    const path = beside.value
    const files = this.scenarioFiles
    try {
      const there = await files.exists(path)
      if (there) await files.seen(path)
      const kept = await files.kept(path)
      if (kept === null && !there) return { ok: true, value: null }
      const reply = await this.scenariosIn(id, kept ?? path)
      return reply.ok ? { ok: true, value: { path, scenarios: reply.value, kept: kept !== null } } : reply
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** Keeps scenarios for the next session until they are saved. */
  async keepScenarios(id: string, blob: number, scenarios: readonly string[]): Promise<void> {
    const path = await this.scenariosPath(id, blob)
    if (path.ok) await this.scenarioFiles.keep(path.value, scenarios)
  }

  private async scenariosIn(id: string, path: string): Promise<Reply<readonly string[]>> {
    try {
      const file = await readWhole(path, { limit: SCENARIOS_LIMIT })
      const reply = await this.ask(id, 'readScenarios', { file })
      return reply.ok ? reply : failed(`${basename(path)}: ${reply.error.message}`)
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** Writes scenarios beside a document; a file that came or changed there meanwhile is left alone. */
  async saveScenarios(id: string, blob: number, scenarios: readonly string[]): Promise<Reply<string>> {
    const path = await this.scenariosPath(id, blob)
    if (!path.ok) return path
    try {
      await this.scenarioFiles.save(path.value, scenarios)
      return path
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** `model.guards_state.scenarios.json`; a container with several blobs has a file for each. */
  private async scenariosPath(id: string, blob: number): Promise<Reply<string>> {
    const path = this.paths.get(id)
    if (path === undefined) return failed('this file is not open')
    const opened = await this.sessions.get(id)?.opened
    const several = opened?.ok === true && opened.value.blobs.length > 1
    return { ok: true, value: `${path}${several ? `.${blob}` : ''}.scenarios.json` }
  }

  /** Stops whatever the document is doing; it stays open and is read again when it is asked next. */
  cancel(id: string): void {
    const session = this.sessions.get(id)
    if (session) stop(session)
    this.sessions.delete(id)
  }

  close(id: string): void {
    this.cancel(id)
    this.paths.delete(id)
    this.edits.delete(id)
  }

  /** Ends every thread. */
  dispose(): void {
    for (const id of this.paths.keys()) this.close(id)
    for (const session of this.early.values()) stop(session)
    this.early.clear()
    this.spare?.stop()
    this.spare = null
  }

  private attach(id: string, path: string): Session {
    const early = this.early.get(path)
    this.early.delete(path)
    const session = early?.worker.alive ? early : this.start(path)
    session.id = id
    this.sessions.set(id, session)
    return session
  }

  private start(path: string): Session {
    const worker = this.spare?.alive ? this.spare : this.newWorker()
    this.spare = null
    const reading = new AbortController()
    const session: Session = {
      path,
      id: null,
      worker,
      reading,
      early: new Map(),
      opened: this.read(path, worker, reading, tell),
    }
    const { onProgress } = this.options
    function tell(phase: OpenProgress['phase'], fraction: number): void {
      if (session.id !== null) onProgress({ id: session.id, path, phase, fraction })
    }
    worker.onProgress = tell
    return session
  }

  private async read(
    path: string,
    worker: WorkerClient,
    reading: AbortController,
    tell: (phase: OpenProgress['phase'], fraction: number) => void,
  ): Promise<Reply<Questions['open']['answer']>> {
    try {
      const { sizeLimit } = this.options
      const bytes = await readWhole(path, {
        signal: reading.signal,
        onProgress: (fraction) => tell('read', fraction),
        ...(sizeLimit === undefined ? {} : { limit: sizeLimit }),
      })
      if (reading.signal.aborted) return failed(CANCELLED)
      return await worker.ask('open', { bytes }, [bytes.buffer])
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  private newWorker(): WorkerClient {
    return new WorkerClient(this.options.script, this.options.heapLimitMb)
  }
}

function stop(session: Session): void {
  session.reading.abort()
  session.worker.stop()
}
