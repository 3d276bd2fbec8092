/** Some outputs of a large matmul against float64, and the same outputs as the emulation has them. */
import type { ProbePrecision } from '../../../shared/device'
import type { EmulatedPrecision, OperationError } from '../../../shared/emulated'
import { dotFloat32, dotFloat64 } from '../../precision/emulate/dot'
import { errorOf } from '../../precision/emulate/errors'
import { rounded } from '../../precision/emulate/round'

/** All in float64 would take as long as the rest together. */
export const SAMPLED = 2048

const EMULATED: Readonly<Record<ProbePrecision, EmulatedPrecision>> = { fp32: 'ieee', tf32: 'tf32' }

/** `c` is null where the device gave nothing. */
export function compareSampled(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array | null,
  size: number,
  precision: ProbePrecision,
): { readonly measured: OperationError; readonly emulated: OperationError } {
  const sizes = { rows: size, inner: size, columns: size }
  const [roundA, roundB] = [rounded(a, EMULATED[precision]), rounded(b, EMULATED[precision])]
  const reference = new Float64Array(SAMPLED)
  const measured = new Float32Array(SAMPLED)
  const emulated = new Float32Array(SAMPLED)
  for (let sample = 0; sample < SAMPLED; sample++) {
    const at = placeOf(sample, size * size)
    const [row, column] = [Math.floor(at / size), at % size]
    reference[sample] = dotFloat64(a, b, sizes, row, column)
    emulated[sample] = dotFloat32(roundA, roundB, sizes, row, column)
    measured[sample] = c?.[at] ?? 0
  }
  return { measured: errorOf(measured, reference), emulated: errorOf(emulated, reference) }
}

/** Steps of the golden ratio: spread over all rows and columns, each place once. */
function placeOf(sample: number, outputs: number): number {
  return Math.floor(((sample * 0.6180339887498949) % 1) * outputs)
}
