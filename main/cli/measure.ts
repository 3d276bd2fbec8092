/** Times the way of a blob from bytes to text: decoded, built, printed. */
import { openDocument } from '../documents/document'

/** Milliseconds. */
export interface Timing {
  readonly min: number
  readonly median: number
  readonly runs: number
}

/** Milliseconds of one run. `build` is what lies between the graph and the tree: the typed state and the guard managers. */
export interface RunTimes {
  readonly decode: number
  readonly build: number
  readonly print: number
  /** The three together. What the window needs besides, the tree as columns, is not in it. */
  readonly total: number
}

/** Opens the bytes afresh and prints a blob's tree, once. */
export function measureRun(bytes: Uint8Array, blob: number): RunTimes {
  const document = openDocument(bytes)
  const { timings } = document.openBlob(blob).summary
  const opened = performance.now()
  document.treeText(blob)
  const print = performance.now() - opened
  const build = timings.state + timings.build
  return { decode: timings.decode, build, print, total: timings.decode + build + print }
}

export function timing(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
  return { min: rounded(sorted[0] ?? 0), median: rounded(median), runs: sorted.length }
}

/** To the microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
