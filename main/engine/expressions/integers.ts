/** Arithmetic on Python's ints: numbers while exact, bigints beyond, nothing that fills the memory. */
import { bitLength, nearest } from './exact'
import type { BinaryOperator } from './operator-names'
import { floatPower } from './power'
import type { Doubt } from './runtime'
import { float, type Float, int, type Int, raise, type Val, giveUp } from './runtime'

/** Larger ints are not worked out. */
const MOST_BITS = 16_384
const LARGEST = 1n << BigInt(MOST_BITS)

export function ints(op: BinaryOperator, x: Int, y: Int): Val {
  if (typeof x === 'number' && typeof y === 'number') {
    const small = smallInts(op, x, y)
    if (small !== null) return small
  }
  return bigInts(op, BigInt(x), BigInt(y))
}

/** null where the result may not be exact. Adding 0 makes -0 a 0. */
function smallInts(op: BinaryOperator, x: number, y: number): Val | null {
  switch (op) {
    case '+':
      return exact(x + y)
    case '-':
      return exact(x - y)
    case '*':
      return exact(x * y)
    case '//': {
      if (y === 0) return raise('ZeroDivisionError: integer division or modulo by zero')
      const rest = x % y
      return (x - rest) / y - (rest !== 0 && rest < 0 !== y < 0 ? 1 : 0) + 0
    }
    case '%': {
      if (y === 0) return raise('ZeroDivisionError: integer modulo by zero')
      const rest = x % y
      return (rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest) + 0
    }
    case '/':
      return y === 0 ? raise('ZeroDivisionError: division by zero') : float(x / y)
    default:
      return null
  }
}

function exact(value: number): number | null {
  return Number.isSafeInteger(value) ? value + 0 : null
}

function bigInts(op: BinaryOperator, x: bigint, y: bigint): Val {
  switch (op) {
    case '+':
      return bounded(x + y)
    case '-':
      return bounded(x - y)
    case '*':
      return bounded(x * y)
    case '//': {
      if (y === 0n) return raise('ZeroDivisionError: integer division or modulo by zero')
      return int(x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n))
    }
    case '%': {
      if (y === 0n) return raise('ZeroDivisionError: integer modulo by zero')
      const rest = x % y
      return int(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest)
    }
    case '/':
      return trueDivide(x, y)
    case '**':
      return power(x, y)
    case '<<':
      if (y < 0n) raise('ValueError: negative shift count')
      if (x === 0n) return 0
      return y > BigInt(MOST_BITS) ? tooLarge() : bounded(x << y)
    case '>>':
      if (y < 0n) raise('ValueError: negative shift count')
      return y > BigInt(2 * MOST_BITS) ? (x < 0n ? -1 : 0) : int(x >> y)
    case '&':
      return int(x & y)
    case '|':
      return int(x | y)
    case '^':
      return int(x ^ y)
  }
}

function bounded(value: bigint): Val {
  return value > LARGEST || value < -LARGEST ? tooLarge() : int(value)
}

function tooLarge(): Doubt {
  return giveUp(`an int of more than ${MOST_BITS} bits is too large to work out`)
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

function trueDivide(x: bigint, y: bigint): Val {
  if (y === 0n) return raise('ZeroDivisionError: division by zero')
  const { value } = nearest(magnitude(x), magnitude(y))
  if (value === Infinity) raise('OverflowError: integer division result too large for a float')
  return float(x < 0n !== y < 0n ? -value : value)
}

function power(x: bigint, y: bigint): Val {
  if (y < 0n) return floatPower(toFloat(x), toFloat(y))
  const bits = bitLength(magnitude(x))
  if (bits > 1 && y * BigInt(bits - 1) > BigInt(MOST_BITS)) return tooLarge()
  if (bits <= 1) return x === 0n ? (y === 0n ? 1 : 0) : x === 1n || (y & 1n) === 0n ? 1 : -1
  return bounded(x ** y)
}

/** `float(x)` of an int. */
export function toFloat(x: Int): Float {
  const value = Number(x)
  if (!Number.isFinite(value)) raise('OverflowError: int too large to convert to float')
  return float(value)
}
