/** The functions that torch offers to the expressions of its guards (SYMPY_INTERP in symbolic_shapes.py, CLOSURE_VARS in guards.py). */
import * as math from './arithmetic'
import { NotEvaluated, type Num, PythonRaise } from './arithmetic'

type Fn = (...args: Num[]) => Num | boolean

const float =
  (f: (x: number) => number, lowest = -Infinity, highest = Infinity): Fn =>
  (x = 0n) => {
    const value = math.toFloat(x)
    if (value < lowest || value > highest) throw new PythonRaise('ValueError: math domain error')
    return f(value)
  }

const extreme =
  (pick: (a: Num, b: Num) => boolean): Fn =>
  (...args) =>
    args.slice(1).reduce((best, next) => (pick(next, best) ? next : best), args[0] ?? 0n)

const max = extreme((a, b) => a > b)
const min = extreme((a, b) => a < b)
const floor: Fn = (x = 0n) => math.toInt(x, Math.floor)
const ceil: Fn = (x = 0n) => math.toInt(x, Math.ceil)
const trunc: Fn = (x = 0n) => math.toInt(x, Math.trunc)
const identity: Fn = (x = 0n) => x
const floorDiv: Fn = (a = 0n, b = 0n) => math.floorDivide(a, b)
const mod: Fn = (a = 0n, b = 0n) => math.modulo(a, b)
const sqrt = float(Math.sqrt, 0)

const round: Fn = (x = 0n, digits) => {
  if (digits !== undefined) throw new NotEvaluated('round() to digits')
  return math.toInt(x, math.roundEven)
}

/** is_contiguous and its like, on sizes and then strides, are answered for tensors that the guards do not give here. */
export const FUNCTIONS: ReadonlyMap<string, Fn> = new Map<string, Fn>([
  ['Max', max],
  ['Min', min],
  ['max', max],
  ['min', min],
  ['torch.sym_max', max],
  ['torch.sym_min', min],
  ['Mod', mod],
  ['PythonMod', mod],
  ['FloorDiv', floorDiv],
  ['CleanDiv', floorDiv],
  ['ModularIndexing', (x = 0n, d = 1n, m = 1n) => math.modulo(math.floorDivide(x, d), m)],
  ['IntTrueDiv', (a = 0n, b = 0n) => math.divide(a, b)],
  ['FloatTrueDiv', (a = 0n, b = 0n) => math.divide(a, b)],
  ['TrueDiv', (a = 0n, b = 0n) => math.divide(a, b)],
  ['Pow', (a = 0n, b = 0n) => math.power(a, b)],
  ['PowByNatural', (a = 0n, b = 0n) => math.power(a, b)],
  ['FloatPow', (a = 0n, b = 0n) => math.power(math.toFloat(a), math.toFloat(b))],
  ['pow', (a = 0n, b = 0n) => math.power(a, b)],
  ['math.pow', (a = 0n, b = 0n) => math.power(math.toFloat(a), math.toFloat(b))],
  ['LShift', (a = 0n, b = 0n) => math.bitwise('<<', a, b)],
  ['RShift', (a = 0n, b = 0n) => math.bitwise('>>', a, b)],
  ['BitwiseFn_bitwise_and', (a = 0n, b = 0n) => math.bitwise('&', a, b)],
  ['BitwiseFn_bitwise_or', (a = 0n, b = 0n) => math.bitwise('|', a, b)],
  ['floor', floor],
  ['math.floor', floor],
  ['FloorToInt', floor],
  ['ceiling', ceil],
  ['ceil', ceil],
  ['math.ceil', ceil],
  ['CeilToInt', ceil],
  ['trunc', trunc],
  ['math.trunc', trunc],
  ['TruncToInt', trunc],
  ['TruncToFloat', (x = 0n) => Math.trunc(math.toFloat(x))],
  ['int', trunc],
  ['float', (x = 0n) => math.toFloat(x)],
  ['ToFloat', (x = 0n) => math.toFloat(x)],
  ['torch.sym_float', (x = 0n) => math.toFloat(x)],
  ['torch.sym_int', trunc],
  ['bool', (x = 0n) => math.compare('!=', x, 0n)],
  ['round', round],
  ['RoundToInt', round],
  ['Identity', identity],
  ['cast_symbool_to_symint_guardless', identity],
  ['abs', (x = 0n) => (typeof x === 'bigint' ? (x < 0n ? -x : x) : Math.abs(x))],
  ['Abs', (x = 0n) => (typeof x === 'bigint' ? (x < 0n ? -x : x) : Math.abs(x))],
  ['math.sqrt', sqrt],
  ['sqrt', sqrt],
  ['OpaqueUnaryFn_sqrt', sqrt],
  ['Eq', (a = 0n, b = 0n) => math.compare('==', a, b)],
  ['Ne', (a = 0n, b = 0n) => math.compare('!=', a, b)],
  ['Gt', (a = 0n, b = 0n) => math.compare('>', a, b)],
  ['Lt', (a = 0n, b = 0n) => math.compare('<', a, b)],
  ['Ge', (a = 0n, b = 0n) => math.compare('>=', a, b)],
  ['Le', (a = 0n, b = 0n) => math.compare('<=', a, b)],
  ['__math_isnan', (x = 0n) => Number.isNaN(math.toFloat(x))],
  ['math.isnan', (x = 0n) => Number.isNaN(math.toFloat(x))],
])
