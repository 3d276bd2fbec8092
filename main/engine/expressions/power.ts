/** `**` of floats, as CPython's float_pow has it over a C library's pow. */
import { above, below, nearest, split } from './exact'
import { float, type Float, raise, Spread, type Val, giveUp } from './runtime'

export function floatPower({ value: x }: Float, { value: y }: Float): Val {
  if (y === 0) return float(1)
  if (Number.isNaN(x)) return float(x)
  if (Number.isNaN(y)) return float(x === 1 ? 1 : y)
  const odd = Math.abs(y % 2) === 1
  if (!Number.isFinite(y)) {
    const size = Math.abs(x)
    return float(size === 1 ? 1 : y > 0 === size > 1 ? Infinity : 0)
  }
  if (!Number.isFinite(x)) {
    if (y > 0) return float(odd ? x : Infinity)
    return float(odd && x < 0 ? -0 : 0)
  }
  if (x === 0) {
    if (y < 0) return raise('ZeroDivisionError: 0.0 cannot be raised to a negative power')
    return float(odd ? x : 0)
  }
  if (x < 0 && !Number.isInteger(y)) return giveUp('a negative number to a fraction is a complex number')
  const result = positive(Math.abs(x), y, `${x} ** ${y}`)
  if (!(x < 0 && odd)) return result
  return result.kind === 'float' ? float(-result.value) : new Spread(-result.high, -result.low, result.what)
}

/** Exponents up to which the exact power is worked out. */
const MOST_EXPONENT = 1100

/** `x` above zero, both finite. */
function positive(x: number, y: number, what: string): Float | Spread {
  if (x === 1) return float(1)
  const size = y * Math.log2(x)
  if (size > 1025) raise("OverflowError: (34, 'Numerical result out of range')")
  if (size < -1080) return float(0)
  const known = exactly(x, y)
  if (known?.clear === true) {
    if (known.value === Infinity) raise("OverflowError: (34, 'Numerical result out of range')")
    return float(known.value)
  }
  const about = x ** y
  if (about === Infinity) raise("OverflowError: (34, 'Numerical result out of range')")
  return new Spread(below(below(about)), above(above(about)), what)
}

/** The nearest float, for a whole exponent or a half. */
function exactly(x: number, y: number): { readonly value: number; readonly clear: boolean } | null {
  const { mantissa, exponent } = split(x)
  if (Number.isInteger(y)) {
    if (Math.abs(y) > MOST_EXPONENT) return null
    const whole = mantissa ** BigInt(Math.abs(y))
    return y > 0 ? nearest(whole, 1n, exponent * y) : nearest(1n, whole, exponent * y)
  }
  if (Math.abs(y) !== 0.5) return null
  // room for a root of 100 bits and more, from an even power of two
  const room = 200 + (exponent & 1)
  const square = mantissa << BigInt(room)
  const root = rootOf(square)
  // one more bit says that the root goes on
  const digits = (root << 1n) | (root * root === square ? 0n : 1n)
  const scale = (exponent - room) / 2 - 1
  return y > 0 ? nearest(digits, 1n, scale) : nearest(1n, digits, -scale)
}

/** The whole part of a square root. */
function rootOf(square: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(square.toString(16).length * 2))
  for (;;) {
    const next = (root + square / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
