/** The state of a decoding in progress: the bytes, the stack, the marks and the memo. */
import type { Cell } from './cell'
import { PickleError } from './error'
import type { DecodeLimits } from './limits'
import { opcodeNames } from './opcodes'

export interface Machine {
  readonly bytes: Uint8Array
  /** The same bytes, for fast ASCII text. */
  readonly buffer: Buffer
  readonly limits: DecodeLimits
  /** Offset of the next unread byte. */
  position: number
  readonly stack: Cell[]
  /** Beside each stack entry: the offset of the first byte that went into it. */
  readonly starts: number[]
  /** Entries on the stack; what lies above in the arrays is stale. */
  height: number
  /** Entries below this height are behind the last MARK. */
  fence: number
  /** Stack height and offset of each open MARK. */
  readonly marks: number[]
  readonly markStarts: number[]
  /** Memo entries 0, 1, 2...; indices far from those are in `sparse`. */
  readonly memo: (Cell | null)[]
  readonly sparse: Map<number, Cell>
  memoCount: number
  nodes: number
  protocol: number | null
  framed: boolean
  /** Arguments that their node's value alone would not write again. */
  readonly exact: Map<Cell, Uint8Array>
  /** What POP and POP_MARK took off, and what STOP left behind. */
  readonly popped: Map<Cell, Cell | null>
}

export function newMachine(bytes: Uint8Array, position: number, limits: DecodeLimits): Machine {
  return {
    bytes,
    buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    limits,
    position,
    stack: [],
    starts: [],
    height: 0,
    fence: 0,
    marks: [],
    markStarts: [],
    memo: [],
    sparse: new Map(),
    memoCount: 0,
    nodes: 0,
    protocol: null,
    framed: false,
    exact: new Map(),
    popped: new Map(),
  }
}

/** Closes the last MARK and returns its stack height; the entries above it are the caller's to take. */
export function popMark(m: Machine, op: number, at: number): number {
  const height = m.marks.pop()
  if (height === undefined) throw new PickleError(`${nameOf(op)} finds no MARK`, at)
  const below = m.marks.length
  m.fence = below === 0 ? 0 : (m.marks[below - 1] as number)
  return height
}

/** Memoises the entry `index`; indices may come in any order. */
export function putMemo(m: Machine, index: number, cell: Cell): void {
  const { memo, sparse } = m
  if (index <= memo.length + 16) {
    while (memo.length < index) {
      const moved = sparse.get(memo.length) ?? null
      if (moved !== null) sparse.delete(memo.length)
      memo.push(moved)
    }
    if (index === memo.length) {
      if (!sparse.delete(index)) m.memoCount += 1
      memo.push(cell)
    } else {
      if (memo[index] === null) m.memoCount += 1
      memo[index] = cell
    }
  } else {
    if (!sparse.has(index)) m.memoCount += 1
    sparse.set(index, cell)
  }
}

export function getMemo(m: Machine, index: number): Cell | null {
  return index < m.memo.length ? (m.memo[index] as Cell | null) : (m.sparse.get(index) ?? null)
}

/** The error for an operand, `size` bytes from `from`, that runs past the end. */
export function truncated(m: Machine, op: number, at: number, size: number, from: number): PickleError {
  const left = Math.max(0, m.bytes.length - from)
  return new PickleError(`Truncated: ${nameOf(op)} wants ${plural(size)}, ${left} left,`, at)
}

export function underflow(m: Machine, op: number, at: number): PickleError {
  const why = m.fence > 0 ? 'finds a MARK where it wants a value' : 'finds too few values on the stack'
  return new PickleError(`${nameOf(op)} ${why}`, at)
}

export function noMemo(op: number, index: number, at: number): PickleError {
  return new PickleError(`${nameOf(op)} asks for memo entry ${index}, which does not exist,`, at)
}

export function nameOf(op: number): string {
  return opcodeNames.get(op) ?? 'unknown opcode'
}

function plural(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes} bytes`
}
