/** How a row says its source: what it shares with its parent's steps back, what it adds stands out. */
import type { TreeColumns } from '../../../shared/tree'

export interface TitleParts {
  /** What the parent says already. */
  readonly shared: string
  readonly own: string
}

/** Splits `L['self'].blocks` under `L['self']` into `L['self']` and `.blocks`. Guards are never split. */
export function titleParts(tree: TreeColumns, node: number): TitleParts {
  const title = tree.strings[tree.titleId[node] ?? 0] ?? ''
  if (tree.family[node] !== 0) return { shared: '', own: title }
  for (let at = tree.parent[node] ?? -1; at > 0; at = tree.parent[at] ?? -1) {
    const above = tree.strings[tree.titleId[at] ?? 0] ?? ''
    if (above !== '' && title.length > above.length && title.startsWith(above))
      return { shared: above, own: title.slice(above.length) }
  }
  return { shared: '', own: title }
}

/** The word a person would type to reach the node: `blocks` for `['blocks']`. */
export function typeAheadLabel(tree: TreeColumns, node: number): string {
  return titleParts(tree, node)
    .own.replace(/^[\s.[\]'"()]+/, '')
    .toLowerCase()
}
