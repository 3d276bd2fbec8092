/** Finds in an edited tree what a person had in hand in the tree before: nodes by what they are, not by their place. */
import type { TreeColumns } from '../../../shared/tree'
import type { Collapsed } from './flatten'

const titleOf = (tree: TreeColumns, node: number): string => tree.strings[tree.titleId[node] ?? 0] ?? ''
const tagOf = (tree: TreeColumns, node: number): string => tree.strings[tree.tagId[node] ?? 0] ?? ''

/** What a node is: its title and kind, and those of what it stands in. */
function keyOf(tree: TreeColumns, node: number): string {
  const parent = tree.parent[node] ?? -1
  const own = `${titleOf(tree, node)}\u0000${tagOf(tree, node)}`
  return parent < 0 ? own : `${titleOf(tree, parent)}\u0000${own}`
}

/** The node of `after` that is what `node` was; of several the nearest, and where it is gone what it stood in. */
export function sameNode(before: TreeColumns, node: number, after: TreeColumns): number {
  for (let at = node; at > 0; at = before.parent[at] ?? -1) {
    const key = keyOf(before, at)
    let nearest = -1
    for (let other = 0; other < after.count; other++) {
      if (keyOf(after, other) !== key) continue
      if (nearest < 0 || Math.abs(other - at) < Math.abs(nearest - at)) nearest = other
    }
    if (nearest >= 0) return nearest
  }
  return 0
}

/** What is closed in `after`: what was closed before. */
export function sameCollapsed(before: TreeColumns, collapsed: Collapsed, after: TreeColumns): Collapsed {
  const closed = new Set<string>()
  collapsed.forEach((is, node) => is === 1 && closed.add(keyOf(before, node)))
  const result = new Uint8Array(after.count)
  if (closed.size > 0)
    for (let node = 0; node < after.count; node++) if (closed.has(keyOf(after, node))) result[node] = 1
  return result
}
