/** The main process's end of one document worker: questions with answers, and what becomes of them when the thread dies. */
import { Worker } from 'node:worker_threads'
import type { Reply } from '../../shared/api'
import type { OpenProgress } from '../../shared/document'
import { CANCELLED } from '../../shared/work'
import { noteThrown } from '../problems'
import type { FromWorker, Question, Questions, ToWorker } from './protocol'

/** What a worker's heap may hold, in MiB: a file that wants more ends its worker and not the app. */
export const HEAP_LIMIT_MB = 2048

/**
 * Room for young objects, in MiB. A graph that is being decoded is all young and all kept: with V8's usual 16 it is
 * copied over and over, which takes longer than the decoding.
 */
const YOUNG_MB = 192

export type ProgressReceiver = (phase: OpenProgress['phase'], fraction: number) => void

export class WorkerClient {
  private readonly worker: Worker
  private readonly waiting = new Map<
    number,
    { readonly question: Question; readonly done: (reply: Reply<unknown>) => void }
  >()
  private serial = 0
  private dead: string | null = null
  onProgress: ProgressReceiver = () => {}

  constructor(script: string, heapLimitMb = HEAP_LIMIT_MB) {
    this.worker = new Worker(script, {
      resourceLimits: {
        maxOldGenerationSizeMb: heapLimitMb,
        maxYoungGenerationSizeMb: Math.min(YOUNG_MB, heapLimitMb),
      },
    })
    this.worker.on('message', (message: FromWorker) => this.receive(message))
    this.worker.on('error', (error: Error) => {
      noteThrown('thread', 'uncaught', error)
      this.end(reasonOf(error, heapLimitMb))
    })
    this.worker.on('exit', () => this.end('the worker that read it stopped'))
  }

  /** False once the thread is gone; the next question wants a new one. */
  get alive(): boolean {
    return this.dead === null
  }

  /** What it is at: questions are answered in the order in which they are asked. Null where nothing is. */
  get doing(): Question | null {
    return this.waiting.values().next().value?.question ?? null
  }

  /** Asks; the answer is an error where the thread dies first. */
  ask<Q extends Question>(question: Q, content: Questions[Q]['ask']): Promise<Reply<Questions[Q]['answer']>> {
    if (this.dead !== null) return Promise.resolve(failed(this.dead))
    const serial = ++this.serial
    return new Promise((done) => {
      this.waiting.set(serial, { question, done: done as (reply: Reply<unknown>) => void })
      this.worker.postMessage({ serial, question, ...content } as unknown as ToWorker)
    })
  }

  /** Ends the thread at once, whatever it does; what waits comes back as `cancelled`. */
  stop(): void {
    this.end(CANCELLED)
    void this.worker.terminate()
  }

  private receive(message: FromWorker): void {
    if (message.type === 'progress') {
      this.onProgress(message.phase, message.fraction)
      return
    }
    const asked = this.waiting.get(message.serial)
    this.waiting.delete(message.serial)
    asked?.done(message.reply)
  }

  private end(reason: string): void {
    if (this.dead !== null) return
    this.dead = reason
    for (const { done } of this.waiting.values()) done(failed(reason))
    this.waiting.clear()
  }
}

/** A reply that says why there is no answer. */
export function failed(message: string): Reply<never> {
  return { ok: false, error: { message, offset: null } }
}

function reasonOf(error: Error, heapLimitMb: number): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `the file needs more memory than it may use (${heapLimitMb} MiB)`
  return `the worker that read it failed: ${error.message.split('\n', 1)[0]}`
}
