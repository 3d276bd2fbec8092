/** Which cells a cell leads to, without recursion. */
import type { Cell } from './cell'

/** All cells reachable from `root`, itself first; those already in `seen` are not entered again. */
export function reachable(root: Cell, seen: Set<Cell> = new Set()): Set<Cell> {
  const open: Cell[] = [root]
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (seen.has(cell)) continue
    seen.add(cell)
    for (const item of cell.items) if (!seen.has(item)) open.push(item)
    for (const act of cell.acts) for (const item of act.items) if (!seen.has(item)) open.push(item)
  }
  return seen
}
