/** What the encoder must know of a whole graph: which nodes occur more than once, and what was computed and dropped. */
import { asCell, type Cell } from './cell'
import { wantsMemo } from './memo-table'
import type { Pickle, PickleNode } from './node'
import { reachable } from './reach'

/** The dropped values by the node they were computed on top of; null for none of the graph. */
export function groupDiscarded(pickle: Pickle): ReadonlyMap<Cell | null, readonly Cell[]> {
  const groups = new Map<Cell | null, Cell[]>()
  for (const { node, after, twin } of pickle.discarded ?? []) {
    if (twin) continue
    const key = after === null ? null : asCell(after)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [asCell(node)])
    else group.push(asCell(node))
  }
  return groups
}

/** The nodes without memo that are reached in more than one way. */
export function sharedCells(pickle: Pickle): ReadonlySet<Cell> {
  const roots: PickleNode[] = [...(pickle.discarded ?? []).map(({ node }) => node), pickle.root]
  const all = new Set<Cell>()
  for (const root of roots) reachable(asCell(root), all)
  const met = new Set<Cell>()
  const shared = new Set<Cell>()
  const meet = (cell: Cell): void => {
    if (met.has(cell) && !wantsMemo(cell)) shared.add(cell)
    met.add(cell)
  }
  roots.forEach((root) => meet(asCell(root)))
  for (const cell of all) {
    cell.items.forEach(meet)
    for (const act of cell.acts) act.items.forEach(meet)
  }
  return shared
}
