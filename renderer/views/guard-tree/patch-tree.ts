/** Makes the tree that an edit came to of the one that is shown and the rows that changed. */
import type { TreeColumns, TreePatch } from '../../../shared/tree'
import { NUMBER_COLUMNS, rowColumns, TEXT_COLUMNS } from '../../../shared/tree-rows'

/** The patched tree, the one before left as it was; null where the patch is of another tree. */
export function patchTree(tree: TreeColumns, { of, hunks, rows }: TreePatch): TreeColumns | null {
  if (tree.count !== of) return null
  let count = of
  for (let i = 0; i + 2 < hunks.length; i += 3) count += (hunks[i + 2] ?? 0) - (hunks[i + 1] ?? 0)
  const { strings, ids } = withStrings(tree.strings, rows.strings)
  const sameShape = count === of && keepsDepths(tree, hunks, rows.depth)
  const patched = {
    count,
    strings,
    ...rowColumns(count),
    parent: sameShape ? tree.parent : new Int32Array(count),
    end: sameShape ? tree.end : new Int32Array(count),
  }
  for (const column of [...NUMBER_COLUMNS, ...TEXT_COLUMNS]) {
    const isText = (TEXT_COLUMNS as readonly string[]).includes(column)
    let [from, to, row] = [0, 0, 0]
    for (let i = 0; i + 2 < hunks.length; i += 3) {
      const [at = 0, gone = 0, come = 0] = hunks.subarray(i, i + 3)
      patched[column].set(tree[column].subarray(from, at), to)
      to += at - from
      const end = row + come
      for (; row < end; row++, to++) {
        const value = rows[column][row] ?? 0
        patched[column][to] = isText ? (ids[value] ?? 0) : value
      }
      from = at + gone
    }
    patched[column].set(tree[column].subarray(from, tree.count), to)
  }
  if (!sameShape) place(patched)
  return patched
}

/** The table with further strings behind it, and the number of each of those in it. */
function withStrings(
  table: readonly string[],
  further: readonly string[],
): { readonly strings: readonly string[]; readonly ids: readonly number[] } {
  const strings = [...table]
  const ids = further.map((text) => {
    const known = strings.indexOf(text)
    return known >= 0 ? known : strings.push(text) - 1
  })
  return { strings, ids }
}

function keepsDepths(tree: TreeColumns, hunks: Uint32Array, depths: Uint16Array): boolean {
  let row = 0
  for (let i = 0; i + 2 < hunks.length; i += 3) {
    const [at = 0, gone = 0, come = 0] = hunks.subarray(i, i + 3)
    if (gone !== come) return false
    for (let k = 0; k < come; k++) if (tree.depth[at + k] !== depths[row++]) return false
  }
  return true
}

/** Parents and ends follow from the depths. */
function place(tree: {
  readonly count: number
  readonly depth: Uint16Array
  readonly parent: Int32Array
  readonly end: Int32Array
}): void {
  const path: number[] = []
  for (let node = 0; node < tree.count; node++) {
    const depth = tree.depth[node] ?? 0
    while (path.length > depth) tree.end[path.pop() ?? 0] = node
    tree.parent[node] = path[path.length - 1] ?? -1
    path.push(node)
  }
  for (const node of path) tree.end[node] = tree.count
}
