/** The wheel and the drag of an icicle: what of its root's time is in view. Nothing is animated. */
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Flame } from './flame'
import { isWhole, panned, showing, type Viewport, zoomed } from './viewport'

interface PanAndZoom {
  readonly box: RefObject<HTMLDivElement | null>
  readonly width: number
  readonly flame: Flame
  readonly root: number
  readonly selected: number
}

/** Pixels that a press may move and still be a click. */
const CLICK = 4
/** A notch of a wheel is 100 pixels, and zooms by about a fifth. */
const PER_PIXEL = 0.0022
const LINE_PIXELS = 33

export function usePanAndZoom({ box, width, flame, root, selected }: PanAndZoom) {
  const whole = useMemo(() => ({ from: flame.start[root] ?? 0, span: flame.width[root] ?? 0 }), [flame, root])
  // what was in view of another root or another measurement is no longer meant
  const [kept, keep] = useState<{ readonly whole: Viewport; readonly view: Viewport }>({ whole, view: whole })
  const view = kept.whole === whole ? kept.view : whole
  const latest = useRef({ view, whole, width })
  const press = useRef<{
    readonly x: number
    readonly y: number
    readonly from: Viewport
    readonly top: number
  } | null>(null)
  const wasDragged = useRef(false)
  const [panning, setPanning] = useState(false)
  useEffect(() => {
    latest.current = { view, whole, width }
  })
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const turn = (event: WheelEvent): void => {
      const { view: at, whole: all, width: wide } = latest.current
      if (wide === 0 || all.span <= 0) return
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1
      const [x, y] = [event.deltaX * scale, event.deltaY * scale]
      const sideways = event.shiftKey ? x || y : Math.abs(x) > Math.abs(y) ? x : 0
      if (sideways !== 0) {
        if (isWhole(at, all)) return
        keep({ whole: all, view: panned(at, all, (sideways / wide) * at.span) })
      } else {
        // what is deeper than the box is scrolled; ctrl zooms there, as a pinch does
        const isDeep = element.scrollHeight > element.clientHeight + 1
        if (!event.ctrlKey && !event.metaKey && isDeep) return
        const share = (event.clientX - element.getBoundingClientRect().left) / wide
        keep({ whole: all, view: zoomed(at, all, Math.exp(y * PER_PIXEL), at.from + share * at.span) })
      }
      event.preventDefault()
    }
    // React listens to wheels passively, and the page would be scrolled or zoomed, too
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [box])
  useEffect(() => {
    const { view: at, whole: all } = latest.current
    const [start, wide] = [flame.start[selected], flame.width[selected]]
    if (start === undefined || wide === undefined || isWhole(at, all)) return
    const next = showing(at, all, start, wide)
    if (next !== at) keep({ whole: all, view: next })
  }, [flame, selected])
  return {
    view,
    /** Not all of the root is in view. */
    moved: !isWhole(view, whole),
    panning,
    reset: () => keep({ whole, view: whole }),
    /** Whether the press that ends with this click was a drag. */
    dragged: () => wasDragged.current,
    down: (event: PointerEvent<HTMLElement>) => {
      wasDragged.current = false
      if (event.button === 0)
        press.current = { x: event.clientX, y: event.clientY, from: view, top: event.currentTarget.scrollTop }
    },
    /** True while it is dragged. */
    move: (event: PointerEvent<HTMLElement>): boolean => {
      const { current } = press
      if (current === null || width === 0) return false
      const [x, y] = [event.clientX - current.x, event.clientY - current.y]
      if (!wasDragged.current && Math.hypot(x, y) < CLICK) return false
      if (!wasDragged.current) event.currentTarget.setPointerCapture(event.pointerId)
      wasDragged.current = true
      setPanning(true)
      event.currentTarget.scrollTop = current.top - y
      keep({ whole, view: panned(current.from, whole, (-x / width) * current.from.span) })
      return true
    },
    up: () => {
      press.current = null
      setPanning(false)
    },
  }
}
