/** Python's arithmetic on ints (bigint) and floats (number), exact and with Python's errors. */

export type Num = bigint | number

/** What Python would raise: `ZeroDivisionError: division by zero`. */
export class PythonRaise extends Error {
  override readonly name = 'PythonRaise'
}
/** What is not evaluated here, and why. */
export class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated'
}

/** Bits of the largest int that is made. */
const MAX_BITS = 100_000n

const big = (a: Num, b: Num): a is bigint => typeof a === 'bigint' && typeof b === 'bigint'

/** An int as a float. Raises OverflowError beyond the largest. */
export function toFloat(value: Num): number {
  if (typeof value === 'number') return value
  const float = Number(value)
  if (!Number.isFinite(float)) throw new PythonRaise('OverflowError: int too large to convert to float')
  return float
}

export function add(a: Num, b: Num): Num {
  return big(a, b) ? a + (b as bigint) : toFloat(a) + toFloat(b)
}
export function subtract(a: Num, b: Num): Num {
  return big(a, b) ? a - (b as bigint) : toFloat(a) - toFloat(b)
}
export function multiply(a: Num, b: Num): Num {
  return big(a, b) ? a * (b as bigint) : toFloat(a) * toFloat(b)
}

/** `a // b`. */
export function floorDivide(a: Num, b: Num): Num {
  if (big(a, b)) {
    const d = b as bigint
    if (d === 0n) throw new PythonRaise('ZeroDivisionError: integer division or modulo by zero')
    const q = a / d
    return a % d !== 0n && a < 0n !== d < 0n ? q - 1n : q
  }
  return floatDivmod(toFloat(a), toFloat(b), 'float floor division by zero')[0]
}

/** `a % b`. */
export function modulo(a: Num, b: Num): Num {
  if (big(a, b)) {
    const d = b as bigint
    if (d === 0n) throw new PythonRaise('ZeroDivisionError: integer modulo by zero')
    const r = a % d
    return r !== 0n && r < 0n !== d < 0n ? r + d : r
  }
  return floatDivmod(toFloat(a), toFloat(b), 'float modulo')[1]
}

/** float_divmod of CPython's floatobject.c. */
function floatDivmod(a: number, b: number, error: string): [number, number] {
  if (b === 0) throw new PythonRaise(`ZeroDivisionError: ${error}`)
  let mod = a % b
  let div = (a - mod) / b
  if (mod !== 0) {
    if (b < 0 !== mod < 0) {
      mod += b
      div -= 1
    }
  } else mod = b < 0 ? -0 : 0
  let floor: number
  if (div !== 0) {
    floor = Math.floor(div)
    if (div - floor > 0.5) floor += 1
  } else floor = a / b < 0 || Object.is(a / b, -0) ? -0 : 0
  return [floor, mod]
}

/** `a / b`: correctly rounded for ints, too. */
export function divide(a: Num, b: Num): number {
  if (!big(a, b)) {
    const d = toFloat(b)
    const n = toFloat(a)
    if (d === 0) throw new PythonRaise('ZeroDivisionError: float division by zero')
    return n / d
  }
  const d = b as bigint
  if (d === 0n) throw new PythonRaise('ZeroDivisionError: division by zero')
  return divideInts(a, d)
}

const SAFE = 2n ** 53n

function divideInts(a: bigint, b: bigint): number {
  const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b]
  const sign = a < 0n !== b < 0n ? -1 : 1
  if (n <= SAFE && d <= SAFE) return (sign * Number(n)) / Number(d)
  if (n === 0n) return 0
  // a quotient of 64 bits or more, its last bit set where something is left: one rounding, to even
  const shift = 66n - (bits(n) - bits(d))
  const scaled = shift >= 0n ? n << shift : n >> -shift
  const lost = shift < 0n && n & ((1n << -shift) - 1n) ? 1n : 0n
  const q = scaled / d
  const sticky = scaled % d !== 0n || lost !== 0n ? 1n : 0n
  const result = scale(q | sticky, -Number(shift))
  if (!Number.isFinite(result)) throw new PythonRaise('OverflowError: integer division result too large for a float')
  return sign * result
}

const bits = (n: bigint): bigint => BigInt(n.toString(2).length)

/** q * 2**exponent rounded once; q has at least 65 bits, its last one sticky. */
function scale(q: bigint, exponent: number): number {
  const length = Number(bits(q))
  // exponent of the lowest bit that the result keeps
  const lowest = Math.max(length + exponent - 53, -1074)
  const drop = BigInt(lowest - exponent)
  if (drop <= 0n) return Number(q) * 2 ** exponent
  const half = 1n << (drop - 1n)
  let kept = q >> drop
  const rest = q & ((1n << drop) - 1n)
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n
  // in two steps: 2**lowest alone may be too small or too large
  const step = Math.trunc(lowest / 2)
  return Number(kept) * 2 ** step * 2 ** (lowest - step)
}

/** `a ** b`. */
export function power(a: Num, b: Num): Num {
  if (big(a, b)) {
    const e = b as bigint
    if (e >= 0n) {
      if (e > 1n && bits(a < 0n ? -a : a) * e > MAX_BITS && a !== 0n && a !== 1n && a !== -1n)
        throw new NotEvaluated('a power that is too large')
      return a ** e
    }
    if (a === 0n) throw new PythonRaise('ZeroDivisionError: 0.0 cannot be raised to a negative power')
  }
  const [x, y] = [toFloat(a), toFloat(b)]
  if (x === 0 && y < 0) throw new PythonRaise('ZeroDivisionError: 0.0 cannot be raised to a negative power')
  if (x === 1) return 1
  // C's pow is 1 there, JavaScript's is NaN
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y))
    throw new NotEvaluated('a complex power')
  const result = x ** y
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y))
    throw new PythonRaise("OverflowError: (34, 'Numerical result out of range')")
  return result
}

function shiftAmount(b: Num): bigint {
  if (typeof b !== 'bigint') throw new NotEvaluated('a shift of a float')
  if (b < 0n) throw new PythonRaise('ValueError: negative shift count')
  return b
}

export function bitwise(op: string, a: Num, b: Num): bigint {
  if (typeof a !== 'bigint' || typeof b !== 'bigint')
    throw new PythonRaise(`TypeError: unsupported operand type(s) for ${op}: '${pythonType(a)}' and '${pythonType(b)}'`)
  switch (op) {
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<': {
      const by = shiftAmount(b)
      if (a !== 0n && by > MAX_BITS) throw new NotEvaluated('a shift that is too large')
      return a << by
    }
    default: {
      const by = shiftAmount(b)
      return by > MAX_BITS ? (a < 0n ? -1n : 0n) : a >> by
    }
  }
}

export const pythonType = (value: Num): string => (typeof value === 'bigint' ? 'int' : 'float')

/** `math.floor`, `math.ceil`, `math.trunc`. */
export function toInt(value: Num, how: (n: number) => number): bigint {
  if (typeof value === 'bigint') return value
  if (Number.isNaN(value)) throw new PythonRaise('ValueError: cannot convert float NaN to integer')
  if (!Number.isFinite(value)) throw new PythonRaise('OverflowError: cannot convert float infinity to integer')
  return BigInt(how(value))
}

/** Half to even, as round() of Python does. */
export function roundEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** JavaScript compares a bigint with a number exactly, as Python does. */
export function compare(op: string, a: Num, b: Num): boolean {
  switch (op) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '==':
      // oxlint-disable-next-line eqeqeq
      return a == b
    default:
      // oxlint-disable-next-line eqeqeq
      return a != b
  }
}
