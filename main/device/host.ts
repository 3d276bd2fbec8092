/**
 * The app's end of the process that calls the driver. It is started by the first question and ended when nobody has
 * asked for a while, when it does not answer in time, or with the app; the next question starts another.
 */
import type { Reply } from '../../shared/api'
import type { DeviceQuestion, DeviceQuestions, FromDevice, ToDevice } from './protocol'

/** A running process, however it was started. */
export interface DeviceProcess {
  post(message: ToDevice): void
  onMessage(listener: (message: FromDevice) => void): void
  onExit(listener: () => void): void
  kill(): void
}

export interface DeviceHostOptions {
  readonly start: () => DeviceProcess
  /** Milliseconds without a question, after which the process is ended. */
  readonly idle?: number
  /** Milliseconds that an answer may take. */
  readonly patience?: Readonly<Record<DeviceQuestion, number>>
}

const IDLE = 5000
/** The first report starts the driver, which may wake the device; a probe compiles and runs kernels. */
const PATIENCE: Readonly<Record<DeviceQuestion, number>> = { report: 15_000, probe: 60_000 }

interface Waiting {
  readonly done: (reply: Reply<unknown>) => void
  readonly timer: NodeJS.Timeout
  /** By when it must be answered, in milliseconds of `performance.now()`. */
  readonly until: number
}

interface Running {
  readonly process: DeviceProcess
  readonly waiting: Map<number, Waiting>
}

export class DeviceHost {
  private running: Running | null = null
  private serial = 0
  private idle: NodeJS.Timeout | null = null

  constructor(private readonly options: DeviceHostOptions) {}

  /** Whether a process stands ready. */
  get active(): boolean {
    return this.running !== null
  }

  ask<Q extends DeviceQuestion>(
    question: Q,
    content: DeviceQuestions[Q]['ask'],
  ): Promise<Reply<DeviceQuestions[Q]['answer']>> {
    const running = (this.running ??= this.begin())
    const serial = ++this.serial
    const patience = (this.options.patience ?? PATIENCE)[question]
    // one thing at a time is answered: a report that is asked during a probe comes after it
    const now = performance.now()
    const until = Math.max(now, ...[...running.waiting.values()].map((before) => before.until)) + patience
    if (this.idle !== null) clearTimeout(this.idle)
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.end(running, `the driver did not answer within ${patience / 1000} s`)
      }, until - now)
      running.waiting.set(serial, { done: done as (reply: Reply<unknown>) => void, timer, until })
      running.process.post({ serial, question, ...content } as unknown as ToDevice)
    })
  }

  stop(): void {
    if (this.running !== null) this.end(this.running, 'stopped')
  }

  private begin(): Running {
    const running: Running = { process: this.options.start(), waiting: new Map() }
    running.process.onMessage(({ serial, reply }) => {
      const asked = running.waiting.get(serial)
      if (asked === undefined) return
      running.waiting.delete(serial)
      clearTimeout(asked.timer)
      asked.done(reply)
      if (running.waiting.size === 0) this.rest(running)
    })
    running.process.onExit(() => this.end(running, 'the process that calls the driver ended by itself'))
    return running
  }

  private rest(running: Running): void {
    if (this.idle !== null) clearTimeout(this.idle)
    this.idle = setTimeout(() => this.end(running, 'stopped'), this.options.idle ?? IDLE)
    this.idle.unref()
  }

  private end(running: Running, reason: string): void {
    if (this.running === running) {
      this.running = null
      if (this.idle !== null) clearTimeout(this.idle)
    }
    for (const { done, timer } of running.waiting.values()) {
      clearTimeout(timer)
      done({ ok: false, error: { message: reason, offset: null } })
    }
    running.waiting.clear()
    running.process.kill()
  }
}
