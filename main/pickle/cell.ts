/** The one object shape behind every node of the graph, so that decoder and encoder stay monomorphic. */
import type { Act, NodeKind, PickleNode } from './node'

export type CellValue = boolean | bigint | number | string | Uint8Array | CellAct | Cell | null

export interface CellAct {
  readonly op: Act['op']
  readonly items: Cell[]
}

export interface Cell {
  readonly kind: NodeKind
  /**
   * For LIST and DICT with members of their own: the act that holds them. For an object written twice because its
   * arguments hold itself: the first, dropped one, whose own value says how many acts lay between.
   */
  value: CellValue
  readonly items: Cell[]
  acts: CellAct[]
  memo: number
  start: number
  end: number
  readonly op: number
}

/** Shared by all cells without items or acts: never written to. */
export const NO_CELLS: Cell[] = []
const NO_ACTS: CellAct[] = []

/** A literal and not a class: V8 learns from literals that they live long, and allocates them where they stay. */
export function newCell(kind: NodeKind, op: number, value: CellValue, items: Cell[], start: number, end: number): Cell {
  return { kind, value, items, acts: NO_ACTS, memo: -1, start, end, op }
}

// One cell of each sort, now: the fields have their final types before code is compiled for them.
for (const value of [null, true, 1n, 1, 0.5, '', new Uint8Array(0)])
  addAct(newCell('none', 0, value, [], 0, 0), 'build', [], 1)

/** Records a later change of `cell`. */
export function addAct(cell: Cell, op: Act['op'], items: Cell[], end: number): CellAct {
  const act: CellAct = { op, items }
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
