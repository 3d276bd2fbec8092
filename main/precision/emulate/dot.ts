/**
 * Dot products as a kernel forms them: products of rounded inputs, summed in float32 in the order of k.
 *
 * A product of two TF32 or BF16 values fits a float32 exactly, so only the sums round. For float32 inputs each step is a
 * fused multiply-add, but for the rare double rounding that the float64 in between can bring. A real kernel sums in
 * another order (several accumulators, split k), which changes the last bits and hardly the size of the error.
 */

/** `left` is rows x inner, `right` inner x columns, both row-major. */
export interface Sizes {
  readonly rows: number
  readonly inner: number
  readonly columns: number
}

export function dotFloat32(left: Float32Array, right: Float32Array, sizes: Sizes, row: number, column: number): number {
  const { inner, columns } = sizes
  let sum = 0
  let at = row * inner
  for (let k = column; k < inner * columns; k += columns) sum = Math.fround(sum + (left[at++] ?? 0) * (right[k] ?? 0))
  return sum
}

export function dotFloat64(
  left: Float32Array | Float64Array,
  right: Float32Array | Float64Array,
  sizes: Sizes,
  row: number,
  column: number,
): number {
  const { inner, columns } = sizes
  let sum = 0
  let at = row * inner
  for (let k = column; k < inner * columns; k += columns) sum += (left[at++] ?? 0) * (right[k] ?? 0)
  return sum
}
