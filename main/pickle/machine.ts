/** The state of a decoding in progress: the bytes, the stack, the marks and the memo. */
import type { Cell } from './cell'
import { PickleError } from './error'
import type { DecodeLimits } from './limits'
import { opcodeNames } from './opcodes'

/** A class and not a literal: its fields keep their types from the first decoding on, and so does compiled code. */
export class Machine {
  readonly bytes: Uint8Array
  /** The same bytes, for fast ASCII text. */
  readonly buffer: Buffer
  readonly limits: DecodeLimits
  /** Offset of the next unread byte. */
  position: number
  readonly stack: Cell[] = []
  /** Beside each stack entry: the offset of the first byte that went into it. */
  readonly starts: number[] = []
  /** Entries on the stack; what lies above in the arrays is stale. */
  height = 0
  /** Entries below this height are behind the last MARK. */
  fence = 0
  /** Stack height and offset of each open MARK. */
  readonly marks: number[] = []
  readonly markStarts: number[] = []
  /** Memo entries 0, 1, 2...; indices far from those are in `sparse`. */
  readonly memo: (Cell | null)[] = []
  readonly sparse = new Map<number, Cell>()
  memoCount = 0
  nodes = 0
  /** -1 until a PROTO says it. */
  protocol = -1
  framed = false
  /** Arguments that their node's value alone would not write again. */
  readonly exact = new Map<Cell, Uint8Array>()
  /** What POP and POP_MARK took off, and what STOP left behind, with the value below. */
  readonly popped = new Map<Cell, Cell | null>()
  /** Those of them that the encoder writes along with the object they are a first try of. */
  readonly twins = new Set<Cell>()

  constructor(bytes: Uint8Array, position: number, limits: DecodeLimits) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.limits = limits
    this.position = position
  }
}

/** Pushes a new object. */
export function push(m: Machine, cell: Cell): void {
  const { height } = m
  m.stack[height] = cell
  m.starts[height] = cell.start
  m.height = height + 1
  m.nodes += 1
}

/** Pushes an object that exists already; `start` is where the opcode that fetched it stands. */
export function pushAgain(m: Machine, cell: Cell, start: number): void {
  const { height } = m
  m.stack[height] = cell
  m.starts[height] = start
  m.height = height + 1
}

/** Checks that `count` values lie above the last MARK. */
export function need(m: Machine, count: number, at: number, op: number): void {
  if (m.height - count < m.fence) throw underflow(m, op, at)
}

/** Closes the last MARK and returns its stack height; the entries above it are the caller's to take. */
export function popMark(m: Machine, at: number, op: number): number {
  const height = m.marks.pop()
  if (height === undefined) throw new PickleError(`${nameOf(op)} finds no MARK`, at)
  const below = m.marks.length
  m.fence = below === 0 ? 0 : (m.marks[below - 1] as number)
  return height
}

/** Closes the last MARK and takes the entries above it. */
export function takeMarked(m: Machine, at: number, op: number): Cell[] {
  const base = popMark(m, at, op)
  const items = m.stack.slice(base, m.height)
  m.height = base
  return items
}

/** Moves past `size` bytes that must be there; returns where they start. */
export function take(m: Machine, size: number, at: number, op: number): number {
  const start = m.position
  if (size > m.bytes.length - start) throw truncated(m, op, at, size, start)
  m.position = start + size
  return start
}

/** A little-endian length of `width` bytes; beyond 2**53 it is not exact, and longer than any file. */
export function readUint(m: Machine, width: number, at: number, op: number): number {
  const start = take(m, width, at, op)
  if (width === 1) return m.bytes[start] as number
  let value = 0
  for (let i = start + width - 1; i >= start; i--) value = value * 256 + (m.bytes[i] as number)
  return value
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

/** The memo entry `index`, null where there is none. */
export function findMemo(m: Machine, index: number): Cell | null {
  return index < m.memo.length ? (m.memo[index] as Cell | null) : (m.sparse.get(index) ?? null)
}

export function getMemo(m: Machine, index: number, at: number, op: number): Cell {
  const found = findMemo(m, index)
  if (found === null) throw new PickleError(`${nameOf(op)} asks for memo entry ${index}, which does not exist,`, at)
  return found
}

export function nameOf(op: number): string {
  return opcodeNames.get(op) ?? 'unknown opcode'
}

/** The error for an operand, `size` bytes from `from`, that runs past the end. */
function truncated(m: Machine, op: number, at: number, size: number, from: number): PickleError {
  const left = Math.max(0, m.bytes.length - from)
  return new PickleError(`Truncated: ${nameOf(op)} wants ${size} byte${size === 1 ? '' : 's'}, ${left} left,`, at)
}

function underflow(m: Machine, op: number, at: number): PickleError {
  const why = m.fence > 0 ? 'finds a MARK where it wants a value' : 'finds too few values on the stack'
  return new PickleError(`${nameOf(op)} ${why}`, at)
}
