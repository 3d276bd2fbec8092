/** The window's live process: one at a time, its compiles written into files as they come. */
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { Reply } from '../../shared/api'
import type { LiveState } from '../../shared/live'
import {
  LIVE_METHODS,
  type LiveEvent,
  type LiveNews,
  type LiveQuestion,
  type LiveResult,
  type LiveTarget,
  type SavedEntry,
} from '../../shared/live-process'
import type { Profile, TorchProfileOptions } from '../../shared/overhead'
import { CANCELLED } from '../../shared/work'
import type { TimedCall } from '../documents/guard-rows'
import { profileInTorch } from '../overhead/torch-profile'
import { CaptureFolder } from '../python/captures'
import { noteProblem } from '../problems'
import type { Live } from '../python/live'

/** What a person is asked before code is run. */
export interface Question {
  readonly message: string
  readonly detail: string
  /** What the button says that runs it. */
  readonly yes: string
}

interface LiveHostOptions {
  /** Captured compiles go into a folder of it for each process. */
  readonly folder: string
  readonly tell: (news: LiveNews) => void
  /** As a scenario's `process` holds it; null once the process is gone. */
  readonly tellState: (state: LiveState | null) => void
  /** An open blob as it stands, base64. */
  readonly bare: (id: string, blob: number) => Promise<Reply<{ blob: string; locals: readonly string[] | null }>>
  /** What is timed of a blob; `scenario` null: the call that was saved. */
  readonly timedCall: (id: string, blob: number, scenario: string | null) => Promise<Reply<TimedCall>>
  readonly onProgress: (id: string, fraction: number) => void
  readonly pathOf: (id: string) => string | null
  readonly agrees: (question: Question) => Promise<boolean>
}

export class LiveHost {
  private session: Session | null = null
  /** The document that is profiled in the process. */
  private profiling: { readonly id: string } | null = null
  /** Commands that a person has let run. */
  private readonly allowed = new Set<string>()

  constructor(private readonly options: LiveHostOptions) {}

  async start(target: LiveTarget): Promise<Reply<null>> {
    if (target.kind === 'start' && !(await this.mayRun(target)))
      return failed('it was not started: nobody agreed to it')
    await this.stop()
    const session = new Session(this.options)
    this.session = session
    try {
      await session.start(target)
      return { ok: true, value: null }
    } catch (error) {
      return failed(error)
    }
  }

  async stop(): Promise<void> {
    const { session } = this
    this.session = null
    await session?.live?.stop()
  }

  /** `params` are checked here: they come from the window as anything. */
  async ask(method: LiveQuestion, params: unknown): Promise<Reply<unknown>> {
    const checked = z.safeParse(LIVE_METHODS[method].params, params)
    if (!checked.success) return failed(`${method} was asked in a way that is not understood`)
    return this.answer(async (live) => live.ask(method, checked.data as never))
  }

  async load(id: string, blob: number, name = id): Promise<Reply<LiveResult<'load'>>> {
    const { session, options } = this
    if (session === null) return failed('there is no live process')
    if (!session.agreed.has(id)) {
      const message = 'Load this file into the live process? That executes what is in it.'
      const agrees = await options.agrees({ message, detail: options.pathOf(id) ?? id, yes: 'Load' })
      if (!agrees) return failed('the file was not loaded: nobody agreed to it')
      session.agreed.add(id)
    }
    const bare = await options.bare(id, blob)
    if (!bare.ok) return bare
    const { blob: bytes, locals } = bare.value
    const params = { name, blob: bytes, locals: locals === null ? null : [...locals] }
    return this.answer(async (live) => live.ask('load', params))
  }

  /** Whole checks and parts of them, by torch's own manager; called off by `stopProfile`. */
  async profile(
    id: string,
    blob: number,
    scenario: string | null,
    options: TorchProfileOptions,
  ): Promise<Reply<Profile>> {
    const name = `timed ${id}`
    const loaded = await this.load(id, blob, name)
    if (!loaded.ok) return loaded
    const call = await this.options.timedCall(id, blob, scenario)
    if (!call.ok) return call
    const { session } = this
    // one at a time: they would be in each other's time
    const mine = { id }
    this.profiling = mine
    const onProgress = (fraction: number): void => {
      if (this.profiling !== mine || this.session !== session) throw new Error(CANCELLED)
      this.options.onProgress(id, fraction)
    }
    const { torch = '', pid = 0 } = session ?? {}
    return this.answer(async (live) => {
      const ask: Live['ask'] = (method, params) => live.ask(method, params)
      try {
        return await profileInTorch({ ask, name, torch, pid, ...call.value, ...options, onProgress })
      } finally {
        const isLast = this.profiling === mine || this.profiling === null
        if (isLast) {
          this.profiling = null
          // a process that is gone has nothing to let go of
          await live.ask('unload', { name }).catch(() => {})
        }
      }
    })
  }

