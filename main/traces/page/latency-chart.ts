/** The guard latency of a function's compiles as bars, in the order in which they were made. */
import type { TraceCompile } from '../../../shared/trace'
import { markup, type Markup } from './markup'
import { microseconds } from './words'

interface Bar {
  readonly compile: TraceCompile
  readonly anchor: string
  readonly dead: boolean
}

const HEIGHT = 56
const STEP = 14
const WIDEST = 640

/** Null where fewer than two were measured. */
export function latencyChart(bars: readonly Bar[]): Markup | null {
  const measured = bars.flatMap((bar) => bar.compile.guardLatencyUs ?? [])
  if (measured.length < 2) return null
  const most = measured.reduce((a, b) => Math.max(a, b), 1)
  const step = Math.min(STEP, WIDEST / bars.length)
  const width = round(step * bars.length)
  const rects = bars.map(({ compile, anchor, dead }, i) => {
    const latency = compile.guardLatencyUs
    if (latency === null) return null
    const high = round(Math.max(1, (latency / most) * (HEIGHT - 2)))
    const words = `${compile.id}: ${microseconds(latency)}${dead ? ', never hit again' : ''}`
    const rect = markup`<rect x="${round(i * step)}" y="${round(HEIGHT - high)}" width="${round(step * 0.8)}" height="${high}"/>`
    return markup`<a href="#${anchor}" aria-label="${words}"${dead ? markup` class="dead"` : null}><title>${words}</title>${rect}</a>`
  })
  const words = `Guard latency of each compile, at most ${microseconds(most)}`
  return markup`<figure><svg class="latency" viewBox="0 0 ${width} ${HEIGHT}" width="${Math.ceil(width)}" height="${HEIGHT}" preserveAspectRatio="none" role="group" aria-label="${words}">${rects}</svg><figcaption class="where">Guard latency over the compiles, at most ${microseconds(most)}</figcaption></figure>\n`
}

const round = (value: number): number => Math.round(value * 100) / 100
