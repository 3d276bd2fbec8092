/** The curve that differences between near points of it fit best: what a sum of unknown parts is told from sums of some. */

export interface Observations {
  readonly count: number
  /** Places of the points between which each was seen; `to` is beyond `from`. */
  readonly from: Int32Array
  readonly to: Int32Array
}

/**
 * Points 0 to `points` - 1, the first of them 0, so that the squares of what each observation misses, over its length, are
 * least. `value` is how much each saw, `reach` the longest of them. Points that no observation bears on stay with the one before.
 */
export function fitCurve(points: number, reach: number, seen: Observations, value: Float64Array): Float64Array {
  const width = reach + 1
  // the lower half of the normal equations, a band: row i, column i - d
  const band = new Float64Array(points * width)
  const right = new Float64Array(points)
  for (let o = 0; o < seen.count; o++) {
    const a = seen.from[o] as number
    const b = seen.to[o] as number
    const weight = 1 / (b - a + 1)
    band[a * width] = (band[a * width] as number) + weight
    band[b * width] = (band[b * width] as number) + weight
    const off = b * width + (b - a)
    band[off] = (band[off] as number) - weight
    const weighted = weight * (value[o] as number)
    right[b] = (right[b] as number) + weighted
    right[a] = (right[a] as number) - weighted
  }
  for (let i = 0; i < points; i++) {
    // the first is fixed; a little ties each to the one before, for those that were never seen
    band[i * width] = (band[i * width] as number) + (i === 0 ? 1e6 : TIE)
    if (i === 0) continue
    band[(i - 1) * width] = (band[(i - 1) * width] as number) + TIE
    if (width > 1) band[i * width + 1] = (band[i * width + 1] as number) - TIE
  }
  cholesky(band, points, width)
  return solve(band, points, width, right)
}

const TIE = 1e-6

/** The band becomes its Cholesky factor. */
function cholesky(band: Float64Array, points: number, width: number): void {
  for (let i = 0; i < points; i++) {
    const row = i * width
    for (let d = Math.min(i, width - 1); d >= 0; d--) {
      const j = i - d
      let sum = band[row + d] as number
      const other = j * width
      for (let e = 1; e + d < width && e <= j; e++) sum -= (band[row + d + e] as number) * (band[other + e] as number)
      band[row + d] = d === 0 ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (band[other] as number)
    }
  }
}

function solve(band: Float64Array, points: number, width: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(right)
  for (let i = 0; i < points; i++) {
    let sum = x[i] as number
    for (let d = 1; d < width && d <= i; d++) sum -= (band[i * width + d] as number) * (x[i - d] as number)
    x[i] = sum / (band[i * width] as number)
  }
  for (let i = points - 1; i >= 0; i--) {
    const own = (x[i] as number) / (band[i * width] as number)
    x[i] = own
    for (let d = 1; d < width && d <= i; d++) x[i - d] = (x[i - d] as number) - (band[i * width + d] as number) * own
  }
  return x
}
