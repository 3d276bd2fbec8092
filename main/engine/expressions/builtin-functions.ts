/** Python's built-in functions on numbers and tuples. */
import { type Call, type Callable, of1, of2, ofMany } from './callable'
import { compare } from './compare'
import { binary, itemsOf, truth, unary } from './operators'
import { asFloat, round, toInt } from './rounding'
import {
  describe,
  Doubt,
  isInt,
  Items,
  numberType,
  numeric,
  raise,
  toValue,
  typeName,
  type Val,
  giveUp,
} from './runtime'

/** `max` and `min`: the first of the greatest or least. */
export function extreme(op: '>' | '<', name: string, { args, scope, classes }: Call): Val {
  const [only] = args
  const items = args.length === 1 && only !== undefined ? itemsOf(only) : args
  if (items === null) return notIterable(args[0], name)
  let best = items[0]
  if (best === undefined) return raise(`ValueError: ${name}() arg is an empty sequence`)
  for (const item of items.slice(1)) {
    const better = compare(op, item, best, scope, classes)
    if (typeof better !== 'boolean') best = eitherOf(item, best, better)
    else if (better) best = item
  }
  return best
}

/** One of two of which it is not known which. */
export function eitherOf(a: Val, b: Val, why: Doubt): Doubt {
  const [x, y] = [numeric(a), numeric(b)]
  const type = x === null || y === null || numberType(x) !== numberType(y) ? null : numberType(x)
  return type === null ? giveUp(why.reason) : new Doubt(why.reason, type)
}

function notIterable(x: Val | undefined, name: string): Val {
  if (x !== undefined && (numeric(x) !== null || typeName(x) === 'NoneType'))
    raise(`TypeError: '${typeName(x)}' object is not iterable`)
  return giveUp(`${name}() of a ${x === undefined ? 'nothing' : describe(x)}`)
}

export function sum(items: readonly Val[]): Val {
  return items.reduce((total, item) => binary('+', total, item), 0)
}

/** `bool(x)`. */
export function asBool(x: Val): Val {
  return truth(x)
}

function abs(x: Val): Val {
  const value = numeric(x)
  const type = typeName(x)
  if (value === null) {
    return type === null || type === 'complex'
      ? giveUp(`abs() of a ${describe(x)}`)
      : raise(`TypeError: bad operand type for abs(): '${type}'`)
  }
  if (isInt(value)) return value < 0 ? unary('-', value) : value
  if (value.kind === 'float') return value.value < 0 || Object.is(value.value, -0) ? unary('-', value) : value
  if (value.kind === 'doubt') return new Doubt(value.reason, value.type === 'bool' ? 'int' : value.type)
  if (value.low >= 0) return value
  return value.high <= 0 ? unary('-', value) : new Doubt(value.what, 'float')
}

export const BUILTIN_FUNCTIONS: ReadonlyMap<string, Callable> = new Map([
  ['max', ofMany(1, (call) => extreme('>', 'max', call))],
  ['min', ofMany(1, (call) => extreme('<', 'min', call))],
  ['abs', of1(abs)],
  ['int', of1(toInt)],
  ['float', of1(asFloat)],
  ['bool', of1(asBool)],
  ['round', { least: 1, most: 2, call: ({ args: [x, digits] }) => (x === undefined ? 0 : round(x, digits)) }],
  ['pow', of2((a, b) => binary('**', a, b))],
  ['sum', of1((x) => sumOf(x))],
  ['tuple', of1((x) => listed('tuple', x))],
  ['list', of1((x) => listed('list', x))],
  ['slice', { least: 1, most: 3, call: slice }],
])

function sumOf(x: Val): Val {
  const items = itemsOf(x)
  return items === null ? notIterable(x, 'sum') : sum(items)
}

function listed(base: 'tuple' | 'list', x: Val): Val {
  const items = itemsOf(x)
  return items === null ? notIterable(x, base) : new Items(base, items)
}

function slice({ args, classes }: Call): Val {
  const none = { kind: 'none', type: classes.builtin('NoneType'), node: null } as const
  const [first = none, second, third] = args
  const [start, stop] = second === undefined ? [none, first] : [first, second]
  return {
    kind: 'slice',
    type: classes.builtin('slice'),
    node: null,
    start: toValue(classes, start),
    stop: toValue(classes, stop),
    step: toValue(classes, third ?? none),
  }
}
