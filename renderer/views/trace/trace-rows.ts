/** The rows of the list of compiles: a head for each function, its compiles below. */
import type { Trace, TraceCompile } from '../../../shared/trace'

export type TraceRow =
  | {
      readonly kind: 'function'
      readonly chain: number
      readonly name: string
      readonly place: string
      /** What is to be said of its cache; empty where nothing is. */
      readonly note: string
      readonly isHit: boolean
    }
  | { readonly kind: 'compile'; readonly compile: number; readonly share: number }

/** Entries below the limit from which on it is told. */
const NEAR = 2

export function traceRows({ chains, compiles }: Trace): TraceRow[] {
  return chains.flatMap((chain, index) => {
    const its = chain.compiles.flatMap((at) => compiles[at] ?? [])
    const slowest = Math.max(...its.map(({ guardLatencyUs }) => guardLatencyUs ?? 0), 1)
    const rows = chain.compiles.map((compile): TraceRow => {
      const latency = compiles[compile]?.guardLatencyUs ?? 0
      return { kind: 'compile', compile, share: latency / slowest }
    })
    const place = chain.file === '' ? '' : `${baseName(chain.file)}:${chain.line}`
    return [
      { kind: 'function', chain: index, name: chain.function || 'not named in the log', place, ...limitNote(its) },
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
  return { note: limit !== null && entries >= limit - NEAR ? `${entries} of ${limit} entries` : '', isHit }
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
