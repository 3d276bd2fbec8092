/** Where each node stands in the text torch prints for the whole tree. */
import type { TreeColumns } from '../../../shared/tree'

/** `first[node]` is the index of its first line in `lines`; `first[count]` is one past the last. */
export interface TreeLines {
  readonly lines: readonly string[]
  readonly first: Uint32Array
}

/** Splits the printed tree; lines before the root's (`TREE_GUARD_MANAGER:`) belong to no node. */
export function treeLines(tree: TreeColumns, text: string): TreeLines {
  const lines = text.split('\n')
  const first = new Uint32Array(tree.count + 1)
  let at = Math.max(
    0,
    lines.findIndex((line) => line.startsWith('+- ')),
  )
  for (let node = 0; node < tree.count; node++) {
    first[node] = at
    at += tree.lines[node] ?? 1
  }
  first[tree.count] = at
  return { lines, first }
}

/** The lines of a node and all below it, less the prefix they share. */
export function subtreeText(tree: TreeColumns, { lines, first }: TreeLines, node: number): string {
  const indent = 2 * (tree.depth[node] ?? 0)
  return lines
    .slice(first[node], first[tree.end[node] ?? node + 1])
    .map((line) => (/^(\| )*$/.test(line.slice(0, indent)) ? line.slice(indent) : line))
    .join('\n')
}
