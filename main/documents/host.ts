/**
 * The open files, each on a worker thread of its own.
 *
 * One thread a document and not a pool: cancelling, a bomb or a crash ends one file's work and no other's, two files
 * open at once on two cores, and what a thread costs idle (measured: about 7 MB) is less than what a document holds.
 * One spare thread stands ready, so that a file does not wait for its start. A document whose thread is gone is opened
 * on another when it is asked next, from the bytes it was opened from, and what was edited in it is edited again.
 */
import { basename } from 'node:path'
import type { OpenedBlob, Reply } from '../../shared/api'
import type { AlignedTrees } from '../../shared/aligned-trees'
import type { BlobDiff } from '../../shared/diff'
import type { BlobInfo, DocumentInfo, FileOnDisk, OpenProgress } from '../../shared/document'
import type { Work } from '../../shared/work'
import { DocumentEdits } from './document-edits'
import { DocumentScenarios } from './document-scenarios'
import { FileWatch } from './file-watch'
import { type Asked, OpenFile } from './open-file'
import type { Question, Questions } from './protocol'
import { Session } from './session'
import { WorkerClient, failed } from './worker-client'

export interface HostOptions {
  /** The built worker. */
  readonly script: string
  readonly onProgress: (progress: OpenProgress) => void
  /** Told when the file of an open document changes on disk, goes or comes back. */
  readonly onFileOnDisk?: (file: FileOnDisk) => void
  /** Where scenarios and edits that are not saved are kept for the next session; left out, they are not. */
  readonly keep?: string
  readonly heapLimitMb?: number
  /** Largest file, in bytes. */
  readonly sizeLimit?: number
}

/** What each work that can be called off asks of a document's thread. */
const QUESTIONS = {
  edit: ['edit', 'jump'],
  sweep: ['sweep'],
  findings: ['findings'],
  diff: ['diff', 'diffTrees'],
  recompilations: ['recompilations'],
  profile: ['profile', 'savings'],
  // asked of the live process
  'torch-profile': [],
  report: ['report'],
} as const satisfies Readonly<Record<Work, readonly Question[]>>

export class DocumentHost {
  readonly scenarios: DocumentScenarios
  readonly edits: DocumentEdits
  private readonly files = new Map<string, OpenFile>()
  private readonly early = new Map<string, Session>()
  private spare: WorkerClient | null = null

  constructor(private readonly options: HostOptions) {
    this.scenarios = new DocumentScenarios(this, options.keep ?? null)
    this.edits = new DocumentEdits(this, options.keep ?? null)
  }

  /** Paths of the open documents, in the order they were opened. */
  get openPaths(): readonly string[] {
    return [...this.files.values()].map(({ path }) => path)
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
    const early = this.early.get(path)
    this.early.delete(path)
    const session = early?.worker.alive ? early : this.start(path)
    session.id = id
    const file = new OpenFile(path, session)
    this.files.set(id, file)
    const reply = await session.opened
    // a document that could not be opened is none: it holds no thread
    if (!reply.ok && !session.stopped && this.files.get(id) === file) this.close(id)
    if (!reply.ok) return reply
    if (this.files.get(id) === file) this.opened(id, file)
    return { ok: true, value: { ...reply.value, id, path, name: basename(path) } }
  }

  /**
   * Reads a document's file again, in place of what it was opened as; what was edited is forgotten. Gives what it was
   * before. Where it cannot be read it stays as it was.
   */
  async reopen(id: string): Promise<Reply<{ readonly info: DocumentInfo; readonly before: OpenFile }>> {
    const before = this.files.get(id)
    if (before === undefined) return failed('this file is not open')
    const { path } = before
    const session = this.start(path)
    const reply = await session.opened
    if (!reply.ok || this.files.get(id) !== before) {
      session.stop()
      return reply.ok ? failed('this file is not open') : reply
    }
    this.close(id)
    session.id = id
    const file = new OpenFile(path, session)
    this.files.set(id, file)
    this.opened(id, file)
    return { ok: true, value: { info: { ...reply.value, id, path, name: basename(path) }, before } }
  }

  async openBlob(id: string, blob: number): Promise<Reply<OpenedBlob>> {
    const session = this.files.get(id)?.session
    const early = session?.early.get(blob)
    if (session && early) {
      session.early.delete(blob)
      const reply = await early
      if (reply.ok || !session.worker.alive) return reply
    }
    return this.ask(id, 'blob', { blob })
  }

  /**
   * Asks the document's thread. Where that was ended to call off other work, it is asked again on the next; what was
   * edited is there first.
   */
  async ask<Q extends Question>(
    id: string,
    question: Q,
    content: Questions[Q]['ask'],
  ): Promise<Reply<Questions[Q]['answer']>> {
    const file = this.files.get(id)
    if (file === undefined) return failed('this file is not open')
    const asked: Asked = { question, calledOff: false }
    file.asked.add(asked)
    try {
      for (;;) {
        if (!file.session.worker.alive) file.renew(this.start(file.path, id, file.opened))
        const { session, ready } = file
        const there = await ready
        const reply = there.ok ? await session.worker.ask(question, content) : there
        if (reply.ok || !session.stopped || asked.calledOff || this.files.get(id) !== file) return reply
      }
    } finally {
      file.asked.delete(asked)
    }
  }

