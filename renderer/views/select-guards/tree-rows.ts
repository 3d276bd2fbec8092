/** The rows of the tree that a search or a filter means, as rows of guards. */
import { NODE_KINDS, type TreeColumns } from '../../../shared/tree'
import { MATCH } from '../guard-tree/filter'
import type { Included } from '../guard-tree/flatten'
import type { Matches } from '../guard-tree/search'

const LEAVES = new Set(['leaf', 'relational', 'epilogue'])
const isGuard = (tree: TreeColumns, node: number): boolean => LEAVES.has(NODE_KINDS[tree.kind[node] ?? 0] ?? '')

/** Guards that match, and those on a value whose row matches; of what a filter shows, if one is set. */
export function guardsOfSearch(tree: TreeColumns, matches: Matches, included: Included | null): Int32Array {
  const rows = new Set<number>()
  const add = (node: number): void => {
    if (isGuard(tree, node) && (included === null || included[node] === MATCH)) rows.add(node)
  }
  for (const match of matches) {
    add(match)
    // the guards on a value come before all else below it
    for (let node = match + 1; node < (tree.end[match] ?? 0) && isGuard(tree, node); node++) add(node)
  }
  return Int32Array.from(rows).sort()
}

/** Guards that the filter lets through, not what is shown for their sake. */
export function guardsOfFilter(tree: TreeColumns, included: Included | null): Int32Array {
  const rows: number[] = []
  if (included === null) return new Int32Array(0)
  for (let node = 0; node < tree.count; node++) if (included[node] === MATCH && isGuard(tree, node)) rows.push(node)
  return Int32Array.from(rows)
}
