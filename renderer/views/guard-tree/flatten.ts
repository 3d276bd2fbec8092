/** Turns the preorder columns of a guard tree into the rows that are on show. */
import type { TreeColumns } from '../../../shared/tree'

/** As much of a tree as says which rows lie below which. */
export type Preorder = Pick<TreeColumns, 'count' | 'end' | 'parent'>

/** One byte a node: 1 where a node's children are hidden. */
export type Collapsed = Uint8Array

/** One byte a node: see `filter.ts`. 0 hides a node with all below it. */
export type Included = Uint8Array

/** The nodes on show, in preorder: node indices, ascending. `included` null shows all. O(rows shown + subtrees skipped). */
export function visibleRows(tree: Preorder, collapsed: Collapsed, included: Included | null): Int32Array {
  const rows = new Int32Array(tree.count)
  const { end } = tree
  let length = 0
  let node = 0
  while (node < tree.count) {
    const next = end[node] ?? tree.count
    if (included !== null && included[node] === 0) {
      node = next
      continue
    }
    rows[length++] = node
    node = collapsed[node] === 1 ? next : node + 1
  }
  return rows.subarray(0, length)
}

/** The row that shows `node`; -1 where it is hidden. `rows` is ascending. */
export function rowOf(rows: Int32Array, node: number): number {
  const row = lowerBound(rows, node)
  return rows[row] === node ? row : -1
}

/** The first row whose node is `node` or later; `rows.length` where there is none. */
export function lowerBound(rows: Int32Array, node: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] ?? 0) < node) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a node has children at all. */
export function hasChildren(tree: Preorder, node: number): boolean {
  return (tree.end[node] ?? 0) > node + 1
}

/** The nodes from the root down to `node`, both included. */
export function pathTo(tree: TreeColumns, node: number): readonly number[] {
  const path: number[] = []
  for (let at = node; at >= 0; at = tree.parent[at] ?? -1) path.push(at)
  return path.reverse()
}

/** For each node its place among its shown siblings (from 1) and how many they are: what a screen reader says. */
export interface Siblings {
  readonly position: Uint32Array
  readonly size: Uint32Array
}

/** Counts siblings; with a filter, only those it includes. Epilogue guards count as children of the root. */
export function siblings(tree: TreeColumns, included: Included | null): Siblings {
  const position = new Uint32Array(tree.count)
  const size = new Uint32Array(tree.count)
  const children = new Uint32Array(tree.count + 1)
  for (let node = 0; node < tree.count; node++) {
    if (included !== null && included[node] === 0) continue
    const slot = (tree.parent[node] ?? -1) + 1
    const place = (children[slot] ?? 0) + 1
    children[slot] = place
    position[node] = place
  }
  for (let node = 0; node < tree.count; node++) size[node] = children[(tree.parent[node] ?? -1) + 1] ?? 0
  return { position, size }
}

/** `collapsed` with every ancestor of `node` opened; the same array where all of them are open already. */
export function openAncestors(tree: Preorder, collapsed: Collapsed, node: number): Collapsed {
  let next = collapsed
  for (let at = tree.parent[node] ?? -1; at >= 0; at = tree.parent[at] ?? -1) {
    if (next[at] !== 1) continue
    if (next === collapsed) next = collapsed.slice()
    next[at] = 0
  }
  return next
}

/** `collapsed` with `node` and all below it closed or opened. Leaves are never marked. */
export function setBelow(tree: TreeColumns, collapsed: Collapsed, node: number, closed: boolean): Collapsed {
  const next = collapsed.slice()
  const last = tree.end[node] ?? node + 1
  for (let at = node; at < last; at++) next[at] = closed && hasChildren(tree, at) ? 1 : 0
  return next
}

/** `collapsed` with one node closed or opened. */
export function setOne(collapsed: Collapsed, node: number, closed: boolean): Collapsed {
  const next = collapsed.slice()
  next[node] = closed ? 1 : 0
  return next
}
