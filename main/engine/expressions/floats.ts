/** Arithmetic on Python's floats, and on those that lie in a range. */
import type { BinaryOperator } from './operator-names'
import { floatPower } from './power'
import { Doubt, type Float, float, raise, Spread, type Val, giveUp } from './runtime'

export function floats(op: BinaryOperator, a: Float, b: Float): Val {
  const [x, y] = [a.value, b.value]
  switch (op) {
    case '+':
      return float(x + y)
    case '-':
      return float(x - y)
    case '*':
      return float(x * y)
    case '/':
      return y === 0 ? raise('ZeroDivisionError: float division by zero') : float(x / y)
    case '//':
      return y === 0 ? raise('ZeroDivisionError: float floor division by zero') : float(floorDivide(x, y))
    case '%':
      return y === 0 ? raise('ZeroDivisionError: float modulo') : float(modulo(x, y))
    case '**':
      return floatPower(a, b)
    default:
      return raise(`TypeError: unsupported operand type(s) for ${op}: 'float' and 'float'`)
  }
}

/** float_rem: the rest has the sign of the divisor. */
function modulo(x: number, y: number): number {
  const rest = x % y
  if (rest === 0) return y < 0 ? -0 : 0
  return rest < 0 !== y < 0 ? rest + y : rest
}

/** float_floor_div. */
function floorDivide(x: number, y: number): number {
  const rest = x % y
  let quotient = (x - rest) / y
  if (rest !== 0 && rest < 0 !== y < 0) quotient -= 1
  if (quotient === 0) return Object.is(x / y, -0) || x / y < 0 ? -0 : 0
  const whole = Math.floor(quotient)
  return quotient - whole > 0.5 ? whole + 1 : whole
}

/** Arithmetic where one side or both lie in a range. Rounding keeps the order, so the ends bound the result. */
export function spreads(op: BinaryOperator, a: Float | Spread, b: Float | Spread): Val {
  const [low, high] = ends(a)
  const [from, to] = ends(b)
  if (Number.isNaN(low) || Number.isNaN(from)) return float(NaN)
  if (from === 0 && to === 0 && (op === '/' || op === '//' || op === '%')) return floats(op, float(1), float(0))
  const what = a.kind === 'spread' ? a.what : b.kind === 'spread' ? b.what : ''
  switch (op) {
    case '+':
      return range([low + from, high + to], what)
    case '-':
      return range([low - to, high - from], what)
    case '*':
      return range([low * from, low * to, high * from, high * to], what)
    case '/':
      if (from <= 0 && to >= 0) break
      return range([low / from, low / to, high / from, high / to], what)
  }
  return giveUp(`${op} on ${what}, of which the last digits differ between machines`)
}

function ends(x: Float | Spread): readonly [number, number] {
  return x.kind === 'spread' ? [x.low, x.high] : [x.value, x.value]
}

function range(corners: readonly number[], what: string): Val {
  const [low, high] = [Math.min(...corners), Math.max(...corners)]
  if (Number.isNaN(low)) return new Doubt(`${what} goes beyond the floats`, 'float')
  return low === high ? float(low) : new Spread(low, high, what)
}
