/** Moves the keyboard focus between the parts of the window. */

export const SEARCH_ID = 'search'
export const TREE_ID = 'guard-tree'
export const DETAIL_ID = 'detail'
export const SELECT_ID = 'select-guards'

export function focusSearch(): void {
  const input = document.getElementById(SEARCH_ID)
  if (!(input instanceof HTMLInputElement)) return
  input.focus()
  input.select()
}

export function focusTree(): void {
  // After the frame in which a view is drawn: it may not be there yet.
  requestAnimationFrame(() => document.getElementById(TREE_ID)?.focus())
}

export function focusDetail(): void {
  document.getElementById(DETAIL_ID)?.focus()
}

/** To what chooses guards, in the panel that selects them. */
export function focusSelect(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`#${SELECT_ID} input:checked`)?.focus())
}
