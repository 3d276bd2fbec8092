/** Threads that read the files of a folder, one file each at a time. A file that takes too long, or too much, ends its thread alone. */
import { Worker } from 'node:worker_threads'
import { brokenFile } from './rows'
import type { FileAnswer, FileQuestion } from './worker'

export interface PoolLimits {
  readonly threads: number
  /** What a thread's heap may hold, in MiB. */
  readonly heapMb: number
  /** For one file. */
  readonly milliseconds: number
}

export class Pool {
  private readonly idle: Reader[] = []

  constructor(
    /** The built folder-worker.js. */
    private readonly script: string,
    private readonly limits: PoolLimits,
  ) {}

  /** Asks about all of `questions`, as many at once as there are threads; `tell` gets each answer as it comes, in no order. */
  async ask(
    questions: Iterable<FileQuestion>,
    tell: (question: FileQuestion, answer: FileAnswer) => void,
  ): Promise<void> {
    const all = questions[Symbol.iterator]()
    const run = async (): Promise<void> => {
      for (let next = all.next(); next.done !== true; next = all.next()) tell(next.value, await this.one(next.value))
    }
    try {
      await Promise.all(Array.from({ length: this.limits.threads }, run))
    } finally {
      await Promise.all(this.idle.splice(0).map((reader) => reader.stop()))
    }
  }

  private async one(question: FileQuestion): Promise<FileAnswer> {
    const reader = this.idle.pop() ?? new Reader(this.script, this.limits)
    const answer = await reader.ask(question)
    if (typeof answer === 'string') return { is: 'rows', rows: [brokenFile(question.file, answer)] }
    this.idle.push(reader)
    return answer
  }
}

/** One thread, which answers one question after the other. */
class Reader {
  private readonly worker: Worker
  private done: (answer: FileAnswer | string) => void = () => {}

  constructor(
    script: string,
    private readonly limits: PoolLimits,
  ) {
    const { heapMb } = limits
    this.worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: heapMb } })
    this.worker.on('message', (answer: FileAnswer) => this.done(answer))
    this.worker.on('error', (error: NodeJS.ErrnoException) =>
      this.done(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `wants more than the ${heapMb} MiB of memory that a file may have`
          : error.message.replace(/\s*\n\s*/g, ' '),
      ),
    )
    this.worker.on('exit', () => this.done('the thread that read it stopped'))
  }

  /** The answer; or why there is none, and then the thread is gone. */
  async ask(question: FileQuestion): Promise<FileAnswer | string> {
    const { milliseconds } = this.limits
    let timer: NodeJS.Timeout | undefined
    const answer = await new Promise<FileAnswer | string>((resolve) => {
      this.done = resolve
      timer = setTimeout(() => resolve(`not read within ${milliseconds / 1000} s`), milliseconds)
      this.worker.postMessage(question)
    })
    clearTimeout(timer)
    if (typeof answer === 'string') await this.stop()
    return answer
  }

  async stop(): Promise<void> {
    this.done = () => {}
    await this.worker.terminate()
  }
}
