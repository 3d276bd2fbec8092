/** Draws the part of an icicle that lies below one row: width is time, each depth a line. */
import { visible } from '../../../shared/visible'
import type { Flame } from './flame'
import { familyOf, type Sides, shortTitle } from './sides'
import type { Viewport } from './viewport'

export const LINE = 19
/** Pixels below which a stretch is not drawn by itself. */
const LEAST = 0.6
const LEAST_TEXT = 28
const FONT = 11

/** The theme's colours, by name. */
export interface IciclePalette {
  readonly colour: (name: string) => string
  readonly font: string
}

export function paletteOf(element: Element): IciclePalette {
  const style = getComputedStyle(element)
  return {
    colour: (name) => style.getPropertyValue(`--${name}`).trim(),
    font: style.getPropertyValue('--font-code').trim(),
  }
}

export interface IcicleScene {
  readonly sides: Sides
  readonly flame: Flame
  /** The row at the top. */
  readonly root: number
  /** What of its time is in view. */
  readonly view: Viewport
  readonly width: number
  readonly selected: number
  readonly hovered: number
  /** One byte a row: 1 where it matches what is searched; null where nothing is. */
  readonly matches: Uint8Array | null
  readonly focused: boolean
}

export function drawIcicle(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  palette: IciclePalette,
  scale: number,
) {
  const { sides, flame, root, view, width, selected, hovered, matches, focused } = scene
  const { rows } = sides
  const { colour } = palette
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, context.canvas.height / scale)
  if (view.span <= 0) return
  const { from } = view
  const per = width / view.span
  const fills = new Map<string, string>()
  const fillOf = (name: string, amount: number): string => {
    const key = `${name} ${amount}`
    const known = fills.get(key) ?? mixed(colour(name), colour('panel'), amount)
    fills.set(key, known)
    return known
  }
  context.font = `${FONT}px ${palette.font}`
  context.textBaseline = 'middle'
  const base = rows.depth[root] ?? 0
  /** Right end of what was drawn last in each line: what is thinner than a pixel is drawn once. */
  const drawn: number[] = []
  const end = rows.end[root] ?? 0
  let marked: readonly [number, number, number] | null = null
  for (let row = root; row < end;) {
    const wide = (flame.width[row] ?? 0) * per
    const x = ((flame.start[row] ?? 0) - from) * per
    const line = (rows.depth[row] ?? 0) - base
    if (x >= width || x + wide <= 0) {
      row = rows.end[row] ?? end
      continue
    }
    if (wide < LEAST) {
      const quiet = matches === null || anyOf(matches, row, rows.end[row] ?? row)
      if (wide > 0 && x + wide - (drawn[line] ?? -1) >= LEAST) {
        context.fillStyle = fillOf('dim', quiet ? 0.4 : 0.16)
        context.fillRect(x, line * LINE, 1, LINE - 1)
        drawn[line] = x + 1
      }
      row = rows.end[row] ?? end
      continue
    }
    drawn[line] = x + wide
    const family = familyOf(sides, row)
    const dimmed = matches !== null && matches[row] !== 1
    const tint = family === 'none' ? 0.2 + 0.07 * (hash(shortTitle(sides, row)) % 3) : 0.42
    const fill = fillOf(family === 'none' ? 'dim' : family, dimmed ? tint * 0.35 : tint)
    context.fillStyle = row === hovered && row !== selected ? mixed(fill, colour('text'), 0.86) : fill
    // of what reaches out of view the part inside is named and framed
    const left = Math.max(0, x)
    const seen = Math.min(width, x + wide) - left
    context.fillRect(left, line * LINE, Math.max(1, seen - (seen > 3 ? 1 : 0)), LINE - 1)
    if (row === selected) marked = [left, line, seen]
    if (seen >= LEAST_TEXT) {
      context.fillStyle = colour(dimmed ? 'muted' : 'text')
      write(context, visible(shortTitle(sides, row)), left + 5, line * LINE + LINE / 2, seen - 9)
    }
    row++
  }
  if (marked === null) return
  const [x, line, wide] = marked
  context.strokeStyle = colour(focused ? 'accent' : 'dim')
  context.lineWidth = 2
  context.strokeRect(x + 1, line * LINE + 1, Math.max(1, wide - 3), LINE - 3)
}

/** As much of a text as there is room for. */
function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, room: number): void {
  const character = context.measureText('0').width
  const fits = Math.floor(room / character)
  if (fits < 3) return
  context.fillText(text.length <= fits ? text : `${text.slice(0, fits - 1)}…`, x, y)
}

function anyOf(flags: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (flags[at] === 1) return true
  return false
}

function hash(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) >>> 0
  return sum
}

/** `share` of the first colour, the rest of the second: #rgb, #rrggbb or rgb(r g b). */
function mixed(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)]
  return `rgb(${a.map((channel, i) => Math.round(channel * share + (b[i] ?? 0) * (1 - share))).join(' ')})`
}

function channels(text: string): number[] {
  if (text.startsWith('rgb')) return (text.match(/\d+/g) ?? []).map(Number)
  const digits = text.length === 4 ? text.replaceAll(/[\da-f]/gi, '$&$&') : text
  return [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16))
}
