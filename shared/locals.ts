/** What the ways to a frame's locals come to, told in the window and in the terminal. */
import { LOCALS_WAYS, type LocalsTimes, type LocalsWayName } from './overhead'

export interface WayFigures {
  readonly way: LocalsWayName
  /** The median, and half of what the middle half spans. */
  readonly time: number
  readonly spread: number
  /** Over the way by index in the same turn; null for that way itself, and where its time drowns in its spread. */
  readonly ratio: { readonly middle: number; readonly spread: number } | null
}

/** The ways that were timed, in one order. */
export function figuresOf({ ways }: LocalsTimes): readonly WayFigures[] {
  const runsOf = (name: LocalsWayName): readonly number[] => ways.find(({ way }) => way === name)?.runs ?? []
  const base = runsOf('index')
  const index = middleOf(base)
  return LOCALS_WAYS.flatMap((way): WayFigures[] => {
    const runs = runsOf(way)
    if (runs.length === 0) return []
    const { middle: time, spread } = middleOf(runs)
    const drowns = way === 'index' || index.middle <= index.spread || time <= spread
    return [{ way, time, spread, ratio: drowns ? null : middleOf(runs.map((run, turn) => run / (base[turn] ?? 0))) }]
  })
}

function middleOf(values: readonly number[]): { readonly middle: number; readonly spread: number } {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (fraction: number): number => {
    const place = (sorted.length - 1) * fraction
    const low = sorted[Math.floor(place)] ?? 0
    return low + ((sorted[Math.ceil(place)] ?? low) - low) * (place - Math.floor(place))
  }
  return { middle: at(0.5), spread: (at(0.75) - at(0.25)) / 2 }
}
