/** One measurement as an icicle: keys and pointer move over its stretches, Enter and a double click go into one, the wheel zooms. */
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useSettings } from '../../components/services'
import { shownTheme } from '../../stores/settings'
import { drawIcicle, LINE, paletteOf } from './draw-icicle'
import { flameOf, neighbour, rowAt } from './flame'
import { longTitle, type Side, type Sides } from './sides'
import { usePanAndZoom } from './use-pan-and-zoom'
import { time, timeAndShare } from './words'

interface IcicleProps {
  readonly sides: Sides
  readonly side: Side
  readonly root: number
  readonly selected: number
  readonly hovered: number
  readonly matches: Uint8Array | null
  readonly onSelect: (row: number) => void
  readonly onHover: (row: number) => void
  readonly onRoot: (row: number) => void
}

export function Icicle({ sides, side, root, selected, hovered, matches, onSelect, onHover, onRoot }: IcicleProps) {
  const theme = useSettings(shownTheme)
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const id = useId()
  const [width, setWidth] = useState(0)
  const [focused, setFocused] = useState(false)
  const [fonts, setFonts] = useState(false)
  const { rows } = sides
  const flame = useMemo(() => flameOf(rows, side.drawn), [rows, side])
  const lines = useMemo(() => depthBelow(sides, flame.width, root), [sides, flame, root])
  const { view, moved, panning, ...pan } = usePanAndZoom({ box, width, flame, root, selected })
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    void document.fonts.load(`11px ${paletteOf(element).font}`).then(() => setFonts(true))
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const [element, surface] = [box.current, canvas.current]
    const context = surface?.getContext('2d')
    if (element === null || surface === null || context == null || width === 0) return
    const scale = window.devicePixelRatio
    const [wide, high] = [Math.round(width * scale), Math.round(lines * LINE * scale)]
    if (surface.width !== wide) surface.width = wide
    if (surface.height !== high) surface.height = high
    drawIcicle(
      context,
      { sides, flame, root, view, width, selected, hovered, matches, focused },
      paletteOf(element),
      scale,
    )
  }, [sides, flame, root, view, width, lines, selected, hovered, matches, focused, theme, fonts])
  useEffect(() => {
    const element = box.current
    if (element === null || selected < root) return
    const top = ((rows.depth[selected] ?? 0) - (rows.depth[root] ?? 0)) * LINE
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + LINE > element.scrollTop + element.clientHeight)
      element.scrollTop = top + LINE - element.clientHeight
  }, [rows, selected, root])

  const rowUnder = (event: { readonly clientX: number; readonly clientY: number }): number => {
    const element = box.current
    if (element === null || width === 0) return -1
    const bounds = element.getBoundingClientRect()
    const line = Math.floor((event.clientY - bounds.top + element.scrollTop) / LINE)
    const at = view.from + ((event.clientX - bounds.left) / width) * view.span
    return rowAt(rows, flame, root, (rows.depth[root] ?? 0) + line, at)
  }
  const press = (event: KeyboardEvent): void => {
    const inside = selected >= root && selected < (rows.end[root] ?? 0)
    if (event.key.startsWith('Arrow')) {
      const to = inside ? neighbour(rows, flame, selected, event.key) : root
      onSelect(to)
      if (to < root) onRoot(to)
    } else if (event.key === 'Home') onSelect(root)
    else if (event.key === 'Enter' && inside) onRoot(selected)
    else if (event.key === 'Escape' && moved) pan.reset()
    else if (event.key === 'Escape' || event.key === 'Backspace') onRoot(Math.max(0, rows.parent[root] ?? 0))
    else return
    event.preventDefault()
  }
  const whole = side.total[0] ?? 0
  const words =
    selected < 0 ? '' : `${longTitle(sides, selected)}: ${timeAndShare(side.total[selected] ?? 0, whole, ', ')}`
  return (
    <div
      ref={box}
      className={panning ? 'icicle panning' : 'icicle'}
      role="application"
      aria-roledescription="icicle"
      aria-label={`${side.label}, ${time(whole)} a check`}
      aria-describedby={id}
      tabIndex={0}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={press}
      onPointerDown={pan.down}
      onPointerMove={(event) => {
        if (!pan.move(event)) onHover(rowUnder(event))
      }}
      onPointerUp={pan.up}
      onPointerCancel={pan.up}
      onPointerLeave={() => onHover(-1)}
      onClick={(event) => {
        const row = rowUnder(event)
        if (row >= 0 && !pan.dragged()) onSelect(row)
      }}
      onDoubleClick={(event) => {
        if (moved) return pan.reset()
        const row = rowUnder(event)
        if (row >= 0) onRoot(row)
      }}
    >
      <canvas ref={canvas} aria-hidden style={{ width, height: lines * LINE }} />
      <p id={id} className="unseen" role="status">
        {focused ? words : ''}
      </p>
    </div>
  )
}

/** Lines that have anything to draw. */
function depthBelow({ rows }: Sides, width: Float64Array, root: number): number {
  let deepest = 0
  for (let row = root; row < (rows.end[root] ?? 0); row++)
    if ((width[row] ?? 0) > 0) deepest = Math.max(deepest, rows.depth[row] ?? 0)
  return Math.max(1, deepest - (rows.depth[root] ?? 0) + 1)
}
