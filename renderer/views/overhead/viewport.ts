/** The stretch of time that an icicle shows, inside of that of its root. */

/** In the unit of the flame. */
export interface Viewport {
  readonly from: number
  readonly span: number
}

/** More than this much of the whole is not magnified: a pixel is less than a nanosecond long before. */
const CLOSEST = 1e-5

/** `by` below 1 shows less; the time `at` stays where it is. */
export function zoomed(view: Viewport, whole: Viewport, by: number, at: number): Viewport {
  const span = Math.min(whole.span, Math.max(whole.span * CLOSEST, view.span * by))
  const share = view.span === 0 ? 0 : (at - view.from) / view.span
  return within({ from: at - share * span, span }, whole)
}

export function panned(view: Viewport, whole: Viewport, by: number): Viewport {
  return within({ from: view.from + by, span: view.span }, whole)
}

/** Moved no further than that a stretch begins or ends in view; one that is wider than the view is left as it lies. */
export function showing(view: Viewport, whole: Viewport, start: number, width: number): Viewport {
  const end = start + width
  const isWider = start <= view.from && end >= view.from + view.span
  if (isWider || (start >= view.from && end <= view.from + view.span)) return view
  return within({ from: start < view.from || width > view.span ? start : end - view.span, span: view.span }, whole)
}

export const isWhole = (view: Viewport, whole: Viewport): boolean => view.span >= whole.span

function within({ from, span }: Viewport, whole: Viewport): Viewport {
  return { from: Math.min(whole.from + whole.span - span, Math.max(whole.from, from)), span }
}
