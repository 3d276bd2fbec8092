/** Where each row of a tree lies on an axis of time: its children first, one after the other, then its own time. */
import type { Preorder } from '../guard-tree/flatten'

export interface Flame {
  /** Nanoseconds. */
  readonly start: Float64Array
  readonly width: Float64Array
}

/** An estimate that is less than nothing takes no room. */
export function flameOf({ count, parent }: Preorder, own: Float64Array): Flame {
  const width = new Float64Array(count)
  for (let row = count - 1; row >= 0; row--) {
    width[row] = (width[row] ?? 0) + Math.max(0, own[row] ?? 0)
    const above = parent[row] ?? -1
    if (above >= 0) width[above] = (width[above] ?? 0) + (width[row] ?? 0)
  }
  const start = new Float64Array(count)
  /** Where the next child of each row begins. */
  const next = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const above = parent[row] ?? -1
    const at = above < 0 ? 0 : (next[above] ?? 0)
    start[row] = at
    next[row] = at
    if (above >= 0) next[above] = at + (width[row] ?? 0)
  }
  return { start, width }
}

/** The row of that depth at a time, `root` or below it; -1 where there is none. */
export function rowAt(
  rows: Preorder & { readonly depth: Uint16Array },
  { start, width }: Flame,
  root: number,
  depth: number,
  time: number,
): number {
  const end = rows.end[root] ?? 0
  for (let row = root; row < end;) {
    const from = start[row] ?? 0
    if (time < from || time >= from + (width[row] ?? 0)) {
      row = rows.end[row] ?? end
      continue
    }
    if ((rows.depth[row] ?? 0) === depth) return row
    row++
  }
  return -1
}

/** The row that an arrow key leads to: up, down to the widest, or to the next of the same parent that has a width. */
export function neighbour(rows: Preorder, { width }: Flame, row: number, key: string): number {
  const parent = rows.parent[row] ?? -1
  if (key === 'ArrowUp') return parent < 0 ? row : parent
  if (key === 'ArrowDown') {
    const below = childrenOf(rows, row).filter((child) => (width[child] ?? 0) > 0)
    return below.reduce((best, child) => ((width[child] ?? 0) > (width[best] ?? 0) ? child : best), below[0] ?? row)
  }
  if (parent < 0) return row
  const beside = childrenOf(rows, parent).filter((child) => child === row || (width[child] ?? 0) > 0)
  const at = beside.indexOf(row) + (key === 'ArrowRight' ? 1 : -1)
  return beside[Math.min(beside.length - 1, Math.max(0, at))] ?? row
}

function childrenOf({ end }: Preorder, row: number): number[] {
  const children: number[] = []
  for (let at = row + 1; at < (end[row] ?? 0); at = end[at] ?? at + 1) children.push(at)
  return children
}
