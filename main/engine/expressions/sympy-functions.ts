/** The functions of torch/utils/_sympy/functions.py on plain numbers, under the names that sympy prints. */
import { extreme } from './builtin-functions'
import { type Call, type Callable, of1, of2, of3, ofMany } from './callable'
import { alike, compare, type Truth } from './compare'
import { ints } from './integers'
import { MATH } from './math-functions'
import { binary, itemsOf, truth } from './operators'
import type { BinaryOperator } from './operator-names'
import { asFloat, round, whole } from './rounding'
import { describe, Doubt, isInt, type Int, numeric, type Val, giveUp } from './runtime'

const operator = (op: BinaryOperator): Callable => of2((a, b) => binary(op, a, b))
const comparison = (op: '==' | '!=' | '<' | '<=' | '>' | '>='): Callable =>
  of2((a, b, { scope, classes }) => compare(op, a, b, scope, classes))
const toWhole = (how: 'floor' | 'ceil' | 'trunc' | 'round'): Callable =>
  of1((x) => whole(how, x, (type) => `TypeError: must be real number, not ${type}`))

const OPAQUE = 'sqrt cos cosh sin sinh tan tanh asin acos atan exp log asinh log2'.split(' ')

export const SYMPY_FUNCTIONS: ReadonlyMap<string, Callable> = new Map([
  ['FloorDiv', operator('//')],
  ['CleanDiv', operator('//')],
  ['CeilDiv', of2((a, b) => binary('//', binary('+', a, binary('-', b, 1)), b))],
  ['Mod', operator('%')],
  ['PythonMod', operator('%')],
  ['ModularIndexing', of3((a, by, modulus) => binary('%', binary('//', a, by), modulus))],
  ['IntTrueDiv', operator('/')],
  ['TrueDiv', operator('/')],
  ['FloatTrueDiv', of2((a, b) => binary('/', asFloat(a), asFloat(b)))],
  ['Pow', operator('**')],
  ['PowByNatural', operator('**')],
  ['FloatPow', of2((a, b) => binary('**', asFloat(a), asFloat(b)))],
  ['LShift', operator('<<')],
  ['RShift', operator('>>')],
  ['BitwiseFn_bitwise_and', operator('&')],
  ['BitwiseFn_bitwise_or', operator('|')],
  ['BitwiseFn_bitwise_xor', operator('^')],
  ['Eq', comparison('==')],
  ['Ne', comparison('!=')],
  ['Lt', comparison('<')],
  ['Le', comparison('<=')],
  ['Gt', comparison('>')],
  ['Ge', comparison('>=')],
  ['And', ofMany(1, ({ args }) => all(args))],
  ['Or', ofMany(1, ({ args }) => negate(all(args.map((x) => negate(truth(x))))))],
  ['Not', of1((x) => negate(truth(x)))],
  ['Where', of3(where)],
  ['Piecewise', ofMany(1, piecewise)],
  ['Max', ofMany(1, (call) => extreme('>', 'Max', call))],
  ['Min', ofMany(1, (call) => extreme('<', 'Min', call))],
  ['Abs', of1((x, call) => extreme('>', 'Abs', { ...call, args: [x, binary('-', 0, x)] }))],
  ['Identity', of1((x) => x)],
  ['ToFloat', of1(asFloat)],
  ['FloorToInt', toWhole('floor')],
  ['CeilToInt', toWhole('ceil')],
  ['TruncToInt', toWhole('trunc')],
  ['RoundToInt', toWhole('round')],
  ['TruncToFloat', of1((x) => asFloat(whole('trunc', x, (type) => `TypeError: must be real number, not ${type}`)))],
  ['RoundDecimal', of2((x, digits) => round(asFloat(x), digits))],
  ['IsNonOverlappingAndDenseIndicator', ofMany(2, ({ args }) => isNonOverlappingAndDense(args))],
  ...OPAQUE.map((name): [string, Callable] => [
    `OpaqueUnaryFn_${name}`,
    of1((x) => MATH.get(name)?.(x) ?? giveUp(`OpaqueUnaryFn_${name}`)),
  ]),
])

function negate(x: Truth): Truth {
  return typeof x === 'boolean' ? !x : x
}

function all(items: readonly Val[]): Truth {
  let open: Doubt | null = null
  for (const item of items) {
    const holds = truth(item)
    if (holds === false) return false
    if (holds !== true) open ??= holds
  }
  return open ?? true
}

function where(condition: Val, then: Val, otherwise: Val): Val {
  const holds = truth(condition)
  return typeof holds === 'boolean' ? (holds ? then : otherwise) : giveUp(holds.reason)
}

/** Pairs of a value and its condition: the first whose condition holds. */
function piecewise({ args }: Call): Val {
  for (const pair of args) {
    const [value, condition] = itemsOf(pair) ?? []
    if (value === undefined || condition === undefined) return giveUp(`Piecewise() of a ${describe(pair)}`)
    const holds = truth(condition)
    if (holds === true) return value
    if (holds !== false) return giveUp(holds.reason)
  }
  return giveUp('Piecewise() where no condition holds')
}

/** 1 where sizes and strides, flat or in two sequences, leave no gap in memory and share no place, else 0. */
function isNonOverlappingAndDense(args: readonly Val[]): Val {
  const [first, second] = args.map(itemsOf)
  const half = args.length / 2
  const sizes = known(first ?? args.slice(0, half))
  const strides = known(second ?? args.slice(half))
  if (sizes instanceof Doubt) return sizes
  if (strides instanceof Doubt) return strides
  if (sizes.length !== strides.length || (first == null) !== (second == null)) {
    return giveUp('sizes and strides of different numbers')
  }
  if (sizes.length === 1) return alike(strides[0] ?? 0, 1) || (sizes[0] ?? 0) < 2 ? 1 : 0
  const dims = sizes.map((size, i) => ({ size, stride: strides[i] ?? 0 }))
  dims.sort((a, b) => (a.stride < b.stride ? -1 : a.stride > b.stride ? 1 : 0))
  let expected: Val = 1
  for (const { size, stride } of dims) {
    if (alike(size, 1)) continue
    if (!alike(stride, expected)) return 0
    expected = ints('*', expected, size) as Int
  }
  return 1
}

/** Ints that are all known. */
function known(items: readonly Val[]): Int[] | Doubt {
  const found: Int[] = []
  for (const item of items) {
    const number = numeric(item)
    if (number === null || !isInt(number)) {
      return number instanceof Doubt ? number : giveUp(`a size that is a ${describe(item)}`)
    }
    found.push(number)
  }
  return found
}
