/** What went wrong with a process, in one line. */
import { constants } from 'node:os'
import type { LiveEnd } from '../../shared/live-process'

/** A live process that cannot do what was asked, in one line. */
export class LiveError extends Error {
  override readonly name = 'LiveError'
}

export interface Departure {
  readonly command: string
  readonly status: number | null
  readonly signal: string | null
  /** Whether the bridge had said hello. */
  readonly greeted: boolean
  /** What was being asked, in words; null where nothing was. */
  readonly asked: string | null
  /** Whether it was told to go. */
  readonly stopped: boolean
  /** Whether it was to run a script. */
  readonly script: boolean
  /** What the script raised, or why torch could not be imported; null where nothing was. */
  readonly raised: string | null
  /** The last of standard error. */
  readonly said: string
}

/** How a process went. */
export function endOf(it: Departure): LiveEnd {
  const { status } = it
  const signal = it.signal ?? signalOf(status)
  const base = { status, signal }
  if (it.stopped) return { ...base, good: true, message: 'stopped' }
  if (!it.greeted) {
    const why = lastLine(it.said)
    const how = signal === null ? `ended with status ${status}` : `was ended by ${signal}`
    return { ...base, good: false, message: `${it.command} ${how} before it answered${why === '' ? '' : `: ${why}`}` }
  }
  const during = it.asked === null ? '' : ` while it ${it.asked}`
  if (signal !== null)
    return { ...base, good: false, message: `Python was killed by ${signal}${during}${meaning(signal)}` }
  if (it.raised !== null && it.script) return { ...base, good: false, message: `the script ended with ${it.raised}` }
  if (it.raised !== null) return { ...base, good: false, message: `Python ended with status ${status}: ${it.raised}` }
  if (status !== 0) return { ...base, good: false, message: `Python ended with status ${status}${during}` }
  return { ...base, good: it.asked === null, message: `Python ended${during}` }
}

/** A shell or ssh tells of a signal by a status above 128. */
function signalOf(status: number | null): string | null {
  if (status === null || status <= 128 || status > 192) return null
  return Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0] ?? null
}

function meaning(signal: string): string {
  if (signal === 'SIGABRT') return ' (torch aborts on a global state that it cannot read)'
  if (signal === 'SIGKILL') return ' (memory may have run out)'
  return ''
}

/** Words for what could not be started. */
export function startError(command: string, program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `${program}: there is no such command`
  if (error.code === 'EACCES') return `${program}: may not be executed`
  return `${command}: ${error.code ?? error.message}`
}

function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return (
    lines
      .filter((line) => line !== '')
      .at(-1)
      ?.slice(0, 300) ?? ''
  )
}
