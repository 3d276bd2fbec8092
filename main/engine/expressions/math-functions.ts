/** Functions of Python's math module. Of those that a C library works out, the last digits are left open. */
import { above, below } from './exact'
import { toFloat } from './integers'
import { whole } from './rounding'
import { describe, float, isInt, numeric, raise, Spread, typeName, type Val, giveUp } from './runtime'

type Unary = (x: Val) => Val

const notReal = (type: string): string => `TypeError: must be real number, not ${type}`

/** A function of one float. */
function ofFloat(name: string, work: (x: number) => Val): Unary {
  return (x) => {
    const value = numeric(x)
    if (value === null) {
      const type = typeName(x)
      return type === null ? giveUp(`math.${name}() of a ${describe(x)}`) : raise(notReal(type))
    }
    if (isInt(value)) return work(toFloat(value).value)
    if (value.kind === 'float') return work(value.value)
    const reason = value.kind === 'doubt' ? value.reason : `the last digits of ${value.what} differ between machines`
    return giveUp(reason)
  }
}

/** Libraries are right to within this many floats of each other. */
const APART = 4

/** `exact` are arguments at which the result has no digits to differ in. */
function library(name: keyof typeof Math & string, exact: (x: number) => boolean): Unary {
  const work = Math[name] as (x: number) => number
  return ofFloat(name, (x) => {
    const result = work(x)
    if (Number.isNaN(x)) return float(x)
    if (Number.isNaN(result) || (result === -Infinity && x === 0)) raise('ValueError: math domain error')
    if (!Number.isFinite(result)) {
      if (Number.isFinite(x)) raise('OverflowError: math range error')
      return float(result)
    }
    if (exact(x)) return float(result)
    let [low, high] = [result, result]
    for (let i = 0; i < APART; i++) [low, high] = [below(low), above(high)]
    return new Spread(low, high, `math.${name}(${x})`)
  })
}

const atZero = (x: number): boolean => x === 0
const atOne = (x: number): boolean => x === 1
const atEnds = (x: number): boolean => x === 0 || !Number.isFinite(x)

function isPowerOfTwo(x: number): boolean {
  return 2 ** Math.round(Math.log2(x)) === x
}

export const MATH: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ['floor', (x) => whole('floor', x, notReal)],
  ['ceil', (x) => whole('ceil', x, notReal)],
  ['trunc', (x) => whole('trunc', x, (type) => `TypeError: type ${type} doesn't define __trunc__ method`)],
  ['sqrt', ofFloat('sqrt', (x) => (x < 0 ? raise('ValueError: math domain error') : float(Math.sqrt(x))))],
  ['isnan', ofFloat('isnan', (x) => Number.isNaN(x))],
  ['isinf', ofFloat('isinf', (x) => x === Infinity || x === -Infinity)],
  ['isfinite', ofFloat('isfinite', (x) => Number.isFinite(x))],
  ['cos', library('cos', atZero)],
  ['cosh', library('cosh', atZero)],
  ['acos', library('acos', atOne)],
  ['sin', library('sin', atZero)],
  ['sinh', library('sinh', atZero)],
  ['asin', library('asin', atZero)],
  ['asinh', library('asinh', atZero)],
  ['tan', library('tan', atZero)],
  ['tanh', library('tanh', atEnds)],
  ['atan', library('atan', atZero)],
  ['exp', library('exp', atEnds)],
  ['log', library('log', atOne)],
  ['log2', library('log2', isPowerOfTwo)],
])

export const MATH_CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['math.inf', Infinity],
  ['math.nan', NaN],
  ['math.pi', Math.PI],
  ['math.e', Math.E],
  ['math.tau', 2 * Math.PI],
  // a name that guards have beside the built-in ones
  ['inf', Infinity],
])
