/** One live process as the window knows it: what it told of itself, its compiles in their order, and how it ended. */
import type { CompiledEntry, LiveEnd, LiveNews, LiveTarget } from '../../../shared/live-process'
import { joinWords } from './split-words'

type Told<K extends LiveNews['kind']> = Omit<Extract<LiveNews, { kind: K }>, 'kind'>

/** A compile; what was saved of it comes after it was told. */
export interface Compile extends CompiledEntry {
  /** null before it has come, and where it was let go: the earliest are, once all together are long. */
  readonly tree: string | null
  /** The call it was made for, as a scenario's JSON; let go with the tree. */
  readonly call: string | null
  readonly captured: Omit<Told<'captured'>, 'scenario'> | null
}

export interface LiveSession {
  /** Another for each process. */
  readonly serial: number
  readonly target: LiveTarget
  readonly hello: Told<'hello'> | null
  readonly torch: Told<'torch'> | null
  /** A process without a script has imported torch. */
  readonly ready: boolean
  /** How the script ended. */
  readonly ended: Told<'ended'> | null
  readonly exit: LiveEnd | null
  /** The last that went wrong and did not end it. */
  readonly fault: string | null
  readonly compiles: readonly Compile[]
  /** Characters of the trees and calls that are kept. */
  readonly kept: number
}

/** Characters of trees and calls that are kept together. */
const MOST_KEPT = 64e6

export function freshSession(target: LiveTarget, serial: number): LiveSession {
  const nothing = { hello: null, torch: null, ready: false, ended: null, exit: null, fault: null }
  return { serial, target, ...nothing, compiles: [], kept: 0 }
}

/** The session after what was told. What was printed is kept elsewhere. */
export function told(session: LiveSession, news: readonly LiveNews[], most = MOST_KEPT): LiveSession {
  const next = { ...session }
  // one copy for all that came together
  let compiles: Compile[] | null = null
  const own = (): Compile[] => (compiles ??= [...session.compiles])
  for (const one of news) {
    switch (one.kind) {
      case 'hello':
        next.hello = one
        break
      case 'torch':
        next.torch = one
        break
      case 'ready':
        next.ready = true
        break
      case 'ended':
        next.ended = one
        break
      case 'exit':
        next.exit = one
        break
      case 'fault':
        next.fault = one.message
        break
      case 'compiled': {
        const { kind: _, ...entry } = one
        own().push({ ...entry, tree: null, call: null, captured: null })
        break
      }
      case 'tree': {
        const { tree } = one
        change(own(), one.entry, (compile) => ({ ...compile, tree }))
        next.kept += tree.length
        break
      }
      case 'captured': {
        const { kind: _, scenario, ...captured } = one
        const call = scenario === null ? null : JSON.stringify(scenario)
        change(own(), captured.entry, (compile) => ({ ...compile, call, captured }))
        next.kept += call?.length ?? 0
        break
      }
      case 'output':
      case 'stderr':
      case 'precision':
        break
    }
  }
  if (compiles === null) return next
  return { ...next, compiles, kept: letGo(compiles, next.kept, most) }
}

/** Changes a compile, one of the last: what is told of one follows it soon. */
function change(compiles: Compile[], entry: number, make: (compile: Compile) => Compile): void {
  let at = compiles.length - 1
  while (at >= 0 && compiles[at]?.entry !== entry) at--
  const compile = compiles[at]
  if (compile !== undefined) compiles[at] = make(compile)
}

/** Lets the earliest texts go until the rest is short enough; the last one stays. */
function letGo(compiles: Compile[], size: number, most: number): number {
  let left = size
  for (let at = 0; left > most && at < compiles.length - 1; at++) {
    const compile = compiles[at]
    if (compile?.tree == null) continue
    left -= compile.tree.length + (compile.call?.length ?? 0)
    compiles[at] = { ...compile, tree: null, call: null }
  }
  return left
}

/** Whether it can be asked and told. */
export const isThere = (session: LiveSession | null): session is LiveSession =>
  session !== null && session.exit === null

export interface Standing {
  readonly words: string
  readonly tone: 'busy' | 'good' | 'quiet' | 'bad'
}

/** What it is at, in a few words. */
export function standingOf({ target, hello, torch, ready, ended, exit }: LiveSession): Standing {
  if (exit !== null) return { words: exit.good ? 'ended' : 'failed', tone: exit.good ? 'quiet' : 'bad' }
  if (hello === null) return { words: target.kind === 'attach' ? 'attaching' : 'starting', tone: 'busy' }
  if (ended !== null)
    return ended.error === null && ended.status === 0
      ? { words: 'script ended, process stays', tone: 'good' }
      : { words: 'script failed, process stays', tone: 'bad' }
  if (target.kind === 'attach') return { words: 'attached', tone: 'good' }
  if (target.script !== null) return { words: torch === null ? 'running, without torch' : 'running', tone: 'busy' }
  return ready ? { words: 'waiting', tone: 'good' } : { words: 'importing torch', tone: 'busy' }
}

/** What went wrong, in one line; null where nothing did. */
export function faultOf({ target, exit, ended, fault, torch }: LiveSession): string | null {
  // what was told before the end is what led to it
  if (exit !== null && !exit.good) return fault === null ? exit.message : `${fault} (${exit.message})`
  if (ended?.error != null && target.kind === 'start' && target.script === null) return ended.error
  if (ended?.error != null) return `the script ended with ${ended.error}`
  if (ended !== null && ended.status !== 0) return `the script ended with status ${ended.status}`
  if (fault !== null) return fault
  if (torch?.standing === 'old') return `torch ${torch.version} is too old: nothing is captured`
  return null
}

/** The command as a person would type it. */
export function commandOf(target: LiveTarget): string {
  if (target.kind === 'attach') return target.address
  return `${target.command} ${joinWords([...(target.script === null ? [] : [target.script]), ...target.args])}`.trim()
}
