/** What repeated measurements come to. */

/** The mean of what is neither among the least fifth nor the largest third: what interrupts a check makes it longer alone. */
export function middleMean(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort()
  const from = Math.floor(sorted.length / 5)
  const to = Math.max(from + 1, sorted.length - Math.floor(sorted.length / 3))
  let sum = 0
  for (let i = from; i < to; i++) sum += sorted[i] ?? 0
  return sum / (to - from)
}

/** The standard error of the mean of a few. */
export function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1) / values.length)
}
