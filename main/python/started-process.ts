/** A Python that is started by any command and runs the bridge: its events, what can be asked of it, and how it ended. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import {
  LIVE_PROTOCOL,
  type LiveEnd,
  type LiveEvent,
  type LiveMethod,
  type LiveParams,
  type LiveResult,
} from '../../shared/live-process'
import { launchOf } from './command'
import { Connection } from './connection'
import { LiveError, endOf, startError } from './faults'
import { type Live, text } from './live'
import { BOOTSTRAP, packedBridge } from './source'

/** The bridge's first word; what a login shell prints before it is none of the bridge's (resources/python, stdio.py). */
const MARK = '\nguardscope-bridge\n'
/** For a script to end by itself after an interrupt, in milliseconds. */
const GRACE = 2000
/** Kept of standard error, to say why. */
const TAIL = 4096

const DOING: Partial<Readonly<Record<LiveMethod, string>>> = {
  load: 'loaded a blob',
  check: 'checked a call by a loaded blob',
  probe: 'measured precision',
  timeCall: 'checked a call by a loaded blob',
  timeRuns: 'timed a call',
  timeWithout: 'timed a call without some guards',
  timeLocals: 'timed the ways to locals',
  setPrecision: 'set a precision',
}

export interface LiveOptions {
  /** `python3`, `conda run -n x python`, `ssh gpu-box python3`, `docker exec -i c python3`. */
  readonly command: string
  /** A path where Python runs. */
  readonly script?: string
  readonly args?: readonly string[]
  /** Where the command runs here. */
  readonly cwd?: string
  readonly capture?: boolean
  /** Whether the process stays when its script has ended. */
  readonly stay?: boolean
}

export class StartedProcess implements Live {
  readonly ended: Promise<LiveEnd>
  private readonly child: ChildProcessWithoutNullStreams | null = null
  private connection: Connection | null = null
  private greeted = false
  private stopped = false
  private said = ''
  /** How the script ended, or the import of torch, in its own words; null where it did not, or well. */
  private raised: string | null = null

  /** Starts it; each event comes in its order, `exit` last. Never throws: what cannot be started ends at once. */
  constructor(
    private readonly options: LiveOptions,
    private readonly tell: (event: LiveEvent) => void,
  ) {
    try {
      const { program, args } = launchOf(options.command, ['-c', BOOTSTRAP])
      this.child = spawn(program, [...args], { cwd: options.cwd, stdio: 'pipe', windowsHide: true })
      this.ended = this.listen(this.child, program)
    } catch (error) {
      this.ended = Promise.resolve(this.exit({ good: false, message: text(error), status: null, signal: null }))
    }
  }

  async ask<M extends LiveMethod>(method: M, params: LiveParams<M>): Promise<LiveResult<M>> {
    if (this.connection === null) throw new LiveError('the process has not answered yet')
    return this.connection.ask(method, params)
  }

  /** Interrupts a script, and kills what does not end. */
  async stop(): Promise<void> {
    const { child } = this
    if (child === null) return
    this.stopped = true
    this.connection?.ask('stop', {}).catch(() => {})
    if (!this.greeted) child.kill()
    const late = setTimeout(() => child.kill('SIGKILL'), GRACE)
    await this.ended
    clearTimeout(late)
  }

  private listen(child: ChildProcessWithoutNullStreams, program: string): Promise<LiveEnd> {
    const { command } = this.options
    let failed: string | null = null
    const errors = new StringDecoder('utf8')
    child.stderr.on('data', (data: Buffer) => this.hear(errors.write(data)))
    // one that is gone already says so by its end
    child.stdin.on('error', () => {})
    child.stdin.write(packedBridge())
    this.awaitMark(child)
    return new Promise((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        failed ??= startError(command, program, error)
        if (child.pid === undefined) resolve(this.exit({ good: false, message: failed, status: null, signal: null }))
      })
      child.on('close', (status, signal) => {
        if (child.pid === undefined) return
        resolve(this.gone(status, signal))
      })
    })
  }

  private async gone(status: number | null, signal: string | null): Promise<LiveEnd> {
    await this.connection?.end()
    const method = this.connection?.asked ?? null
    const asked = method === null ? null : (DOING[method] ?? null)
    const { greeted, stopped, said, raised } = this
    const { command, script } = this.options
    const departure = { command, status, signal, greeted, asked, stopped, said, raised, script: script !== undefined }
    return this.exit(endOf(departure))
  }

  private awaitMark(child: ChildProcessWithoutNullStreams): void {
    let before = Buffer.alloc(0)
    const look = (data: Buffer): void => {
      before = Buffer.concat([before, data])
      const at = before.indexOf(MARK)
      if (at < 0) return
      child.stdout.off('data', look)
      if (at > 0) this.hear(before.subarray(0, at).toString('utf8'))
      const first = before.subarray(at + MARK.length)
      this.connection = new Connection(first, child.stdout, child.stdin, (event) => this.receive(event))
    }
    child.stdout.on('data', look)
    child.stdout.on('end', () => {
      if (this.connection === null && before.length > 0) this.hear(before.toString('utf8'))
    })
  }

  private hear(said: string): void {
    this.said = (this.said + said).slice(-TAIL)
    this.tell({ kind: 'stderr', text: said })
  }

  private receive(event: LiveEvent): void {
    this.tell(event)
    if (event.kind === 'ended') this.raised = event.error
    if (event.kind !== 'hello' || this.greeted) return
    this.greeted = true
    if (event.protocol !== LIVE_PROTOCOL) {
      this.tell({ kind: 'fault', message: `the bridge speaks protocol ${event.protocol}, not ${LIVE_PROTOCOL}` })
      void this.stop()
      return
    }
    const { script, args = [], capture = true, stay = false } = this.options
    const what = script === undefined ? {} : { script, args: [...args] }
    this.ask('start', { ...what, capture, stay }).catch((error: unknown) =>
      this.tell({ kind: 'fault', message: text(error) }),
    )
  }

  private exit(end: LiveEnd): LiveEnd {
    this.tell({ kind: 'exit', ...end })
    return end
  }
}
