/** Opcodes that move the stack, the marks and the memo, and those that frame a stream. */
import type { Cell } from './cell'
import { discard, discardAbove } from './discard'
import { PickleError } from './error'
import { getMemo, need, popMark, pushAgain, putMemo, readUint, take, type Machine } from './machine'
import { MEMO_MEMOIZE, packMemo } from './memo'
import { readIndexLine } from './text'

export function protocol(m: Machine, at: number, code: number): void {
  const number = readUint(m, 1, at, code)
  if (number > 5) throw new PickleError(`Pickle protocol ${number} is not known (0 to 5 are)`, at)
  m.protocol = number
}

/** As CPython's C unpickler: the frame must be there whole; where it ends is of no more interest. */
export function frame(m: Machine, at: number, code: number): void {
  const size = readUint(m, 8, at, code)
  const start = take(m, size, at, code)
  m.position = start
  m.framed = true
}

export function mark(m: Machine, at: number): void {
  m.marks.push(m.height)
  m.markStarts.push(at)
  m.fence = m.height
}

export function pop(m: Machine, at: number, code: number): void {
  if (m.marks.length > 0 && m.fence === m.height) {
    popMark(m, at, code)
    m.markStarts.pop()
    return
  }
  need(m, 1, at, code)
  m.height -= 1
  discard(m, m.stack[m.height] as Cell)
}

export function popMarked(m: Machine, at: number, code: number): void {
  const base = popMark(m, at, code)
  m.markStarts.pop()
  discardAbove(m, base)
  m.height = base
}

export function duplicate(m: Machine, at: number, code: number): void {
  need(m, 1, at, code)
  pushAgain(m, m.stack[m.height - 1] as Cell, at)
}

export function memoize(m: Machine, at: number, code: number): void {
  need(m, 1, at, code)
  const top = m.stack[m.height - 1] as Cell
  const index = m.memoCount
  top.memo = index * 4 + MEMO_MEMOIZE
  top.end = m.position
  if (index === m.memo.length && m.sparse.size === 0) {
    m.memo.push(top)
    m.memoCount = index + 1
  } else putMemo(m, index, top)
}

export function putText(m: Machine, at: number, code: number): void {
  put(m, readIndexLine(m, at, code), at, code)
}

export function putByte(m: Machine, at: number, code: number): void {
  put(m, readUint(m, 1, at, code), at, code)
}

export function putLong(m: Machine, at: number, code: number): void {
  put(m, readUint(m, 4, at, code), at, code)
}

export function getText(m: Machine, at: number, code: number): void {
  pushAgain(m, getMemo(m, readIndexLine(m, at, code), at, code), at)
}

export function getByte(m: Machine, at: number, code: number): void {
  const start = take(m, 1, at, code)
  pushAgain(m, getMemo(m, m.bytes[start] as number, at, code), at)
}

export function getLong(m: Machine, at: number, code: number): void {
  const { bytes } = m
  const start = take(m, 4, at, code)
  const low = (bytes[start] as number) | ((bytes[start + 1] as number) << 8) | ((bytes[start + 2] as number) << 16)
  pushAgain(m, getMemo(m, low + (bytes[start + 3] as number) * 0x1000000, at, code), at)
}

function put(m: Machine, index: number, at: number, code: number): void {
  need(m, 1, at, code)
  const top = m.stack[m.height - 1] as Cell
  top.memo = packMemo(code, index)
  top.end = m.position
  putMemo(m, index, top)
}
