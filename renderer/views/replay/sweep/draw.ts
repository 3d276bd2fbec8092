/** Draws the cells of a sweep that are in view, with their labels, on a canvas in device pixels. */
import type { Side } from './layout'
import { type Palette, patternOf } from './paint'
import type { Tones } from './tones'

export interface Cell {
  readonly column: number
  readonly row: number
}

/** What is drawn, in CSS pixels. */
export interface Picture {
  readonly across: Side
  readonly down: Side
  readonly tones: Tones
  /** Room for the labels at the left, above and below. */
  readonly left: number
  readonly above: number
  readonly below: number
  /** How far it is scrolled. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The cell of the scenario itself. */
  readonly now: Cell | null
  readonly cursor: Cell | null
  readonly focused: boolean
}

export const LABEL_FONT = 11

/** `scale` device pixels are one CSS pixel. */
export function draw(context: CanvasRenderingContext2D, picture: Picture, palette: Palette, scale: number): void {
  const { across, down, tones, left, above, below, x, y, width, height } = picture
  const px = (css: number): number => Math.round(css * scale)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  const columns = inView(across, x, width - left)
  const rows = inView(down, y, height - above - below)
  const xOf = (column: number): number => px(left + column * across.cell - x)
  const yOf = (row: number): number => px(above + row * down.cell - y)
  const bottom = Math.min(yOf(down.count), px(height - below))
  context.save()
  clip(context, px(left), px(above), px(width), bottom)
  const patterns = tones.tones.map((tone) => patternOf(tone, palette, scale))
  for (let row = rows.from; row < rows.to; row++) {
    const start = row * across.count
    for (let column = columns.from; column < columns.to;) {
      // cells alike are filled at once: a pattern runs through them
      const tone = tones.of[start + column] ?? 0
      let end = column + 1
      while (end < columns.to && tones.of[start + end] === tone) end++
      context.fillStyle = patterns[tone] ?? palette.line
      context.fillRect(xOf(column), yOf(row), xOf(end) - xOf(column), yOf(row + 1) - yOf(row))
      column = end
    }
  }
  const hair = Math.max(1, Math.floor(scale))
  context.fillStyle = palette.panel
  // lines between cells, where there is room for them
  const roomy = across.cell >= 7 && (down.cell >= 7 || down.count === 1)
  if (roomy)
    for (let column = columns.from; column <= columns.to; column++)
      context.fillRect(xOf(column) - hair, 0, hair, px(height))
  if (roomy && down.count > 1)
    for (let row = rows.from; row <= rows.to; row++) context.fillRect(0, yOf(row) - hair, px(width), hair)
  context.restore()
  context.save()
  // an outline may stand a little over the edge
  clip(context, px(left - 3), px(above - 3), px(width), bottom + px(3))
  const outlines = [
    { cell: picture.now, thick: 1, dash: true },
    { cell: picture.cursor, thick: picture.focused ? 2 : 1, dash: false },
  ]
  for (const { cell, thick, dash } of outlines) {
    if (cell === null) continue
    const box = { x0: xOf(cell.column), y0: yOf(cell.row), x1: xOf(cell.column + 1), y1: yOf(cell.row + 1) }
    outline(context, box, Math.max(1, Math.round(thick * scale)), dash, palette)
  }
  context.restore()

  context.font = `${LABEL_FONT * scale}px ${palette.font}`
  context.fillStyle = palette.dim
  context.textAlign = 'center'
  const head = down.ticks.length > 0
  const base = head ? px(above - 8) : Math.min(yOf(down.count), px(height - below)) + px(15)
  context.save()
  clip(context, px(left) - px(12), 0, px(width), px(height))
  for (const { at, label } of across.ticks) {
    if (at < columns.from || at >= columns.to) continue
    const middle = Math.round((xOf(at) + xOf(at + 1)) / 2)
    if (middle < px(left) || middle > px(width)) continue
    const edge = head ? px(above - 4) : bottom + px(1)
    context.fillRect(middle, edge, hair, px(3))
    // the first and the last label stay inside
    const half = context.measureText(label).width / 2
    context.fillText(label, Math.max(half, Math.min(px(width) - half, middle)), base)
  }
  context.restore()
  context.save()
  // half a label may stand above the first row
  clip(context, 0, px(above - LABEL_FONT / 2), px(left), px(height - below))
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const { at, label } of down.ticks) {
    if (at < rows.from || at >= rows.to) continue
    context.fillText(label, px(left - 6), (yOf(at) + yOf(at + 1)) / 2)
  }
  context.restore()
}

/** The cells of a side that are in view. */
export function inView({ count, cell }: Side, scrolled: number, room: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrolled / cell))
  return { from, to: Math.max(from, Math.min(count, Math.ceil((scrolled + room) / cell))) }
}

function clip(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath()
  context.rect(x0, y0, Math.max(0, x1 - x0), Math.max(0, y1 - y0))
  context.clip()
}

interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** In the colour of text on that of the ground: it is seen on every tone. */
function outline(
  context: CanvasRenderingContext2D,
  { x0, y0, x1, y1 }: Box,
  thick: number,
  dash: boolean,
  palette: Palette,
): void {
  // around a small cell, not over it
  const inset = Math.min(x1 - x0, y1 - y0) < 4 * thick + 6 ? -thick / 2 : thick / 2
  const stroke = (by: number, color: string): void => {
    context.strokeStyle = color
    context.strokeRect(x0 + by, y0 + by, x1 - x0 - 2 * by, y1 - y0 - 2 * by)
  }
  context.lineWidth = thick
  context.setLineDash([])
  stroke(inset + (inset < 0 ? -thick : thick), palette.panel)
  context.setLineDash(dash ? [2 * thick, 2 * thick] : [])
  stroke(inset, palette.text)
}
