/** Exact arithmetic under the floats: fractions to the nearest float, floats to fractions. */

const words = new DataView(new ArrayBuffer(8))

/** `value` = mantissa * 2**exponent, for a finite float; the mantissa is odd or zero. */
export function split(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  words.setFloat64(0, value)
  const bits = words.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  let mantissa = bits & 0xfffffffffffffn
  if (biased > 0) mantissa |= 1n << 52n
  let exponent = (biased === 0 ? 1 : biased) - 1075
  while (mantissa !== 0n && (mantissa & 0xffn) === 0n) {
    mantissa >>= 8n
    exponent += 8
  }
  while (mantissa !== 0n && (mantissa & 1n) === 0n) {
    mantissa >>= 1n
    exponent++
  }
  return { mantissa: bits >> 63n === 1n ? -mantissa : mantissa, exponent: mantissa === 0n ? 0 : exponent }
}

/** Bits of a number that is not negative. */
export function bitLength(value: bigint): number {
  if (value <= 0xffffffffn) return 32 - Math.clz32(Number(value))
  const hex = value.toString(16)
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0] ?? '0', 16)))
}

export interface Nearest {
  /** Infinity where no float is that large. */
  readonly value: number
  /** Not so close to the middle of two floats that a library which errs a little takes the other. */
  readonly clear: boolean
}

/** Bits below the last one of a float that are looked at to tell how near the middle of two floats is. */
const GUARD = 16

/** The float nearest to numerator * 2**scale / denominator, of two the even one; both positive or the numerator 0. */
export function nearest(numerator: bigint, denominator: bigint, scale = 0): Nearest {
  if (numerator === 0n) return { value: 0, clear: true }
  // the quotient gets 53 bits and the guard, or fewer where it ends at the smallest float
  const wanted = 54 + GUARD
  const magnitude = bitLength(numerator) - bitLength(denominator) + scale
  const unit = Math.max(magnitude - wanted, -1074 - GUARD)
  const shift = scale - unit
  const [n, d] = shift >= 0 ? [numerator << BigInt(shift), denominator] : [numerator, denominator << BigInt(-shift)]
  const quotient = n / d
  const exact = quotient * d === n
  const drop = Math.max(bitLength(quotient) - 53, -1074 - unit)
  const half = 1n << BigInt(drop - 1)
  const low = quotient & ((half << 1n) - 1n)
  const kept = quotient >> BigInt(drop)
  const up = low > half || (low === half && (!exact || (kept & 1n) === 1n))
  const rounded = kept + (up ? 1n : 0n)
  const power = drop + unit
  // 2**power alone may be too large for a float where the product is not
  const value = power > 900 ? Number(rounded) * 2 ** 900 * 2 ** (power - 900) : Number(rounded) * 2 ** power
  const distance = low > half ? low - half : half - low
  return { value, clear: (exact && low === 0n) || distance > half / 24n }
}

/** The next float above; Infinity stays. */
export function above(value: number): number {
  if (Number.isNaN(value) || value === Infinity) return value
  if (value === 0) return Number.MIN_VALUE
  words.setFloat64(0, value)
  words.setBigInt64(0, words.getBigInt64(0) + (value > 0 ? 1n : -1n))
  return words.getFloat64(0)
}

export function below(value: number): number {
  return -above(-value)
}
