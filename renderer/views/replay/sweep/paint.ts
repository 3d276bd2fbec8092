/** The colours and patterns that tell the outcomes of a sweep apart: a pattern for whom colours do not. */
import type { Tone } from './tones'

/** What is read from the theme's tokens. */
export interface Palette {
  readonly pass: string
  readonly fail: string
  readonly unknown: string
  readonly panel: string
  readonly line: string
  readonly text: string
  readonly dim: string
  readonly font: string
}

/** How much of the colour of failing each rank has: the guard that fails most the most, what others share the least. */
const SHADES = [0.92, 0.7, 0.54, 0.42, 0.32, 0.24, 0.2]
/** Pixels of one tile of a pattern. */
const TILE = 8

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    pass: token('--pass'),
    fail: token('--fail'),
    unknown: token('--unknown'),
    panel: token('--panel'),
    line: token('--line'),
    text: token('--text'),
    dim: token('--dim'),
    font: token('--font-code'),
  }
}

/** A pattern in device pixels; `scale` of them are one CSS pixel. */
export function patternOf(tone: Pick<Tone, 'kind' | 'rank'>, palette: Palette, scale: number): CanvasPattern | string {
  const size = Math.max(4, Math.round(TILE * scale))
  const tile = new OffscreenCanvas(size, size)
  const context = tile.getContext('2d')
  if (context === null) return palette[tone.kind === 'passed' ? 'pass' : tone.kind === 'failed' ? 'fail' : 'unknown']
  context.lineWidth = Math.max(1, scale)
  switch (tone.kind) {
    case 'passed':
      fill(context, size, mixed(palette.pass, palette.panel, 0.8))
      break
    case 'unknown':
      fill(context, size, mixed(palette.unknown, palette.panel, 0.38))
      context.fillStyle = palette.unknown
      dot(context, size / 4, size / 4, scale)
      dot(context, (3 * size) / 4, (3 * size) / 4, scale)
      break
    case 'failed': {
      const shade = SHADES[Math.min(tone.rank, SHADES.length - 1)] ?? 0
      fill(context, size, mixed(palette.fail, palette.panel, shade))
      context.strokeStyle = shade > 0.5 ? mixed(palette.panel, palette.fail, 0.75) : palette.fail
      HATCHES[Math.min(tone.rank, HATCHES.length - 1)]?.(context, size)
    }
  }
  return context.createPattern(tile, 'repeat') ?? palette.fail
}

type Context = OffscreenCanvasRenderingContext2D

const HATCHES: readonly ((context: Context, size: number) => void)[] = [
  rising,
  falling,
  (context, size) => line(context, 0, size / 2, size, size / 2),
  (context, size) => line(context, size / 2, 0, size / 2, size),
  (context, size) => {
    rising(context, size)
    falling(context, size)
  },
  (context, size) => {
    line(context, 0, size / 2, size, size / 2)
    line(context, size / 2, 0, size / 2, size)
  },
  (context, size) => {
    context.lineWidth *= 2.5
    rising(context, size)
  },
]

/** Drawn past the corners, so that tiles join. */
function rising(context: Context, size: number): void {
  for (const shift of [-size, 0, size]) line(context, shift - 1, size + 1, shift + size + 1, -1)
}

function falling(context: Context, size: number): void {
  for (const shift of [-size, 0, size]) line(context, shift - 1, -1, shift + size + 1, size + 1)
}

function line(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath()
  context.moveTo(x0, y0)
  context.lineTo(x1, y1)
  context.stroke()
}

function dot(context: Context, x: number, y: number, scale: number): void {
  context.beginPath()
  context.arc(x, y, 1.3 * scale, 0, 2 * Math.PI)
  context.fill()
}

function fill(context: Context, size: number, color: string): void {
  context.fillStyle = color
  context.fillRect(0, 0, size, size)
}

/** `share` of the first colour, the rest of the second; both as #rrggbb or #rgb. */
function mixed(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)]
  return `rgb(${a.map((channel, i) => Math.round(channel * share + (b[i] ?? 0) * (1 - share))).join(' ')})`
}

function channels(hex: string): number[] {
  const digits = hex.length === 4 ? hex.replaceAll(/[\da-f]/gi, '$&$&') : hex
  return [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16))
}
