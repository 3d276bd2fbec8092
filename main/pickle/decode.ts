/** Pickle bytes to object graph: protocols 0 to 5, executing nothing, without recursion. */
import { asNode, type Cell } from './cell'
import { discarded } from './discard'
import { PickleError } from './error'
import { defaultLimits, type DecodeLimits } from './limits'
import { Machine } from './machine'
import { MEMO_PUT } from './memo'
import type { Pickle, PickleNode } from './node'
import * as op from './opcodes'
import { reachable } from './reach'
import { run } from './run'

export { PickleError } from './error'
export type { DecodeLimits } from './limits'

export interface DecodeOptions {
  /** Offset of the pickle's first byte; offsets in nodes and errors count from the beginning of `bytes` all the same. */
  readonly start?: number
  /** Limits that differ from `defaultLimits`. */
  readonly limits?: Partial<DecodeLimits>
  /** Called now and then with the offset reached and the offset of the end; what it throws ends the decoding. */
  readonly onProgress?: (position: number, total: number) => void
}

/** Opcodes between two looks at limits and progress. */
const CHUNK = 8192

/** CPython frames no less than 4 bytes: a shorter pickle does not tell whether it would. */
const UNFRAMED = 6

/**
 * Decodes the pickle at `options.start`. Bytes after its STOP are left alone; `end` says where they start.
 * Strings of bytes in the graph are views on `bytes`: do not write to it afterwards.
 * @throws PickleError with the offset, for anything that is not a whole pickle within the limits.
 */
export function decodePickle(bytes: Uint8Array, options: DecodeOptions = {}): Pickle {
  const start = options.start ?? 0
  if (start >= bytes.length) throw new PickleError('Not a pickle: no bytes', start)
  const m = new Machine(bytes, start, { ...defaultLimits, ...options.limits })
  while (!run(m, CHUNK)) {
    checkLimits(m)
    options.onProgress?.(m.position, bytes.length)
  }
  checkLimits(m)
  const root = m.stack[m.height - 1]
  if (root === undefined) throw new PickleError('STOP finds nothing on the stack', m.position - 1)
  const dropped = discarded(m, root)
  root.start = start
  root.end = m.position
  return {
    root: asNode(root),
    protocol: m.protocol >= 0 ? m.protocol : isTextual(root) ? 0 : 1,
    start,
    end: m.position,
    header: m.protocol >= 0,
    framed: m.framed || (m.protocol >= 4 && m.position - start < UNFRAMED),
    discarded: dropped,
    exact: m.exact as unknown as ReadonlyMap<PickleNode, Uint8Array>,
  }
}

const textual: ReadonlySet<number> = new Set([
  0,
  op.INT,
  op.LONG,
  op.STRING,
  op.NONE,
  op.UNICODE,
  op.FLOAT,
  op.LIST,
  op.DICT,
  op.TUPLE,
  op.GLOBAL,
  op.REDUCE,
  op.INST,
  op.PERSID,
])

/** Protocols 0 and 1 carry no number: 0 has none but textual opcodes. */
function isTextual(root: Cell): boolean {
  for (const { op: code, memo } of reachable(root))
    if (!textual.has(code) || (memo >= 0 && memo % 4 !== MEMO_PUT)) return false
  return true
}

function checkLimits(m: Machine): void {
  const { maxNodes, maxMemo, maxStack } = m.limits
  if (m.nodes > maxNodes) throw new PickleError(`More than ${maxNodes} objects`, m.position)
  if (m.memoCount > maxMemo) throw new PickleError(`More than ${maxMemo} memo entries`, m.position)
  if (m.height > maxStack) throw new PickleError(`More than ${maxStack} values on the stack`, m.position)
}
