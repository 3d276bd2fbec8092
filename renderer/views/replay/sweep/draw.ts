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
  for (const [cell, color, thick] of [
    [picture.now, palette.text, 1],
    [picture.cursor, palette.text, picture.focused ? 2 : 1],
  ] as const)
    if (cell !== null)
      outline(context, xOf, yOf, cell, color, Math.max(1, Math.round(thick * scale)), cell === picture.now)
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

function outline(
  context: CanvasRenderingContext2D,
  xOf: (column: number) => number,
  yOf: (row: number) => number,
  { column, row }: Cell,
  color: string,
  thick: number,
  dashed: boolean,
): void {
  const [x, y] = [xOf(column), yOf(row)]
  const [width, height] = [xOf(column + 1) - x, yOf(row + 1) - y]
  context.strokeStyle = color
  context.lineWidth = thick
  context.setLineDash(dashed ? [2 * thick, 2 * thick] : [])
  const inset = thick / 2
  context.strokeRect(x + inset, y + inset, Math.max(1, width - thick), Math.max(1, height - thick))
}
