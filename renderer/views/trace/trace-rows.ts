/** The rows of the list of compiles: a head for each function, its compiles below. */
import { NEAR_LIMIT, type Trace, type TraceCompile } from '../../../shared/trace'

export type TraceRow =
  | {
      readonly kind: 'function'
      readonly chain: number
      readonly name: string
      readonly place: string
      /** Which of several processes compiled it; empty where there is one. */
      readonly who: string
      /** What is to be said of its cache; empty where nothing is. */
      readonly note: string
      readonly isHit: boolean
    }
  | { readonly kind: 'compile'; readonly compile: number; readonly share: number }

export function traceRows({ chains, compiles, logs }: Trace): TraceRow[] {
  const several = new Set(compiles.map(({ log, pid }) => `${log} ${pid}`)).size > 1
  const nameOf = (log: number): string => (logs.length > 1 ? `${baseName(logs[log]?.path ?? '')} ` : '')
  return chains.flatMap((chain, index) => {
    const its = chain.compiles.flatMap((at) => compiles[at] ?? [])
    const slowest = Math.max(...its.map(({ guardLatencyUs }) => guardLatencyUs ?? 0), 1)
    const rows = chain.compiles.map((compile): TraceRow => {
      const latency = compiles[compile]?.guardLatencyUs ?? 0
      return { kind: 'compile', compile, share: latency / slowest }
    })
    const [first] = its
    const process = first?.rank == null ? `process ${first?.pid ?? ''}` : `rank ${first.rank}`
    const who = several ? `${nameOf(first?.log ?? 0)}${process}` : ''
    const place = chain.file === '' ? '' : `${baseName(chain.file)}:${chain.line}`
    return [
      { kind: 'function', chain: index, name: chain.function || 'not named in the log', place, who, ...limitNote(its) },
      ...rows,
    ]
  })
}

function limitNote(compiles: readonly TraceCompile[]): { readonly note: string; readonly isHit: boolean } {
  const isHit = compiles.some(
    ({ failure }) => failure !== null && /recompile limit exceeded|recompile_limit/.test(failure),
  )
  const entries = compiles.filter(({ hasTree }) => hasTree).length
  const limit = compiles.find(({ recompileLimit }) => recompileLimit !== null)?.recompileLimit ?? null
  if (isHit) return { note: 'recompile limit hit', isHit }
  return { note: limit !== null && entries >= limit - NEAR_LIMIT ? `${entries} of ${limit} entries` : '', isHit }
}

/** The first reason in a few words. */
export function shortReason({ reasons, failure }: TraceCompile): string {
  const [first] = reasons
  if (first === undefined) return failure === null ? '' : 'came to nothing'
  const text = first.split('\n')[0] ?? ''
  return text
    .replace(/^!?\d+(?:\/\d+)+: /, '')
    .replace(/ {2,}# .*$/, '')
    .replace(/ +\(HINT: .*\)$/, '')
    .replace(
      /^___check_type_id\((.*), \d+\)(?:, type=(.*))?$/,
      (_, source: string, type = 'its type') => `${source} is no ${type}`,
    )
    .replace(/^___check_obj_id\((.*), \d+\).*$/, (_, source: string) => `${source} is another object`)
    .replace(
      /^expected type of '(.*)' to be .* but found (.*)$/,
      (_, source: string, type: string) => `${source} is a ${type}`,
    )
    .replace(/^tensor '(.*)' (.*) mismatch(?: at index (\d+))?\. expected (.*), actual (.*)$/, tensorWords)
    .trim()
}

/** `x size[0] 6 → 3`. */
function tensorWords(...[, source, what, index, expected, actual]: readonly string[]): string {
  return `${source} ${what}${index === undefined ? '' : `[${index}]`} ${expected} → ${actual}`
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** `54.7 µs`. */
export const microseconds = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} µs`
