/** A measurement as an icicle: the width of a row is its share of a check, what is below it stands beneath. */
import type { ReportProfile } from '../model'
import { micro } from '../words'
import { attribute } from '../../html/escape'

const WIDTH = 1000
const ROW = 18
/** A narrower one is not seen. */
const LEAST = 0.35
/** A narrower one cannot be pointed at: it is drawn with those of its heat, and has no title. */
const POINTED = 2
const LETTER = 6.4
/** Shares of a check from which on a row is warmer. */
const HEAT = [0.02, 0.05, 0.12, 0.3]

type Row = ReportProfile['rows'][number]

export function icicle(rows: readonly Row[], side: 'cold_ns' | 'warm_ns', label: string): string {
  const ends = endsOf(rows)
  const totals = rows.map((row) => row[side])
  for (let i = rows.length - 1; i >= 0; i--) {
    const end = ends[i] ?? i
    for (let at = i + 1; at < end; at = ends[at] ?? end) totals[i] = (totals[i] ?? 0) + (totals[at] ?? 0)
  }
  const whole = totals[0] ?? 0
  if (whole <= 0) return ''
  const cells: string[] = []
  const narrow = new Map<number, string[]>()
  let deepest = 0
  /** Left edges of the rows that are open, and how far each is filled. */
  const filled: number[] = []
  rows.forEach((row, i) => {
    const width = ((totals[i] ?? 0) / whole) * WIDTH
    const x = row.depth === 0 ? 0 : (filled[row.depth - 1] ?? 0)
    if (row.depth > 0) filled[row.depth - 1] = x + width
    filled[row.depth] = x
    if (width < LEAST) return
    deepest = Math.max(deepest, row.depth)
    const at = { x, width, total: totals[i] ?? 0, own: row[side], whole }
    if (width >= POINTED) return void cells.push(cellOf(row, at))
    const heat = heatOf(at)
    const same = narrow.get(heat) ?? []
    narrow.set(heat, same)
    same.push(`M${fixed(x)} ${row.depth * ROW}h${fixed(width)}v${ROW}h-${fixed(width)}z`)
  })
  for (const [heat, paths] of narrow) cells.push(`<path class="cell h${heat}" d="${paths.join('')}"/>`)
  const height = (deepest + 1) * ROW
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role=img aria-label="${attribute(label)}">${cells.join('')}</svg>`
}

interface Place {
  readonly x: number
  readonly width: number
  readonly total: number
  readonly own: number
  readonly whole: number
}

const heatOf = ({ own, whole }: Place): number => HEAT.filter((from) => own / whole >= from).length

function cellOf({ depth, name }: Row, at: Place): string {
  const heat = heatOf(at)
  const share = `${((at.total / at.whole) * 100).toFixed(1)} %`
  const letters = Math.floor((at.width - 6) / LETTER)
  const short = name.length > letters ? `${name.slice(0, Math.max(0, letters - 1))}…` : name
  const text = letters < 4 ? '' : `<text x="${fixed(at.x + 3)}" y="${depth * ROW + 12.5}">${attribute(short)}</text>`
  const title = `<title>${attribute(name)}: ${micro(at.total)}, ${share}; by itself ${micro(at.own)}</title>`
  return `<g>${title}<rect class="cell h${heat}" x="${fixed(at.x)}" y="${depth * ROW}" width="${fixed(at.width)}" height="${ROW}"/>${text}</g>`
}

const fixed = (n: number): string => String(Math.round(n * 100) / 100)

/** One past the last row below each; rows that are left out leave no gap. */
function endsOf(rows: readonly Row[]): number[] {
  const ends = rows.map(() => rows.length)
  const open: number[] = []
  rows.forEach(({ depth }, at) => {
    while (open.length > 0 && (rows[open[open.length - 1] ?? 0]?.depth ?? 0) >= depth) ends[open.pop() ?? 0] = at
    open.push(at)
  })
  return ends
}
