/** The encoder's memo: which node has which index, and the opcodes that say so. */
import type { Cell } from './cell'
import { MEMO_BINPUT, MEMO_LONG_BINPUT, MEMO_MADE, MEMO_MEMOIZE, MEMO_PUT } from './memo'
import * as op from './opcodes'
import { writeByte, writeLine, writeUint, type Writer } from './writer'

export interface MemoTable {
  readonly protocol: number
  readonly indices: Map<Cell, number>
  /** Entries in use; null while they are exactly 0 to indices.size - 1. */
  used: Set<number> | null
}

export function newMemoTable(protocol: number): MemoTable {
  return { protocol, indices: new Map(), used: null }
}

/** Memoises the value on top of the stack as `cell`, in the style the stream had, or as CPython would. */
export function writePut(w: Writer, table: MemoTable, cell: Cell): void {
  const count = table.indices.size
  const recorded = cell.memo < 0 ? -1 : Math.floor(cell.memo / 4)
  const style = cell.memo < 0 ? styleOf(table.protocol) : cell.memo % 4
  if (style === MEMO_MEMOIZE && !isUsed(table, count)) {
    take(table, cell, count)
    return writeByte(w, op.MEMOIZE)
  }
  let index = style !== MEMO_MEMOIZE && recorded >= 0 ? recorded : count
  if (isUsed(table, index)) index = count
  while (isUsed(table, index)) index += 1
  take(table, cell, index)
  if (style === MEMO_PUT) return writeLine(w, op.PUT, String(index))
  const short = index < 256 && !(style === MEMO_LONG_BINPUT && index === recorded)
  if (short) writeUint(w, op.BINPUT, index, 1)
  else writeUint(w, op.LONG_BINPUT, index, 4)
}

/** Fetches a memoised node. */
export function writeGet(w: Writer, protocol: number, cell: Cell, index: number): void {
  const style = cell.memo < 0 ? styleOf(protocol) : cell.memo % 4
  if (style === MEMO_PUT) writeLine(w, op.GET, String(index))
  else if (index < 256) writeUint(w, op.BINGET, index, 1)
  else writeUint(w, op.LONG_BINGET, index, 4)
}

/** Whether the node is to be memoised at all. */
export function wantsMemo(cell: Cell): boolean {
  return cell.memo >= 0 || cell.memo === MEMO_MADE
}

function styleOf(protocol: number): number {
  return protocol >= 4 ? MEMO_MEMOIZE : protocol >= 1 ? MEMO_BINPUT : MEMO_PUT
}

function isUsed(table: MemoTable, index: number): boolean {
  return table.used === null ? index < table.indices.size : table.used.has(index)
}

function take(table: MemoTable, cell: Cell, index: number): void {
  if (table.used === null && index !== table.indices.size) {
    table.used = new Set()
    for (let i = 0; i < table.indices.size; i++) table.used.add(i)
  }
  table.used?.add(index)
  table.indices.set(cell, index)
}
