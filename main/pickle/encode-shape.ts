/** Decides which opcodes an object takes: those it came with where they still fit, else CPython's choice for the protocol. */
import type { Cell, CellAct } from './cell'
import * as op from './opcodes'

/** A value that may be written anew wherever it occurs. */
export function isAtom(cell: Cell): boolean {
  return (
    cell.kind === 'none' ||
    cell.kind === 'bool' ||
    cell.kind === 'int' ||
    cell.kind === 'float' ||
    (cell.kind === 'tuple' && cell.items.length === 0)
  )
}

/** The values that stand before the creating opcode. */
export function operands(cell: Cell, protocol: number): readonly Cell[] {
  const args = cell.items[1]
  switch (cell.kind) {
    case 'list':
    case 'dict':
      return inlineAct(cell)?.items ?? []
    case 'global':
      return usesGlobal(cell, protocol) ? [] : cell.items
    case 'persid':
      return cell.op === op.PERSID ? [] : cell.items
    case 'reduce':
      if (!isInstance(cell) || args === undefined) return cell.items
      return cell.op === op.INST ? args.items : [cell.items[0] as Cell, ...args.items]
    default:
      return cell.items
  }
}

export function startsWithMark(cell: Cell, protocol: number): boolean {
  switch (cell.kind) {
    case 'tuple':
      return tupleOp(cell, protocol) === op.TUPLE
    case 'frozenset':
      return true
    case 'list':
      return cell.op === op.LIST || (cell.op === 0 && protocol === 0)
    case 'dict':
      return cell.op === op.DICT || (cell.op === 0 && protocol === 0)
    case 'reduce':
      return isInstance(cell)
    default:
      return false
  }
}

/** The act that LIST or DICT carried themselves, if it is still the first. */
export function inlineAct(cell: Cell): CellAct | null {
  const first = cell.acts[0]
  return first !== undefined && cell.value === first && (cell.op === op.LIST || cell.op === op.DICT) ? first : null
}

/** The values that stand before the opcode of a change: a setter takes the changed object between the two. */
export function actItems(cell: Cell, act: CellAct): readonly Cell[] {
  const [setter, state] = act.items
  return act.op === 'setter' && setter !== undefined && state !== undefined ? [setter, cell, state] : act.items
}

export function tupleOp(cell: Cell, protocol: number): number {
  const size = cell.items.length
  if (size > 3 || cell.op === op.TUPLE || (cell.op === 0 && protocol < 2)) return op.TUPLE
  return size === 1 ? op.TUPLE1 : size === 2 ? op.TUPLE2 : op.TUPLE3
}

export function usesGlobal(cell: Cell, protocol: number): boolean {
  return cell.op === op.GLOBAL || (cell.op === 0 && protocol < 4)
}

/** INST or OBJ, with the argument tuple they made up. */
export function isInstance(cell: Cell): boolean {
  const args = cell.items[1]
  return (
    (cell.op === op.INST || cell.op === op.OBJ) &&
    args !== undefined &&
    args.kind === 'tuple' &&
    args.op === 0 &&
    args.acts.length === 0
  )
}
