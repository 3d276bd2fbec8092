/** Where a panel goes beside a control: where it covers nothing of it, if there is such a place, and always within the window. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
interface Size {
  readonly width: number
  readonly height: number
}

const GAP = 12

/** Pixels; `anchor` null puts it into the lower right corner. */
export function placeBeside(anchor: Box | null, panel: Size, window: Size): { readonly x: number; readonly y: number } {
  const inside = (x: number, y: number) => ({
    x: Math.max(GAP, Math.min(x, window.width - panel.width - GAP)),
    y: Math.max(GAP, Math.min(y, window.height - panel.height - GAP)),
  })
  const corner = inside(window.width, window.height)
  if (anchor === null) return corner
  const right = anchor.x + anchor.width + GAP
  const below = anchor.y + anchor.height + GAP
  if (right + panel.width + GAP <= window.width) return inside(right, anchor.y)
  if (below + panel.height + GAP <= window.height) return inside(anchor.x, below)
  if (anchor.x - panel.width - GAP >= GAP) return inside(anchor.x - panel.width - GAP, anchor.y)
  if (anchor.y - panel.height - GAP >= GAP) return inside(anchor.x, anchor.y - panel.height - GAP)
  // as large as the window: over its own lower right corner
  return inside(anchor.x + anchor.width - panel.width - GAP, below - panel.height - 2 * GAP)
}
