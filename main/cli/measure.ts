/** Times the way of a blob from bytes to text: decoded, built, printed; a check, and an edit. */
import { openDocument } from '../documents/document'
import { EditSession } from '../documents/edit-session'
import { EditRefused } from '../engine/edit/refused'
import { patchOf } from '../documents/tree-patch'

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

/**
 * Milliseconds of an edit of one value, from the question to what the window is told: whether the first tensor of a blob
 * requires grad, taken back and done again. Empty for a blob without tensors.
 */
export function measureEdits(bytes: Uint8Array, blob: number, runs: number): number[] {
  const document = openDocument(bytes)
  let { tree } = document.openBlob(blob)
  const session = new EditSession(document, bytes)
  const { builder } = document.tree(blob)
  const wasEdited = document.nodes(blob).some((node) => {
    if (!('leaf' in node)) return false
    const { guard, expected } = node.leaf
    if (guard === null || expected.kind !== 'tensor') return false
    const edit = { do: 'set-tensor', at: builder.name(guard), requires_grad: !expected.value.requiresGrad }
    return isMade(() => session.edit(blob, [edit], ''))
  })
  if (!wasEdited) return []
  const edit = (_: unknown, run: number): number => {
    const began = performance.now()
    const { opened } = session.jump(blob, run % 2)
    patchOf(tree, opened.tree)
    tree = opened.tree
    return performance.now() - began
  }
  Array.from({ length: WARM_EDITS }, edit)
  return Array.from({ length: runs }, edit)
}

/** Not every tensor can require grad. */
function isMade(edit: () => void): boolean {
  try {
    edit()
    return true
  } catch (error) {
    if (error instanceof EditRefused) return false
    throw error
  }
}

/** Not counted, as with checks. */
const WARM_EDITS = 20

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