  async stopProfile(id: string): Promise<void> {
    if (this.profiling?.id === id) this.profiling = null
  }

  private async mayRun({ command, script, args }: Extract<LiveTarget, { kind: 'start' }>): Promise<boolean> {
    const detail = [command, ...(script === null ? [] : [script]), ...args].join(' ')
    if (!this.allowed.has(detail)) {
      if (!(await this.options.agrees({ message: 'Run this command?', detail, yes: 'Run' }))) return false
      this.allowed.add(detail)
    }
    return true
  }

  private async answer<T>(ask: (live: Live) => Promise<T>): Promise<Reply<T>> {
    const live = this.session?.live ?? null
    if (live === null) return failed('there is no live process')
    try {
      return { ok: true, value: await ask(live) }
    } catch (error) {
      return failed(error)
    }
  }
}

/** What of a process is written down: that it went wrong. In its words is what its script says. */
function noteEvent(event: LiveEvent): void {
  if (event.kind !== 'fault' && (event.kind !== 'exit' || event.good)) return
  const name = event.kind === 'fault' ? 'fault' : (event.signal ?? `status ${event.status}`)
  const kind = event.kind === 'fault' ? 'fault' : 'ended'
  noteProblem({ source: 'python', kind, name, code: null, frames: [], message: event.message.slice(0, 4000) })
}

/** After these the state is worth asking for: not before the script itself has brought torch to where it compiles. */
const TELLING: ReadonlySet<LiveEvent['kind']> = new Set(['ready', 'saved', 'precision', 'ended'])

/** One process from its start to its end. */
class Session {
  live: Live | null = null
  /** Files of which a person has said that they may be loaded here. */
  readonly agreed = new Set<string>()
  private readonly captures: CaptureFolder
  torch = ''
  pid = 0

  constructor(private readonly options: LiveHostOptions) {
    const now = new Date().toISOString().replace(/[:.]/g, '-')
    this.captures = new CaptureFolder(join(options.folder, now))
  }

  async start(target: LiveTarget): Promise<void> {
    const hear = (event: LiveEvent): void => this.hear(event)
    if (target.kind === 'attach') {
      const { AttachedProcess } = await import('../python/attached-process')
      this.live = new AttachedProcess(target, hear)
    } else {
      const { StartedProcess } = await import('../python/started-process')
      const { command, args } = target
      const script = target.script === null ? {} : { script: target.script }
      this.live = new StartedProcess({ command, args, ...script, stay: true }, hear)
    }
  }

  private hear(event: LiveEvent): void {
    const { tell, tellState } = this.options
    if (event.kind === 'compiled') this.captures.note(event)
    if (event.kind === 'tree') this.captures.notePrinted(event)
    if (event.kind === 'saved') this.write(event)
    else tell(event)
    if (event.kind === 'hello') this.pid = event.pid
    if (event.kind === 'torch') this.torch = event.version
    if (event.kind === 'exit') tellState(null)
    noteEvent(event)
    if (TELLING.has(event.kind)) void this.tellState()
  }

  private write(saved: SavedEntry): void {
    const { tell } = this.options
    const { blob: _, ...known } = saved
    try {
      tell({ ...known, kind: 'captured', files: this.captures.write(saved, this.torch) })
    } catch (error) {
      tell({ kind: 'fault', message: `a compile could not be written: ${message(error)}` })
    }
  }

  private async tellState(): Promise<void> {
    try {
      const state = await this.live?.ask('state', {})
      if (state === undefined) return
      const { thread: _, ...known } = state
      this.options.tellState(known)
    } catch {
      // torch is not whole yet, or the process is gone: another event follows
    }
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const failed = (error: unknown): { readonly ok: false; readonly error: { message: string; offset: null } } => ({
  ok: false,
  error: { message: message(error), offset: null },
})
