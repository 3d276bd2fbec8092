/** Python's arithmetic operators and the truth of values. */
import { floats, spreads } from './floats'
import { ints, toFloat } from './integers'
import type { BinaryOperator } from './operator-names'
import {
  describe,
  Doubt,
  float,
  isInt,
  Items,
  numberType,
  numeric,
  type Num,
  raise,
  Spread,
  typeName,
  type Val,
  giveUp,
} from './runtime'

/** `a op b`. */
export function binary(op: BinaryOperator, a: Val, b: Val): Val {
  if (typeof a === 'number' && typeof b === 'number') return ints(op, a, b)
  const x = numeric(a)
  const y = numeric(b)
  if (x === null || y === null) return otherThanNumbers(op, a, b)
  if (isInt(x) && isInt(y)) return bothBool(a, b) ? logical(op, ints(op, x, y)) : ints(op, x, y)
  if (isDoubt(x) || isDoubt(y)) return doubtful(op, x, y)
  if (BITWISE.has(op)) return unsupported(op, a, b)
  const left = isInt(x) ? toFloat(x) : x
  const right = isInt(y) ? toFloat(y) : y
  if (left.kind === 'float' && right.kind === 'float') return floats(op, left, right)
  return spreads(op, left, right)
}

const BITWISE = new Set<BinaryOperator>(['|', '^', '&', '<<', '>>'])

const isDoubt = (x: Num): x is Doubt => typeof x === 'object' && x.kind === 'doubt'

const isBool = (x: Val): boolean => typeof x === 'boolean' || (typeof x === 'object' && x.kind === 'bool')
const bothBool = (a: Val, b: Val): boolean => isBool(a) && isBool(b)

/** Two bools make a bool of `&`, `|` and `^`. */
function logical(op: BinaryOperator, result: Val): Val {
  return (op === '&' || op === '|' || op === '^') && typeof result === 'number' ? result !== 0 : result
}

/** What is known where an operand is not: the type of the result, if the operator cannot raise. */
function doubtful(op: BinaryOperator, x: Num, y: Num): Doubt {
  const { reason } = isDoubt(x) ? x : (y as Doubt)
  const floating = [numberType(x), numberType(y)].filter((type) => type === 'float').length
  const divides = op === '/' || op === '//' || op === '%'
  const harmless = divides ? typeof y === 'number' && y !== 0 : HARMLESS.has(op) && (floating === 0 || !BITWISE.has(op))
  // an int may be too large for a float
  if (!harmless || floating === 1 || (op === '/' && floating === 0)) return giveUp(reason)
  return new Doubt(reason, floating > 0 ? 'float' : 'int')
}

const HARMLESS = new Set<BinaryOperator>(['+', '-', '*', '&', '|', '^'])

const CONCATENATED = new Set(['str', 'tuple', 'list'])
const KNOWN = new Set(['NoneType', 'int', 'bool', 'float', ...CONCATENATED])

function otherThanNumbers(op: BinaryOperator, a: Val, b: Val): Val {
  const [left, right] = [typeName(a), typeName(b)]
  const reason = `${op} on a ${describe(a)} and a ${describe(b)}`
  if (left === null || right === null || !KNOWN.has(left) || !KNOWN.has(right)) return giveUp(reason)
  const sequences = CONCATENATED.has(left) || CONCATENATED.has(right)
  if (op === '+' && left === right && sequences) return concatenate(a, b) ?? giveUp(reason)
  if (op === '+' && CONCATENATED.has(left)) {
    return raise(`TypeError: can only concatenate ${left} (not "${right}") to ${left}`)
  }
  if ((op === '*' && sequences) || (op === '%' && left === 'str')) return giveUp(reason)
  return unsupported(op, a, b)
}

function concatenate(a: Val, b: Val): Val | null {
  if (typeof a !== 'object' || typeof b !== 'object') return null
  if (a.kind === 'str' && b.kind === 'str') return { ...a, node: null, value: a.value + b.value }
  const [left, right] = [itemsOf(a), itemsOf(b)]
  const base = typeName(a)
  if (left === null || right === null || (base !== 'tuple' && base !== 'list')) return null
  return new Items(base, [...left, ...right])
}

/** The items of a tuple or list; null for anything else. */
export function itemsOf(x: Val): readonly Val[] | null {
  if (typeof x !== 'object') return null
  if (x.kind === 'items') return x.items
  return x.kind === 'sequence' && x.base !== 'deque' ? x.items : null
}

function unsupported(op: BinaryOperator, a: Val, b: Val): never {
  const name = op === '**' ? '** or pow()' : op
  return raise(`TypeError: unsupported operand type(s) for ${name}: '${typeName(a)}' and '${typeName(b)}'`)
}

/** `-x`, `+x` and `~x`. */
export function unary(op: '-' | '+' | '~', x: Val): Val {
  const value = numeric(x)
  if (value === null) {
    const name = typeName(x)
    if (name !== null && KNOWN.has(name)) raise(`TypeError: bad operand type for unary ${op}: '${name}'`)
    return giveUp(`unary ${op} on a ${describe(x)}`)
  }
  if (isInt(value)) {
    if (op === '+') return value
    return ints('-', op === '-' ? 0 : -1, value)
  }
  if (value.kind === 'doubt') {
    if (op === '~' && value.type === 'float') raise("TypeError: bad operand type for unary ~: 'float'")
    return new Doubt(value.reason, value.type === 'bool' ? 'int' : value.type)
  }
  if (op === '~') raise("TypeError: bad operand type for unary ~: 'float'")
  if (op === '+') return value
  return value.kind === 'float' ? float(-value.value) : new Spread(-value.high, -value.low, value.what)
}

/** `bool(x)`. */
export function truth(x: Val): boolean | Doubt {
  switch (typeof x) {
    case 'boolean':
      return x
    case 'number':
      return x !== 0
    case 'bigint':
      return x !== 0n
  }
  switch (x.kind) {
    case 'bool':
      return x.value
    case 'int':
      return x.value !== 0n
    case 'float':
      return x.value !== 0
    case 'spread':
      return x.low > 0 || x.high < 0 ? true : new Doubt(x.what, 'bool')
    case 'none':
      return false
    case 'str':
      return x.value !== ''
    case 'bytes':
    case 'bytearray':
      return x.value.length > 0
    case 'items':
      return x.items.length > 0
    case 'sequence':
      if (typeName(x) !== null || x.type?.name === 'torch.Size') return x.items.length > 0
      break
    case 'dict':
      if (typeName(x) !== null) return x.entries.length > 0
      break
    case 'function':
    case 'method':
    case 'pymodule':
    case 'ellipsis':
    case 'constant':
    case 'device':
      return true
    case 'doubt':
      return x.type === 'bool' ? x : new Doubt(x.reason, 'bool')
    case 'unknown':
      return new Doubt(numeric(x) === null ? giveUp(x.why) : x.why, 'bool')
  }
  return giveUp(`the truth of a ${describe(x)}`)
}
