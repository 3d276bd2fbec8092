/** Rounding against integer arithmetic and the nearest of the two neighbours, not against the trick that does it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bf16Bits, rounded, tf32Bits } from './round'

const view = new DataView(new ArrayBuffer(4))
function floatOf(bits: number): number {
  view.setUint32(0, bits >>> 0)
  return view.getFloat32(0)
}

/** Bits that are special, with those around them: zeros, subnormals, powers of two, the largest, infinities, NaNs, ties. */
const SPECIAL = [
  [0, 0x00001000, 0x00008000, 0x007fffff, 0x00800000],
  [0x3f800000, 0x3f801000, 0x3f803000, 0x3f808000, 0x3f818000, 0x3fff8000, 0x3ffff000, 0x3fffffff],
  [0x7f000000, 0x7f7ff000, 0x7f7fffff, 0x7f800000, 0x7fc00000, 0x7fffffff],
]
  .flat()
  .flatMap((bits) => [bits - 1, bits, bits + 1])
  .filter((bits) => bits >= 0 && bits <= 0x7fffffff)
  .flatMap((bits) => [bits, (bits | 0x80000000) >>> 0])
const anyBits = fc.oneof(
  fc.constantFrom(...SPECIAL),
  fc.integer({ min: 0, max: 0xffffffff }),
  // near ties of either format, and on them
  fc.tuple(fc.integer({ min: 0, max: 0x7ffff }), fc.constantFrom(0xfff, 0x1000, 0x1001)).map(([a, b]) => a * 8192 + b),
  fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0x7fff, 0x8000, 0x8001)).map(([a, b]) => a * 65536 + b),
)

/** By exact integers: the magnitude is a whole number of the smallest float32, the grid's neighbours are multiples. */
function nearest(bits: number, dropped: number, ties: 'away' | 'even'): number {
  const unit = 1n << BigInt(dropped)
  const magnitude = BigInt(bits & 0x7fffffff)
  const below = (magnitude / unit) * unit
  const [toBelow, toAbove] = [valueOf(magnitude) - valueOf(below), valueOf(below + unit) - valueOf(magnitude)]
  const down = toBelow < toAbove || (toBelow === toAbove && ties === 'even' && (below / unit) % 2n === 0n)
  const sign = bits >= 0x80000000 ? 0x80000000 : 0
  return sign + Number(down ? below : below + unit)
}

/** The value that bits stand for, in units of the smallest subnormal; infinity as the power of two after the largest. */
function valueOf(bits: bigint): bigint {
  const exponent = bits >> 23n
  const fraction = bits & 0x7fffffn
  return exponent === 0n ? fraction : (fraction | 0x800000n) << (exponent - 1n)
}

const isNaNBits = (bits: number): boolean => (bits & 0x7fffffff) > 0x7f800000
const isInfinite = (bits: number): boolean => (bits & 0x7fffffff) === 0x7f800000

test.each([
  { name: 'TF32, ties away from zero', round: tf32Bits, dropped: 13, ties: 'away' as const },
  { name: 'BF16, ties to even', round: bf16Bits, dropped: 16, ties: 'even' as const },
])('$name: each float32 goes to the nearest, infinities and NaNs stay what they are', ({ round, dropped, ties }) => {
  const law = (bits: number): void => {
    const result = round(bits)
    if (isNaNBits(bits)) expect(isNaNBits(result)).toBe(true)
    else if (isInfinite(bits)) expect(result).toBe(bits)
    else expect(result.toString(16)).toBe(nearest(bits, dropped, ties).toString(16))
    // once rounded it stays
    if (!isNaNBits(bits)) expect(round(result)).toBe(result)
  }
  SPECIAL.forEach(law)
  fc.assert(fc.property(anyBits, law), { numRuns: 20_000 })
})

test('an array is rounded value by value, and ieee leaves it as it is', () => {
  const values = Float32Array.of(1 + 2 ** -11, 1 + 2 ** -8, -0, floatOf(0x7f7fffff))
  expect([...rounded(values, 'ieee')]).toEqual([...values])
  expect([...rounded(values.subarray(1), 'tf32')]).toEqual([1 + 2 ** -8, -0, Infinity])
  expect([...rounded(values, 'tf32')]).toEqual([1 + 2 ** -10, 1 + 2 ** -8, -0, Infinity])
  expect([...rounded(values, 'bf16')]).toEqual([1, 1, -0, Infinity])
})
