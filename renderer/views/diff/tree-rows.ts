/** Which rows of two aligned trees are on show, and which row belongs to which difference. */
import { type AlignedTrees, TREE_MARKS, type TreeMark } from '../../../shared/aligned-trees'
import type { ListedDifference } from '../../../shared/diff'
import { type Collapsed, openAncestors, visibleRows } from '../guard-tree/flatten'

export function markOf(trees: AlignedTrees, row: number): TreeMark {
  return TREE_MARKS[trees.mark[row] ?? 0] ?? 'same'
}

/** The rows on show; `folded` leaves out what is the same with all below it. */
export function shownRows(trees: AlignedTrees, collapsed: Collapsed, folded: boolean): Int32Array {
  return visibleRows(trees, collapsed, folded ? trees.touched : null)
}

/** The row a difference stands in; -1 where it stands in none. */
export function rowOfDifference(trees: AlignedTrees, { nodes }: ListedDifference): number {
  if (nodes.a !== null) return trees.nodeA.indexOf(nodes.a)
  return nodes.b === null ? -1 : trees.nodeB.indexOf(nodes.b)
}

/** The first listed difference that stands in a row; -1 where none does. */
export function differenceOfRow(trees: AlignedTrees, row: number, listed: readonly ListedDifference[]): number {
  const [a, b] = [trees.nodeA[row], trees.nodeB[row]]
  return listed.findIndex(({ nodes }) => (nodes.a !== null && nodes.a === a) || (nodes.b !== null && nodes.b === b))
}

/** What is closed, with the way to a row open. */
export function openTo(trees: AlignedTrees, collapsed: Collapsed, row: number): Collapsed {
  return openAncestors(trees, collapsed, row)
}
