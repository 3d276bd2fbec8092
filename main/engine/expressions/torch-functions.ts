/** Functions of torch/__init__.py and symbolic_shapes.py that stand in printed shape guards, on plain numbers. */
import { extreme, sum } from './builtin-functions'
import { type Call, type Callable, of1, of2, of3, ofMany } from './callable'
import { MATH } from './math-functions'
import { itemsOf, truth } from './operators'
import { asFloat, toInt } from './rounding'
import { describe, Doubt, isInt, numeric, type Num, typeName, type Val, giveUp } from './runtime'

/** The ones that torch has as `torch._sym_sqrt` and so on. */
const SYM_MATH = 'sqrt cos cosh sin sinh tan tanh asin acos atan log2'.split(' ')

export const TORCH_FUNCTIONS: ReadonlyMap<string, Callable> = new Map([
  ['cast_symbool_to_symint_guardless', of1(castBool)],
  ['torch.sym_float', of1(asFloat)],
  ['torch.sym_int', of1(toInt)],
  ['torch.sym_not', of1(not)],
  ['torch.sym_max', of2((a, b, call) => symExtreme('>', a, b, call))],
  ['torch.sym_min', of2((a, b, call) => symExtreme('<', a, b, call))],
  ['torch.sym_ite', of3(choose)],
  [
    'torch.sym_sum',
    ofMany(1, ({ args }) => sum((args.length === 1 && args[0] !== undefined ? itemsOf(args[0]) : null) ?? args)),
  ],
  ['torch.sym_sqrt', library('sqrt')],
  ...SYM_MATH.map((name): [string, Callable] => [`torch._sym_${name}`, library(name)]),
])

function library(name: string): Callable {
  return of1((x) => MATH.get(name)?.(x) ?? giveUp(`math.${name}`))
}

function castBool(x: Val): Val {
  if (typeof x === 'boolean') return x ? 1 : 0
  if (typeof x === 'object' && x.kind === 'bool') return x.value ? 1 : 0
  const number = numeric(x)
  if (number instanceof Doubt && number.type === 'bool') return new Doubt(number.reason, 'int')
  return giveUp(`cast_symbool_to_symint_guardless() of a ${describe(x)}`)
}

function not(x: Val): Val {
  const holds = truth(x)
  return typeof holds === 'boolean' ? !holds : holds
}

/** The greater or lesser of two numbers, a float where either is one. */
function symExtreme(op: '>' | '<', a: Val, b: Val, call: Call): Val {
  const name = op === '>' ? 'max' : 'min'
  const [x, y] = [numeric(a), numeric(b)]
  if (x === null || y === null) return giveUp(`torch.sym_${name}() of a ${describe(x === null ? a : b)}`)
  const best = extreme(op, name, { ...call, args: [a, b] })
  return isFloat(x) || isFloat(y) ? asFloat(best) : best
}

const isFloat = (x: Num): boolean => !isInt(x) && (x.kind !== 'doubt' || x.type === 'float')

function choose(condition: Val, then: Val, otherwise: Val): Val {
  const isBool = typeof condition === 'boolean' || (typeof condition === 'object' && condition.kind === 'bool')
  const holds = truth(condition)
  if (!isBool || typeof holds !== 'boolean' || typeName(then) === null || typeName(then) !== typeName(otherwise)) {
    return giveUp('torch.sym_ite() of values that it may refuse')
  }
  return holds ? then : otherwise
}
