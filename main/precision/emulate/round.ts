/**
 * Rounds float32 values to TF32 and to BF16 as the hardware does, bit for bit.
 *
 * TF32 keeps 10 bits of the fraction, to nearest with ties away from zero: `cvt.rna.tf32.f32` of the PTX ISA, the one
 * rounding to TF32 that sm_80 has. ptxas 12.9 makes of it, from sm_80 on, an addition of 0x1000 for every finite value,
 * and the matrix unit leaves out the 13 bits below. CUTLASS rounds so too (`round_half_ulp_truncate`, tfloat32.h). What
 * cuBLAS and cuDNN do inside is not published; torch says of it that inputs are rounded, not cut off (pytorch 49625).
 * BF16 keeps 7 bits, to nearest with ties to even: `c10::detail::round_to_nearest_even` (c10/util/BFloat16.h).
 */
import type { EmulatedPrecision } from '../../../shared/emulated'

const INFINITY_BITS = 0x7f800000
const QUIET = 0x00400000

/** The bits of the TF32 value nearest to a float32, as the bits of a float32; a NaN stays one. */
export function tf32Bits(bits: number): number {
  const magnitude = bits & 0x7fffffff
  if (magnitude > INFINITY_BITS) return (bits | QUIET) >>> 0
  if (magnitude === INFINITY_BITS) return bits >>> 0
  // a carry out of the fraction raises the exponent, out of the largest value it makes infinity
  return ((bits + 0x1000) & 0xffffe000) >>> 0
}

/** The bits of the BF16 value nearest to a float32, as the bits of a float32; every NaN is the one that torch makes. */
export function bf16Bits(bits: number): number {
  if ((bits & 0x7fffffff) > INFINITY_BITS) return 0x7fc00000
  const odd = (bits >>> 16) & 1
  return ((bits + 0x7fff + odd) & 0xffff0000) >>> 0
}

/** What the inputs of an operation become. */
export function rounded(values: Float32Array, precision: EmulatedPrecision): Float32Array {
  if (precision === 'ieee') return values
  const round = precision === 'tf32' ? tf32Bits : bf16Bits
  const result = new Float32Array(values.length)
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const to = new Uint32Array(result.buffer)
  for (let at = 0; at < from.length; at++) to[at] = round(from[at] ?? 0)
  return result
}
