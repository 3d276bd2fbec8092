/** Two guard trees laid side by side, as they cross to the window: rows in preorder, a node of each side in each. */
import type { TreeColumns } from './tree'

/** How a row's two sides differ; `same` where nothing does. `removed`: side a alone has it; `added`: side b alone. */
export const TREE_MARKS = ['same', 'removed', 'added', 'changed', 'unknown'] as const
export type TreeMark = (typeof TREE_MARKS)[number]

export interface AlignedTrees {
  readonly a: TreeColumns
  readonly b: TreeColumns
  readonly count: number
  /** The node of each side; -1 where that side has none. */
  readonly nodeA: Int32Array
  readonly nodeB: Int32Array
  /** Index into TREE_MARKS. */
  readonly mark: Uint8Array
  /** 1 where the row, or one below it, is not the same. */
  readonly touched: Uint8Array
  /** 0 at the root. */
  readonly depth: Uint16Array
  /** Index of the row above; -1 at the root. */
  readonly parent: Int32Array
  /** One past the last row below. */
  readonly end: Int32Array
}
