/** Processes that run inputs, each under a heap limit, with a watchdog over them: one that hangs or dies is put in place again. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HEAP_MB, type Failure, type Job, type Report, type Start, STATUS_BYTES } from './protocol'

/** What hangs for good is ended here; what is only slow tells it by itself. */
const ENDED_MS = 30_000
const LOOK_MS = 100

/** A process that was ended by what it ran. */
export class RunnerEnded extends Error {
  constructor(
    readonly failure: Failure,
    /** The input that it was at; -1 for none. */
    readonly index: number,
  ) {
    super(failure.message)
  }
}

/** One process, and the next where it ended. Threads would not do: where memory ends, V8 may take the whole process along. */
export class Runner {
  private child: ChildProcess | null = null
  private readonly folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  private readonly status = join(this.folder, 'status')

  /** `script`: what runs inputs, built. `root`: the project's folder. */
  constructor(
    private readonly script: string,
    private readonly root: string,
  ) {}

  /** @throws RunnerEnded where the input hangs, or takes more memory than the process may have. */
  run(job: Job): Promise<Report> {
    const child = (this.child ??= this.start())
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearInterval(watchdog)
        child.off('message', told).off('exit', left)
        settle()
      }
      const end = (failure: Failure): void =>
        finish(() => {
          const [index = -1] = this.noted()
          this.child = null
          child.kill('SIGKILL')
          reject(new RunnerEnded(failure, index))
        })
      const told = (report: Report): void => finish(() => resolve(report))
      const left = (code: number | null, signal: string | null): void => {
        const isMemory = signal === 'SIGABRT' || code === 134
        const message = isMemory ? `took more than ${HEAP_MB} MB of heap` : `ended its process (${code ?? signal})`
        end({ kind: isMemory ? 'memory' : 'crash', message, place: isMemory ? '' : 'exit' })
      }
      const watchdog = setInterval(() => {
        const [index = -1, began = 0] = this.noted()
        const running = Date.now() - began
        if (index >= 0 && running > ENDED_MS) end({ kind: 'hang', message: `was ended after ${running} ms`, place: '' })
      }, LOOK_MS)
      child.on('message', told).on('exit', left)
      child.send(job)
    })
  }

  stop(): void {
    this.child?.kill()
    this.child = null
    rmSync(this.folder, { recursive: true, force: true })
  }

  private noted(): Float64Array {
    const bytes = readFileSync(this.status)
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + STATUS_BYTES))
  }

  private start(): ChildProcess {
    writeFileSync(this.status, new Uint8Array(new Float64Array([-1, 0]).buffer))
    const child = fork(this.script, [], {
      serialization: 'advanced',
      // V8's last words on memory are for nobody
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=16'],
    })
    const start: Start = { do: 'start', root: this.root, status: this.status }
    child.send(start)
    return child
  }
}
