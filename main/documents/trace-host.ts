/** The torch logs that are open, each on a thread of its own. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Reply } from '../../shared/api'
import type { OpenProgress } from '../../shared/document'
import type { Trace } from '../../shared/trace'
import { CANCELLED } from '../../shared/work'
import { noteThrown } from '../problems'
import { looksLikeLog } from '../traces/reader'
import { isGzip } from './log-file'
import { tlparseFolder } from './tlparse-folder'
import type { FromTraceWorker, TraceQuestion, TraceQuestions } from './trace-protocol'

const SNIFFED = 64 * 1024

/** Whether a path is for this host: a folder, a file whose beginning has a line of torch's log, or the index of tlparse. Never throws. */
export function isTrace(path: string): boolean {
  try {
    const info = statSync(path)
    if (info.isDirectory()) return true
    if (!info.isFile()) return false
    const fd = openSync(path, 'r')
    try {
      const bytes = new Uint8Array(SNIFFED)
      const read = readSync(fd, bytes, 0, SNIFFED, 0)
      // which of a packed file's it is, its own reader says
      return isGzip(bytes) || looksLikeLog(bytes.subarray(0, read)) || tlparseFolder(path) !== null
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}

export class TraceHost {
  private readonly logs = new Map<string, OpenTrace>()

  /** `script`: the built trace-worker.js. */
  constructor(
    private readonly script: string,
    private readonly onProgress: (progress: OpenProgress) => void,
  ) {}

  /** Null where the file is no log. */
  async open(id: string, path: string): Promise<Reply<Trace | null>> {
    if (!isTrace(path)) return { ok: true, value: null }
    this.close(id)
    const trace = new OpenTrace(this.script, path, (fraction) => this.onProgress({ id, path, phase: 'read', fraction }))
    this.logs.set(id, trace)
    const reply = await trace.ask('open', { path })
    if (!reply.ok && this.logs.get(id) === trace) this.close(id)
    return reply
  }

  async ask<Q extends TraceQuestion>(
    id: string,
    question: Q,
    content: TraceQuestions[Q]['ask'],
  ): Promise<Reply<TraceQuestions[Q]['answer']>> {
    return this.logs.get(id)?.ask(question, content) ?? failed('this log is not open')
  }

  /** Where an open log lies; null for one that is not open. */
  pathOf(id: string): string | null {
    return this.logs.get(id)?.path ?? null
  }

  get paths(): readonly string[] {
    return [...this.logs.values()].map(({ path }) => path)
  }

  close(id: string): void {
    this.logs.get(id)?.stop()
    this.logs.delete(id)
  }

  dispose(): void {
    for (const id of this.logs.keys()) this.close(id)
  }
}

const failed = <T>(message: string): Reply<T> => ({ ok: false, error: { message, offset: null } })

class OpenTrace {
  private readonly worker: Worker
  private readonly waiting = new Map<number, (reply: Reply<unknown>) => void>()
  private serial = 0
  private dead: string | null = null

  constructor(
    script: string,
    readonly path: string,
    onProgress: (fraction: number) => void,
  ) {
    this.worker = new Worker(script)
    this.worker.on('message', (message: FromTraceWorker) => {
      if (message.type === 'progress') return onProgress(message.fraction)
      this.waiting.get(message.serial)?.(message.reply)
      this.waiting.delete(message.serial)
    })
    this.worker.on('error', (error) => {
      noteThrown('thread', 'uncaught', error)
      this.end(`${basename(path)}: ${error.message}`)
    })
    this.worker.on('exit', () => this.end('the worker that read it stopped'))
  }

  ask<Q extends TraceQuestion>(
    question: Q,
    content: TraceQuestions[Q]['ask'],
  ): Promise<Reply<TraceQuestions[Q]['answer']>> {
    if (this.dead !== null) return Promise.resolve(failed(this.dead))
    const serial = ++this.serial
    return new Promise((done) => {
      this.waiting.set(serial, done as (reply: Reply<unknown>) => void)
      this.worker.postMessage({ serial, question, ...content })
    })
  }

  stop(): void {
    this.end(CANCELLED)
    void this.worker.terminate()
  }

  private end(reason: string): void {
    if (this.dead !== null) return
    this.dead = reason
    for (const done of this.waiting.values()) done(failed(reason))
    this.waiting.clear()
  }
}
