/** A strip or a grid of cells on a canvas that is as large as the view of it: the keys move a cursor over the cells. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useSettings } from '../../../components/services'
import { shownTheme } from '../../../stores/settings'
import type { ChosenAxis } from './axis'
import { nowAt } from './axis'
import { type Cell, draw, LABEL_FONT } from './draw'
import { moved } from './cursor'
import { type Measure, sideOf } from './layout'
import { paletteOf } from './paint'
import type { Tones } from './tones'

/** Pixels: a strip's height, the largest cells, and the room for labels. */
const STRIP = 26
const MOST_ACROSS = 40
const MOST_DOWN = 24
const LABELS = 21
const LEAST_GRID = 96

interface CellCanvasProps {
  readonly across: ChosenAxis
  readonly down: ChosenAxis | null
  readonly tones: Tones
  /** Index of the cell that the keys are at. */
  readonly cursor: number
  /** What is said of all cells, and of the one at the cursor. */
  readonly summary: string
  readonly words: string
  readonly onCursor: (cell: number) => void
  readonly onHover: (cell: number | null) => void
  readonly onTake: (cell: number) => void
}

export function CellCanvas(props: CellCanvasProps) {
  const { across, down, tones, cursor, summary, words, onCursor, onHover, onTake } = props
  const theme = useSettings(shownTheme)
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0, scale: 1 })
  const [focused, setFocused] = useState(false)
  const [measure, setMeasure] = useState<Measure>(() => roughly)

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    const family = scroller.current === null ? '' : paletteOf(scroller.current).font
    if (context == null) return
    void document.fonts.load(`${LABEL_FONT}px ${family}`).then(() =>
      setMeasure(() => (text: string) => {
        context.font = `${LABEL_FONT}px ${family}`
        return context.measureText(text).width
      }),
    )
  }, [])
  useEffect(() => {
    const [box, surface] = [scroller.current, canvas.current]
    if (box === null || surface === null) return
    const observer = new ResizeObserver((entries) => {
      const exact = entries.find(({ target }) => target === surface)?.devicePixelContentBoxSize[0]
      setSize(({ scale }) => ({
        width: box.clientWidth,
        height: box.clientHeight,
        scale: exact === undefined || surface.clientWidth === 0 ? scale : exact.inlineSize / surface.clientWidth,
      }))
    })
    observer.observe(box)
    observer.observe(surface, { box: 'device-pixel-content-box' })
    return () => observer.disconnect()
  }, [])

  const { width, height, scale } = size
  const grid = down !== null
  const left = grid ? leftOf(down, measure) : 0
  const above = grid ? LABELS : 0
  const below = grid ? 0 : LABELS
  const columns = sideOf(across, width - left, MOST_ACROSS, measure)
  const rows = grid ? sideOf(down, height - above, MOST_DOWN, () => LABEL_FONT - 4) : sideOf(null, 0, STRIP, measure)
  const [totalWidth, totalHeight] = [left + columns.count * columns.cell, above + below + rows.count * rows.cell]
  const now = cellOfNow(across, down)
  const cellAt = (index: number): Cell => ({ column: index % columns.count, row: Math.floor(index / columns.count) })

  const paint = (): void => {
    const [box, surface] = [scroller.current, canvas.current]
    const context = surface?.getContext('2d')
    if (box === null || surface === null || context == null || width === 0) return
    // a new size wipes a canvas: only where it is one
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)]
    if (surface.width !== wide) surface.width = wide
    if (surface.height !== high) surface.height = high
    const [x, y] = [box.scrollLeft, box.scrollTop]
    draw(
      context,
      {
        across: columns,
        down: rows,
        tones,
        left,
        above,
        below,
        x,
        y,
        width,
        height,
        now,
        cursor: cellAt(cursor),
        focused,
      },
      paletteOf(box),
      scale,
    )
  }
  // the theme is read from the page
  useLayoutEffect(paint, [paint, theme])

  useEffect(() => {
    const box = scroller.current
    if (box === null || width === 0) return
    const { column, row } = { column: cursor % columns.count, row: Math.floor(cursor / columns.count) }
    box.scrollLeft = nearest(box.scrollLeft, column * columns.cell, columns.cell, width - left)
    box.scrollTop = nearest(box.scrollTop, row * rows.cell, rows.cell, height - above - below)
  }, [cursor, columns.count, columns.cell, rows.cell, width, height, left, above, below])

  const cellUnder = (event: { readonly clientX: number; readonly clientY: number }): number | null => {
    const box = scroller.current
    if (box === null) return null
    const bounds = box.getBoundingClientRect()
    const [x, y] = [event.clientX - bounds.left - left, event.clientY - bounds.top - above]
    if (x < 0 || y < 0) return null
    const [column, row] = [Math.floor((x + box.scrollLeft) / columns.cell), Math.floor((y + box.scrollTop) / rows.cell)]
    return column < columns.count && row < rows.count ? row * columns.count + column : null
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      return onTake(cursor)
    }
    const to = moved(event.key, event.ctrlKey, cursor, columns.count, rows.count)
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    onHover(null)
    onCursor(to)
  }
  const at = cellAt(cursor)
  return (
    <div
      ref={scroller}
      className={`sweep-cells ${grid ? 'as-grid' : 'as-strip'}`}
      style={
        grid
          ? { maxHeight: totalHeight + 12, minHeight: Math.min(LEAST_GRID, totalHeight + 12) }
          : { height: totalHeight + (totalWidth > width ? 12 : 0) }
      }
      role="grid"
      tabIndex={0}
      aria-label={summary}
      aria-rowcount={rows.count}
      aria-colcount={columns.count}
      aria-activedescendant={`sweep-cell-${cursor}`}
      onScroll={paint}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onPointerMove={(event) => onHover(cellUnder(event))}
      onPointerLeave={() => onHover(null)}
      onClick={(event) => {
        const cell = cellUnder(event)
        if (cell === null) return
        onCursor(cell)
        onTake(cell)
      }}
    >
      <div
        className="sweep-room"
        role="presentation"
        style={{ width: Math.max(totalWidth, width), height: Math.max(totalHeight, height) }}
      >
        <canvas ref={canvas} aria-hidden style={{ width, height }} />
      </div>
      <div role="row" className="unseen sweep-said" aria-rowindex={at.row + 1}>
        <div key={cursor} id={`sweep-cell-${cursor}`} role="gridcell" aria-colindex={at.column + 1} aria-selected>
          {words}
        </div>
      </div>
    </div>
  )
}

const roughly: Measure = (text) => text.length * 7

function leftOf(down: ChosenAxis, measure: Measure): number {
  const { ticks } = sideOf(down, 0, MOST_DOWN, () => LABEL_FONT)
  return Math.min(140, Math.ceil(Math.max(0, ...ticks.map(({ label }) => measure(label)))) + 16)
}

function cellOfNow(across: ChosenAxis, down: ChosenAxis | null): Cell | null {
  const [column, row] = [nowAt(across), down === null ? 0 : nowAt(down)]
  return column < 0 || row < 0 ? null : { column, row }
}

/** Where to scroll, so that a cell is in view. */
function nearest(scrolled: number, start: number, cell: number, room: number): number {
  return start < scrolled ? start : start + cell > scrolled + room ? start + cell - room : scrolled
}
