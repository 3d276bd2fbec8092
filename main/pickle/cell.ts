/** The one object shape behind every node of the graph, so that decoder and encoder stay monomorphic. */
import type { Act, NodeKind, PickleNode } from './node'

export type CellValue = boolean | bigint | number | string | Uint8Array | CellAct | null

export interface CellMemo {
  readonly op: number
  readonly index: number
}

/** Shared by all cells without items or acts: never written to. */
export const NO_CELLS: Cell[] = []
export const NO_ACTS: CellAct[] = []

export class CellAct {
  op: Act['op']
  items: Cell[]

  constructor(op: Act['op'], items: Cell[]) {
    this.op = op
    this.items = items
  }
}

export class Cell {
  kind: NodeKind
  /** For LIST and DICT with members of their own: the act that holds them. */
  value: CellValue
  items: Cell[]
  acts: CellAct[]
  memo: CellMemo | null = null
  start: number
  end: number
  op: number
  /** The argument's bytes where `value` alone would not write them again: unusual text, a surrogate pair in two halves. */
  raw: Uint8Array | null = null

  constructor(kind: NodeKind, op: number, value: CellValue, items: Cell[], start: number, end: number) {
    this.kind = kind
    this.value = value
    this.items = items
    this.acts = NO_ACTS
    this.start = start
    this.end = end
    this.op = op
  }
}

/** Records a later change of `cell`. */
export function addAct(cell: Cell, op: Act['op'], items: Cell[], end: number): CellAct {
  const act = new CellAct(op, items)
  if (cell.acts.length === 0) cell.acts = [act]
  else cell.acts.push(act)
  cell.end = end
  return act
}

/** A cell is a node: the kinds tell what its value is. */
export function asNode(cell: Cell): PickleNode {
  return cell as unknown as PickleNode
}

export function asCell(node: PickleNode): Cell {
  return node as unknown as Cell
}
