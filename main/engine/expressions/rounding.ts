/** Python's roundings: floor, ceil, trunc, int, float and round. */
import { nearest, split } from './exact'
import { toFloat } from './integers'
import {
  describe,
  Doubt,
  float,
  type Float,
  type Int,
  int,
  isInt,
  type Num,
  numeric,
  raise,
  Spread,
  typeName,
  type Val,
  giveUp,
} from './runtime'

type Whole = 'floor' | 'ceil' | 'trunc' | 'round'

/** An int of any number; `refuse` says what Python does with what is none. */
export function whole(how: Whole, x: Val, refuse: (type: string) => string): Val {
  const value = numeric(x)
  if (value === null) return refused(x, refuse)
  if (isInt(value)) return value
  if (value.kind === 'doubt') return value.type === 'float' ? giveUp(value.reason) : new Doubt(value.reason, 'int')
  if (value.kind === 'float') return ofFloat(how, value.value)
  const [low, high] = [ofFloat(how, value.low), ofFloat(how, value.high)]
  return low === high ? low : new Doubt(`the last digits of ${value.what} differ between machines`, 'int')
}

function refused(x: Val, refuse: (type: string) => string): Val {
  const type = typeName(x)
  return type === null ? giveUp(`a number made of a ${describe(x)}`) : raise(refuse(type))
}

function ofFloat(how: Whole, value: number): Int {
  if (Number.isNaN(value)) raise('ValueError: cannot convert float NaN to integer')
  if (!Number.isFinite(value)) raise('OverflowError: cannot convert float infinity to integer')
  const result = how === 'round' ? halfEven(value) : Math[how](value)
  return Number.isSafeInteger(result) ? result + 0 : int(BigInt(result))
}

function halfEven(value: number): number {
  const low = Math.floor(value)
  const over = value - low
  return over > 0.5 || (over === 0.5 && low % 2 !== 0) ? low + 1 : low
}

/** `int(x)` for numbers. */
export function toInt(x: Val): Val {
  if (typeof x === 'object' && (x.kind === 'str' || x.kind === 'bytes')) return giveUp('int() of a text')
  return whole(
    'trunc',
    x,
    (type) => `TypeError: int() argument must be a string, a bytes-like object or a real number, not '${type}'`,
  )
}

/** `float(x)` for numbers. */
export function asFloat(x: Val): Val {
  if (typeof x === 'object' && (x.kind === 'str' || x.kind === 'bytes')) return giveUp('float() of a text')
  const value = numeric(x)
  if (value === null)
    return refused(x, (type) => `TypeError: float() argument must be a string or a real number, not '${type}'`)
  if (isInt(value)) return toFloat(value)
  // an int may be too large for a float
  return value.kind === 'doubt' ? floatOf(value) : value
}

/** An int may be too large for a float. */
function floatOf({ type, reason }: Doubt): Doubt {
  return type === 'int' ? giveUp(reason) : new Doubt(reason, 'float')
}

/** `round(x, digits)`. */
export function round(x: Val, digits: Val | undefined): Val {
  const without = digits === undefined || (typeof digits === 'object' && digits.kind === 'none')
  if (without) return whole('round', x, (type) => `TypeError: type ${type} doesn't define __round__ method`)
  const [value, count] = [numeric(x), numeric(digits)]
  if (value === null) return refused(x, (type) => `TypeError: type ${type} doesn't define __round__ method`)
  if (count === null || !isInt(count)) return giveUp(`round() to a ${describe(digits)}`)
  if (isInt(value)) return roundInt(BigInt(value), Number(count))
  if (value.kind === 'doubt') return giveUp(value.reason)
  return roundNumber(value, Number(count))
}

/** Ints beyond are not rounded. */
const MOST_ZEROS = 1000

function roundInt(value: bigint, digits: number): Val {
  if (digits >= 0) return int(value)
  if (digits < -MOST_ZEROS) return giveUp(`round() to ${digits} digits`)
  const unit = 10n ** BigInt(-digits)
  return int(divideHalfEven(value, unit) * unit)
}

function divideHalfEven(value: bigint, unit: bigint): bigint {
  const rest = ((value % unit) + unit) % unit
  const low = (value - rest) / unit
  const twice = rest * 2n
  return twice > unit || (twice === unit && low % 2n !== 0n) ? low + 1n : low
}

function roundNumber(x: Exclude<Num, Int | Doubt>, digits: number): Val {
  if (x instanceof Spread) {
    const [low, high] = [roundFloat(x.low, digits), roundFloat(x.high, digits)]
    return low.value === high.value ? low : new Spread(low.value, high.value, x.what)
  }
  return roundFloat(x.value, digits)
}

/** float.__round__: the limits are those of floatobject.c, NDIGITS_MAX and NDIGITS_MIN. */
function roundFloat(value: number, digits: number): Float {
  if (!Number.isFinite(value) || value === 0 || digits > 323) return float(value)
  if (digits < -308) return float(value < 0 ? -0 : 0)
  const { mantissa, exponent } = split(Math.abs(value))
  let numerator = mantissa
  let denominator = 1n
  if (exponent >= 0) numerator <<= BigInt(exponent)
  else denominator <<= BigInt(-exponent)
  const power = 10n ** BigInt(Math.abs(digits))
  const scaled =
    digits >= 0 ? divideHalfEven(numerator * power, denominator) : divideHalfEven(numerator, denominator * power)
  const result = digits >= 0 ? nearest(scaled, power) : nearest(scaled * power, 1n)
  if (result.value === Infinity) raise('OverflowError: rounded value too large to represent')
  return float(value < 0 ? -result.value : result.value)
}
