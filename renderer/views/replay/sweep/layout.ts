/** Where the cells of a sweep lie: how large one is, and which of them have a label. */
import { visible } from '../../../../shared/visible'
import { type ChosenAxis, countOf, labelAt } from './axis'

/** Pixels; a cell is never smaller. */
const LEAST_CELL = 3
/** Between two labels. */
const GAP = 10

/** The cells along one side. */
export interface Side {
  readonly count: number
  /** Pixels of one cell. */
  readonly cell: number
  readonly ticks: readonly Tick[]
}
export interface Tick {
  /** The cell it stands at. */
  readonly at: number
  readonly label: string
}

/** How long a text is, in pixels. */
export type Measure = (text: string) => number

/** A side in `room` pixels: as large as fits, up to `most`. Its labels take `along` pixels of it each. */
export function sideOf(axis: ChosenAxis | null, room: number, most: number, along: Measure): Side {
  if (axis === null) return { count: 1, cell: most, ticks: [] }
  const count = countOf(axis.values)
  if (axis.values.kind === 'list') {
    // each value of a list has a name that is to be read
    const widest = Math.max(0, ...Array.from({ length: count }, (_, at) => along(shownAt(axis, at))))
    const fitting = Math.floor(room / Math.max(1, count))
    const cell = Math.ceil(Math.max(widest + GAP, Math.min(fitting, most)))
    return { count, cell, ticks: Array.from({ length: count }, (_, at) => ({ at, label: shownAt(axis, at) })) }
  }
  const cell = Math.max(LEAST_CELL, Math.min(most, Math.floor(room / Math.max(1, count))))
  return { count, cell, ticks: ticksOf(axis, count, cell, along) }
}

/** Round numbers, as close as their labels stand clear of each other. */
function ticksOf(axis: ChosenAxis, count: number, cell: number, along: Measure): Tick[] {
  if (axis.values.kind !== 'range' || count === 0) return []
  const { from, step } = axis.values
  const widest = Math.max(along(shownAt(axis, 0)), along(shownAt(axis, count - 1)))
  const every = niceAbove((widest + GAP) / cell)
  // at multiples of a round number where the range has them, else counted from its start
  const first = from % step === 0 ? modulo(-from / step, every) : 0
  const ticks: Tick[] = []
  for (let at = first; at < count; at += every) ticks.push({ at, label: shownAt(axis, at) })
  return ticks.length > 0 ? ticks : [{ at: 0, label: shownAt(axis, 0) }]
}

function niceAbove(least: number): number {
  for (let ten = 1; ; ten *= 10) for (const times of [1, 2, 5]) if (times * ten >= least) return times * ten
}

const modulo = (a: number, b: number): number => ((a % b) + b) % b

/** A canvas draws what it is given. */
const shownAt = (axis: ChosenAxis, at: number): string => visible(labelAt(axis, at))
