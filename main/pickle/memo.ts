/** How a node was memoised, packed in one number: graphs hold many nodes, and one object less for each is a lot. */
import * as op from './opcodes'

/** Not memoised. */
export const NO_MEMO = -1
/** A made node that CPython would memoise: opcode and index are the encoder's choice. */
export const MEMO_MADE = -2

export const MEMO_MEMOIZE = 0
export const MEMO_BINPUT = 1
export const MEMO_LONG_BINPUT = 2
export const MEMO_PUT = 3

/** The opcodes that memoise, in the order of their numbers. */
const codes = [op.MEMOIZE, op.BINPUT, op.LONG_BINPUT, op.PUT]

/** `NodeBase.memo` for an entry `index` made by opcode `code`. */
export function packMemo(code: number, index: number): number {
  return index * 4 + Math.max(0, codes.indexOf(code))
}

/** The opcode and index behind a `NodeBase.memo`; null for a node that was not memoised, or not yet. */
export function unpackMemo(memo: number): { readonly op: number; readonly index: number } | null {
  return memo < 0 ? null : { op: codes[memo % 4] as number, index: Math.floor(memo / 4) }
}
