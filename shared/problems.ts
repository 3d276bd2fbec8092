/**
 * What went wrong in the app, as it is written down on this machine: of what kind, and where in our own code. A message can
 * hold what a file says, and a path whose it is: both are there only where the person has let them be.
 */
import * as z from 'zod/mini'

z.config({ jitless: true })

const Text = (most: number) => z.string().check(z.maxLength(most))

export const PROBLEM_SOURCES = ['main', 'page', 'thread', 'python', 'electron'] as const

/** As it is told by whoever noticed it. */
export const ProblemSchema = z.object({
  /** `electron`: a process of Electron's own, such as the one that draws. */
  source: z.enum(PROBLEM_SOURCES),
  /** `ended`: a process is gone; `view`: a view that broke and is shown as such. */
  kind: z.enum(['uncaught', 'rejected', 'view', 'ended', 'hung', 'fault']),
  /** The class of an error, a signal, why a process is gone. */
  name: Text(200),
  /** What a system call or Node says, `ENOSPC`; null where nothing does. */
  code: z.nullable(Text(200)),
  /** Where it was, innermost first: `read (index.js:12:3)`. */
  frames: z.array(Text(1000)).check(z.maxLength(40)),
  message: z.nullable(Text(4000)),
})
export type Problem = z.infer<typeof ProblemSchema>

export const WrittenProblemSchema = z.object({
  ...ProblemSchema.shape,
  /** ISO 8601. */
  time: Text(40),
  /** Of Guardscope. */
  version: Text(40),
})
export type WrittenProblem = z.infer<typeof WrittenProblemSchema>

export const ProblemReportSchema = z.object({
  /** Where the logs are. */
  folder: z.string(),
  /** Whether messages and whole paths are written down from now on. */
  detailed: z.boolean(),
  /** The last first. */
  problems: z.array(WrittenProblemSchema),
  /** What Electron wrote of processes that crashed. */
  dumps: z.object({ count: z.int(), bytes: z.number() }),
})
export type ProblemReport = z.infer<typeof ProblemReportSchema>

const MOST_FRAMES = 20

/** A thing that was thrown. */
export function problemOf(source: Problem['source'], kind: Problem['kind'], thrown: unknown): Problem {
  if (!(thrown instanceof Error)) return { source, kind, name: typeof thrown, code: null, frames: [], message: null }
  const { name, message, stack = '' } = thrown
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code.slice(0, 200) : null
  return {
    source,
    kind,
    name: name.slice(0, 200),
    code,
    frames: framesIn(stack, message),
    message: message.slice(0, 4000),
  }
}

/** The lines of a stack behind its message, which may look like any of them. */
function framesIn(stack: string, message: string): string[] {
  const at = stack.indexOf(message)
  if (at < 0) return []
  const lines = stack.slice(at + message.length).split('\n')
  return lines.flatMap((line) => line.match(/^\s+at (.{1,900})$/)?.[1] ?? []).slice(0, MOST_FRAMES)
}

/** As it may be written: without its message, and of paths the last name alone. What is not as expected is left out. */
export function withoutContents(problem: Problem): Problem {
  const { name, code } = problem
  return {
    ...problem,
    name: /^[\w$-]{1,60}( \d{1,5})?$/.test(name) ? name : 'Error',
    code: code !== null && /^[\w-]{1,60}$/.test(code) ? code : null,
    frames: problem.frames.flatMap((frame) => plainFrame(frame) ?? []),
    message: null,
  }
}

/** `Reader.read (index.js:12:3)` of `async Reader.read (file:///home/me/index.js:12:3)`; null for what is no frame. */
function plainFrame(frame: string): string | null {
  const [, name, place, line, column] =
    /^(?:(?:async |new )*([\w$.<># ]{1,100}?)(?: \[as [\w$.]+\])? \()?(.*?):(\d+):(\d+)\)?$/.exec(frame) ?? []
  if (place === undefined) return null
  const file = place.split(/[\\/]/).at(-1) ?? ''
  const where = `${/^[\w.@-]{1,100}$/.test(file) ? file : 'elsewhere'}:${line}:${column}`
  return name === undefined ? where : `${name} (${where})`
}
