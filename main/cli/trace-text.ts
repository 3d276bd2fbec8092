/** A trace as text for the terminal. */
import {
  NEAR_LIMIT,
  type ChainStory,
  type RecompileReason,
  type ShapeOrigin,
  type Trace,
  type TraceCompile,
  type TracedLine,
  type TracedRecompile,
  type TraceLog,
} from '../../shared/trace'

export function traceText(trace: Trace, stories: readonly ChainStory[]): string {
  const { logs, compiles, chains } = trace
  const byChain = new Map(stories.map((story) => [story.chain, story]))
  const several = new Set(compiles.map(({ pid, log }) => `${log} ${pid}`)).size > 1
  const lines = chains.flatMap((chain, index) => {
    const story = byChain.get(index)
    const why = new Map(story?.recompiles.map((one) => [one.compile, one]))
    return [
      ...chain.compiles.flatMap((at) => compileLines(compiles[at], why.get(at), several)),
      ...(story === undefined ? [] : storyLines(story, compiles)),
    ]
  })
  return [...lines, ...logs.map((log) => logLine(log, logs)), countLine(trace), ''].join('\n')
}

function compileLines(
  compile: TraceCompile | undefined,
  why: TracedRecompile | undefined,
  several: boolean,
): readonly string[] {
  if (compile === undefined) return []
  const { id, function: name, file, line, guards, guardLatencyUs, reasons, failure, rank, pid } = compile
  const who = several ? (rank === null ? `${pid} ` : `rank ${rank} `) : ''
  const place = name === '' ? 'a function that the log does not name' : file === '' ? name : `${name} (${file}:${line})`
  const about = [
    ...(guards === null ? [] : [`${guards} guards`]),
    ...(guardLatencyUs === null ? [] : [`${guardLatencyUs} us cold`]),
  ].join(', ')
  return [
    `[${who}${id}] ${place}${about === '' ? '' : `: ${about}`}`,
    ...reasonLines(reasons, why?.reasons ?? []),
    ...adviceLines(why?.reasons ?? []),
    ...(failure === null ? [] : [`    came to nothing: ${failure.split('\n')[0] ?? ''}`]),
  ]
}

/** torch's words, then what they leave out; a line of the user's code behind the last of the reasons that come from it. */
function reasonLines(texts: readonly string[], reasons: readonly RecompileReason[]): readonly string[] {
  return texts.flatMap((text, i) => {
    const reason = reasons[i]
    const said = (text.split('\n')[0] ?? '')
      .replace(/ {2,}# .*$/, '')
      .replace(/ +\(HINT: .*\)$/, '')
      .trimEnd()
    const { actual = null, user = null, origin = null } = reason ?? {}
    const came = actual === null || /(?:, actual|but found|present on) /.test(said) ? '' : `  (it was ${actual})`
    const place = placeOf(user)
    const isLast = place !== '' && place !== placeOf(reasons[i + 1]?.user ?? null)
    return [`    ${said}${came}`, ...(isLast ? [`        ${place}`] : []), ...originLines(origin, isLast ? place : '')]
  })
}

/** What made the size a guard: the line, then its callers. */
function originLines(origin: ShapeOrigin | null, above: string): readonly string[] {
  if (origin === null) return []
  const [inner = null, ...callers] = [...origin.userStack].reverse()
  return [
    `        ${origin.expression}${origin.isStatic ? ' made it one number' : ''}${placeOf(inner) === above ? '' : `: ${placeOf(inner)}`}`,
    ...callers.map((caller) => `            called by ${placeOf(caller)}`),
  ]
}

function placeOf(user: TracedLine | null): string {
  if (user === null) return ''
  return `${user.file}:${user.line} in ${user.function}${user.code === '' ? '' : `: ${user.code}`}`
}

function adviceLines(reasons: readonly RecompileReason[]): readonly string[] {
  return [...new Set(reasons.map(({ advice }) => advice))].map((advice) => `    -> ${advice}`)
}

function storyLines(
  { dead, entries, limit, limitHit }: ChainStory,
  compiles: readonly TraceCompile[],
): readonly string[] {
  const near = limit !== null && entries >= limit - NEAR_LIMIT
  return [
    ...dead.map(({ compile, why }) => `  ${compiles[compile]?.id ?? ''} is never hit again: ${why}`),
    ...(limitHit
      ? [`  the recompile limit was hit: torch runs what no entry takes uncompiled`]
      : near
        ? [`  ${entries} entries, and the recompile limit is ${limit}`]
        : []),
  ]
}

function logLine(log: TraceLog, logs: readonly TraceLog[]): string {
  const counts = [
    log.records === 0 ? 'lines of TORCH_LOGS' : `${log.records} records`,
    ...(log.sameRunAs === null ? [] : [`of the run of ${logs[log.sameRunAs]?.path ?? ''}`]),
    ...(log.torch === '' ? [] : [`torch ${log.torch}`]),
    ...(log.processes.length > 1 ? [`${log.processes.length} processes`] : []),
    ...(log.unknown.length > 0
      ? [`events not known: ${log.unknown.map(({ name, count }) => `${name} (${count})`).join(', ')}`]
      : []),
    ...(log.badRecords > 0 ? [`${count(log.badRecords, 'record')} not readable`] : []),
    ...(log.badPayloads > 0 ? [`${count(log.badPayloads, 'payload')} not whole`] : []),
    ...(log.foreignLines > 0 ? [`${count(log.foreignLines, 'line')} not of torch`] : []),
    ...(log.torn ? ['ends in the middle of a line'] : []),
  ]
  return `${log.path}: ${counts.join(', ')}`
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

function countLine({ compiles, chains }: Trace): string {
  const again = compiles.filter(({ reasons }) => reasons.length > 0).length
  return `${count(compiles.length, 'compile')} of ${count(chains.length, 'function')}, ${count(again, 'recompile')}`
}