  /** Where an open document lies; null for one that is not open. */
  pathOf(id: string): string | null {
    return this.files.get(id)?.path ?? null
  }

  /** The blobs of an open document. */
  async blobsOf(id: string): Promise<readonly BlobInfo[]> {
    const opened = await this.files.get(id)?.session.opened
    return opened?.ok === true ? opened.value.blobs : []
  }

  /** For those who keep what was edited. */
  fileOf(id: string): OpenFile | null {
    return this.files.get(id) ?? null
  }

  /** A blob against one of the same or another document: its thread gives a digest to the one that compares. */
  async diff(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<BlobDiff>> {
    const file = this.files.get(id)
    if (file !== undefined) file.comparing = other
    const digest = await this.ask(other, 'digest', { blob: otherBlob, original: isItself(id, blob, other, otherBlob) })
    if (file !== undefined) file.comparing = null
    return digest.ok ? this.ask(id, 'diff', { blob, other: digest.value }) : digest
  }

  /** The trees of both, side by side. */
  async diffTrees(id: string, blob: number, other: string, otherBlob: number): Promise<Reply<AlignedTrees>> {
    const file = this.files.get(id)
    if (file !== undefined) file.comparing = other
    const of = { blob: otherBlob, original: isItself(id, blob, other, otherBlob) }
    const [digest, tree] = await Promise.all([this.ask(other, 'digest', of), this.ask(other, 'columns', of)])
    if (file !== undefined) file.comparing = null
    if (!digest.ok) return digest
    return tree.ok ? this.ask(id, 'diffTrees', { blob, other: digest.value, tree: tree.value }) : tree
  }

  /** Calls off a work that is under way: the document is as it was before; what else is asked of it is asked again. */
  async stopWork(id: string, work: Work): Promise<void> {
    const file = this.files.get(id)
    if (file === undefined) return
    const other = work === 'diff' && file.comparing !== null ? this.files.get(file.comparing) : undefined
    await Promise.all([
      callOff(file, QUESTIONS[work]),
      ...(other === undefined ? [] : [callOff(other, ['digest', 'columns'])]),
    ])
  }

  /** Stops whatever the document is doing; it stays open and is read again when it is asked next. */
  cancel(id: string): void {
    const file = this.files.get(id)
    if (file === undefined) return
    for (const asked of file.asked) asked.calledOff = true
    file.session.stop()
  }

  /** Looks whether the files of the open documents are still what they were; for where nothing tells when they change. */
  async checkFiles(): Promise<void> {
    await Promise.all([...this.files.values()].map(({ watch }) => watch?.check()))
  }

  close(id: string): void {
    this.cancel(id)
    this.files.get(id)?.watch?.close()
    this.files.delete(id)
  }

  /** Ends every thread. */
  dispose(): void {
    for (const id of this.files.keys()) this.close(id)
    for (const session of this.early.values()) session.stop()
    this.early.clear()
    this.spare?.stop()
    this.spare = null
  }

  /** Follows the file of a document that was just opened. */
  private opened(id: string, file: OpenFile): void {
    const { session, path } = file
    file.take(session)
    const { onFileOnDisk } = this.options
    if (onFileOnDisk === undefined || file.onDisk === null) return
    file.watch = new FileWatch(path, file.onDisk, (state) => onFileOnDisk({ id, state }), { seen: session.seen })
  }

  private start(path: string, id: string | null = null, bytes: Uint8Array | null = null): Session {
    const worker = this.spare?.alive ? this.spare : this.newWorker()
    this.spare = null
    const { onProgress, sizeLimit } = this.options
    const session = new Session(path, worker, {
      onProgress,
      bytes,
      ...(sizeLimit === undefined ? {} : { sizeLimit }),
    })
    session.id = id
    return session
  }

  private newWorker(): WorkerClient {
    return new WorkerClient(this.options.script, this.options.heapLimitMb)
  }
}

/** A blob against itself is meant as it was opened, before it was edited. */
const isItself = (id: string, blob: number, other: string, otherBlob: number): boolean =>
  id === other && blob === otherBlob

/** Ends the thread that one of these questions is asked of; none of them is asked again. */
async function callOff(file: OpenFile, questions: readonly Question[]): Promise<void> {
  const waiting = [...file.asked].filter(({ question }) => questions.includes(question))
  if (waiting.length === 0) return
  for (const asked of waiting) asked.calledOff = true
  // a file that is being written is written to its end
  const { session } = file
  while (session.worker.alive && session.worker.doing === 'save') await file.saving
  if (waiting.some((asked) => file.asked.has(asked))) session.stop()
}
