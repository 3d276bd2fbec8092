/** What a key means in the guard tree, after the ARIA tree pattern. */
import type { KeyPress } from '../../components/key-press'
import { hasChildren, rowOf } from './flatten'
import { typeAheadLabel } from './title'
import type { TreeState } from './tree-store'

/** Does what the key asks for; false where the tree has no use for it. `page` is the number of rows in view. */
export function pressTreeKey(state: TreeState, press: KeyPress, page: number): boolean {
  if (press.altKey || ((press.metaKey || press.ctrlKey) && !/^(Home|End|Arrow(Left|Right))$/.test(press.key)))
    return false
  const below = press.shiftKey || press.ctrlKey || press.metaKey
  const { rows, selected, tree } = state
  const row = Math.max(0, rowOf(rows, selected))
  const goTo = (at: number): void => state.select(rows[Math.max(0, Math.min(rows.length - 1, at))] ?? 0)
  const closed = state.collapsed[selected] === 1
  switch (press.key) {
    case 'ArrowDown':
      goTo(row + 1)
      return true
    case 'ArrowUp':
      goTo(row - 1)
      return true
    case 'PageDown':
      goTo(row + page)
      return true
    case 'PageUp':
      goTo(row - page)
      return true
    case 'Home':
      goTo(0)
      return true
    case 'End':
      goTo(rows.length - 1)
      return true
    case 'ArrowRight':
      if (below) state.setBelow(selected, false)
      else if (closed) state.setOpen(selected, true)
      else if (hasChildren(tree, selected)) goTo(row + 1)
      return true
    case 'ArrowLeft':
      if (below) state.setBelow(selected, true)
      else if (!closed && hasChildren(tree, selected)) state.setOpen(selected, false)
      else if ((tree.parent[selected] ?? -1) >= 0) state.select(tree.parent[selected] ?? 0)
      return true
    case '*':
      state.setBelow(selected, false)
      return true
    case ' ':
      if (!hasChildren(tree, selected)) return false
      state.toggle(selected)
      return true
    default:
      return false
  }
}

/** The next shown node, from the selected one on and round, whose title or own name starts with `typed`; -1 for none. */
export function typeAhead(state: TreeState, typed: string): number {
  const { rows, tree, selected } = state
  const wanted = typed.toLowerCase()
  const from = Math.max(0, rowOf(rows, selected)) + (typed.length === 1 ? 1 : 0)
  for (let at = 0; at < rows.length; at++) {
    const node = rows[(from + at) % rows.length] ?? 0
    const title = tree.strings[tree.titleId[node] ?? 0] ?? ''
    if (title.toLowerCase().startsWith(wanted) || typeAheadLabel(tree, node).startsWith(wanted)) return node
  }
  return -1
}
