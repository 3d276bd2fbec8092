/** The columns of figures beside each row, and the orders they can be read in. */
import type { Side, Sides } from './sides'
import type { Mode } from './overhead-store'
import { NOT_MEASURED, share, time } from './words'

export interface Column {
  readonly key: string
  readonly label: string
  readonly title: string
  readonly value: (row: number) => number
  readonly text: (row: number) => string
  /** What more there is to say of the figure. */
  readonly hint: (row: number) => string
  /** How hot the cell is, from 0 to 1; null for one that has no heat. */
  readonly heat: ((row: number) => number) | null
}

export function columnsOf({ first, second }: Sides, mode: Mode): readonly Column[] {
  if (mode === 'torch') {
    const [total, own] = figures(first, 'Engine', 'first')
    const torch = figures(second, 'Torch', 'second').slice(0, 1)
    return [...(total === undefined || own === undefined ? [] : [total, own]), ...torch, ratioOf(first, second)]
  }
  const [a, b] = mode === 'cold-warm' ? ['Cold', 'Warm'] : ['A', 'B']
  return [
    ...figures(first, `${a}`, 'first'),
    ...figures(second, `${b}`, 'second'),
    mode === 'cold-warm' ? shareOf(first) : difference(first, second),
  ]
}

function figures(side: Side, label: string, key: string): readonly Column[] {
  const of = (values: Float64Array, errors: Float64Array, name: string, title: string): Column => {
    const whole = Math.max(1, side.total[0] ?? 0)
    return {
      key: `${key}-${name}`,
      label: name === 'total' ? label : `${label}, own`,
      title,
      value: (row) => values[row] ?? 0,
      text: (row) => {
        const value = values[row] ?? 0
        if (side.reached[row] !== 1) return ''
        if (Number.isNaN(value)) return NOT_MEASURED
        // a difference within twice its error may be nothing at all
        const least = 2 * (errors[row] ?? 0)
        return side.costs.method.kind === 'left-out' && value < least
          ? `< ${time(Math.max(0, value) + least)}`
          : time(Math.max(0, value))
      },
      hint: (row) => {
        if (Number.isNaN(values[row])) return 'No manager without its guards was timed'
        const way = name === 'own' ? Math.max(0, side.access[row] ?? 0) : 0
        return `± ${time(errors[row] ?? 0)}${way > 0 ? `; the way there, ${time(way)} of it` : ''}`
      },
      // a tenth of the whole is as hot as it gets by itself
      heat: (row) => Math.sqrt(Math.max(0, values[row] || 0) / whole / (name === 'total' ? 1 : 0.1)),
    }
  }
  return [
    of(side.total, side.totalError, 'total', `${side.label}: with all below`),
    of(side.own, side.ownError, 'own', `${side.label}: by itself`),
  ]
}

/** How often torch's time goes into the engine's. */
function ratioOf(first: Side, second: Side): Column {
  const value = (row: number): number => (first.total[row] ?? 0) / (second.total[row] ?? Number.NaN)
  return {
    key: 'ratio',
    label: 'Engine / torch',
    title: 'How often the time in torch goes into that in this engine, with all below',
    value,
    hint: () => '',
    text: (row) => {
      const [time, error] = [second.total[row] ?? Number.NaN, second.totalError[row] ?? 0]
      // of what may be nothing there is no ratio
      if (first.reached[row] !== 1 || !(time > 2 * error)) return ''
      return value(row).toFixed(2)
    },
    heat: null,
  }
}

function shareOf(side: Side): Column {
  const whole = side.total[0] ?? 0
  return {
    key: 'share',
    label: 'Share, cold',
    title: 'Of a whole check with cold caches',
    value: (row) => side.total[row] ?? 0,
    hint: () => '',
    text: (row) => (side.reached[row] === 1 ? share(Math.max(0, side.total[row] ?? 0), whole) : ''),
    heat: null,
  }
}

function difference(first: Side, second: Side): Column {
  const errorOf = (row: number): number => Math.hypot(first.totalError[row] ?? 0, second.totalError[row] ?? 0)
  const value = (row: number): number => (second.total[row] ?? 0) - (first.total[row] ?? 0)
  return {
    key: 'difference',
    label: 'B less A',
    title: 'What B takes more than A, with all below',
    value,
    hint: (row) => `± ${time(errorOf(row))}`,
    text: (row) => {
      if (first.reached[row] !== 1 && second.reached[row] !== 1) return ''
      // what lies within twice the error is no difference
      const more = value(row)
      if (Math.abs(more) <= 2 * errorOf(row)) return '≈'
      return `${more > 0 ? '+' : '−'}${time(Math.abs(more))}`
    },
    heat: null,
  }
}

/** All rows, the largest of a column first. */
export function sortedRows(count: number, { value }: Column): Int32Array {
  const values = Float64Array.from({ length: count }, (_, row) => {
    const of = value(row)
    return Number.isNaN(of) ? -Infinity : of
  })
  return Int32Array.from({ length: count }, (_, row) => row).sort((a, b) =>
    values[b] === values[a] ? a - b : (values[b] ?? 0) - (values[a] ?? 0),
  )
}
