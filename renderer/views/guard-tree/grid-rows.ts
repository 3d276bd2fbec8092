/** What the pointer and the keys mean in a treegrid of two or more columns. */
import type { MouseEvent } from 'react'
import { type Collapsed, hasChildren, lowerBound, type Preorder } from './flatten'

export type Picked = { readonly do: 'toggle' | 'choose'; readonly row: number }

/** The row under the pointer, or its twisty. */
export function pickedUnder({ target }: MouseEvent): Picked | null {
  const row = target instanceof Element ? target.closest('[data-row]') : null
  if (!(target instanceof Element) || !(row instanceof HTMLElement)) return null
  return { do: target.closest('[data-twisty]') === null ? 'choose' : 'toggle', row: Number(row.dataset['row']) }
}

export interface GridAt {
  /** Those on show. */
  readonly rows: Int32Array
  readonly selected: number
  /** The place of `selected` among them; -1 where it is hidden. */
  readonly shown: number
  /** How many a page holds. */
  readonly page: number
  /** Null where the rows are a plain table. */
  readonly tree: { readonly of: Preorder; readonly collapsed: Collapsed } | null
}

/** Null for a key that means nothing here. */
export function pickedByKey(key: string, { rows, selected, shown, page, tree }: GridAt): Picked | null {
  if (tree !== null) {
    if (key === 'ArrowRight' && tree.collapsed[selected] === 1) return { do: 'toggle', row: selected }
    if (key === 'ArrowLeft') {
      const isOpen = tree.collapsed[selected] === 0 && hasChildren(tree.of, selected)
      return isOpen
        ? { do: 'toggle', row: selected }
        : { do: 'choose', row: Math.max(0, tree.of.parent[selected] ?? 0) }
    }
  }
  const from = shown >= 0 ? shown : tree === null ? 0 : lowerBound(rows, selected)
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key]
  const index = { Home: 0, End: rows.length - 1 }[key] ?? (by === undefined ? null : from + by)
  if (index === null) return null
  return { do: 'choose', row: rows[Math.min(rows.length - 1, Math.max(0, index))] ?? 0 }
}
