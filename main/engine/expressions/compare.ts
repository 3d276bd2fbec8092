/** Python's comparisons: of numbers exactly, of other values as far as they are known. */
import type { Classes } from '../values/classes'
import type { Value } from '../values/value'
import type { CompareOperator } from './operator-names'
import { itemsOf } from './operators'
import {
  describe,
  Doubt,
  isInt,
  type Num,
  numeric,
  raise,
  type Spread,
  spreadReason,
  toValue,
  typeName,
  type Val,
  giveUp,
} from './runtime'

/** What comparing needs from the frame. */
export interface Comparer {
  readonly is: (a: Value, b: Value) => boolean | null
  readonly equals: (a: Value, b: Value) => boolean | null
}

export type Truth = boolean | Doubt

type Order = '<' | '<=' | '>' | '>=' | '==' | '!='

/** `a op b`, for all but `in`. */
export function compare(
  op: Exclude<CompareOperator, 'in' | 'not in'>,
  a: Val,
  b: Val,
  by: Comparer,
  classes: Classes,
): Truth {
  if (op === 'is' || op === 'is not') return negateIf(op === 'is not', identical(a, b, by, classes))
  const x = numeric(a)
  const y = numeric(b)
  if (x !== null && y !== null) return order(op, x, y)
  if (op !== '==' && op !== '!=') return orderOthers(op, a, b, by, classes)
  return negateIf(op === '!=', equal(a, b, by, classes))
}

export function negateIf(negate: boolean, truth: Truth): Truth {
  return negate && typeof truth === 'boolean' ? !truth : truth
}

function order(op: Order, x: Num, y: Num): Truth {
  if (!isInt(x) && x.kind === 'doubt') return new Doubt(x.reason, 'bool')
  if (!isInt(y) && y.kind === 'doubt') return new Doubt(y.reason, 'bool')
  if (!isInt(x) && x.kind === 'spread') return spread(op, x, y)
  if (!isInt(y) && y.kind === 'spread') return spread(MIRRORED[op], y, x)
  return ordered(op, isInt(x) ? x : x.value, isInt(y) ? y : y.value)
}

/** JavaScript compares a bigint with a number exactly, and so does Python an int with a float. */
export function ordered(op: Order, x: number | bigint, y: number | bigint): boolean {
  switch (op) {
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    case '>=':
      return x >= y
    case '==':
      return alike(x, y)
    case '!=':
      return !alike(x, y)
  }
}

/** `x == y`. A NaN is like nothing. */
export function alike(x: number | bigint, y: number | bigint): boolean {
  return typeof x === typeof y ? x === y : x >= y && !(x > y)
}

const MIRRORED: Readonly<Record<Order, Order>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' }

/** Where both ends answer alike, and equality none, that is the answer. */
function spread(op: Order, x: Spread, y: Num): Truth {
  const [from, to] = isInt(y)
    ? [y, y]
    : y.kind === 'spread'
      ? [y.low, y.high]
      : y.kind === 'float'
        ? [y.value, y.value]
        : [NaN, NaN]
  if (x.high < from || x.low > to || Number.isNaN(Number(from))) return ordered(op, x.low, from)
  return new Doubt(spreadReason(x), 'bool')
}

/** `a is b`. */
function identical(a: Val, b: Val, by: Comparer, classes: Classes): Truth {
  const [x, y] = [single(a), single(b)]
  if (x !== null && y !== null) return x === y
  const [left, right] = [typeName(a), typeName(b)]
  if (left !== null && right !== null) {
    if (left !== right) return false
    const open = reasonOf(a) ?? reasonOf(b)
    if (open !== null) return new Doubt(open, 'bool')
    if (left === 'int' || left === 'float') return sameNumber(a, b)
  }
  const answer = by.is(toValue(classes, a), toValue(classes, b))
  return answer ?? new Doubt(reasonOf(a) ?? reasonOf(b) ?? `whether a ${left} and a ${right} are one object`, 'bool')
}

/** CPython keeps one object for each int from -5 to 256; others that are equal may be one or two. */
function sameNumber(a: Val, b: Val): Truth {
  if (a === b && typeof a === 'object') return true
  const [x, y] = [numeric(a), numeric(b)]
  if (x === null || y === null) return false
  if (isInt(x) && isInt(y) && (!alike(x, y) || (x >= -5 && x <= 256))) return alike(x, y)
  if (!isInt(x) && !isInt(y) && x.kind === 'float' && y.kind === 'float' && !Object.is(x.value, y.value)) return false
  return new Doubt('whether two numbers are one object', 'bool')
}

/** Name of a value there is only one of. */
function single(x: Val): string | null {
  if (typeof x === 'boolean') return String(x)
  if (typeof x !== 'object') return null
  if (x.kind === 'bool') return String(x.value)
  return x.kind === 'none' || x.kind === 'ellipsis' ? x.kind : null
}

function reasonOf(x: Val): string | null {
  if (typeof x !== 'object') return null
  return x.kind === 'doubt' ? x.reason : x.kind === 'unknown' ? x.why : null
}

/** `a == b`. */
export function equal(a: Val, b: Val, by: Comparer, classes: Classes): Truth {
  const x = numeric(a)
  const y = numeric(b)
  if (x !== null && y !== null) return order('==', x, y)
  const answer = by.equals(toValue(classes, a), toValue(classes, b))
  return answer ?? giveUp(reasonOf(a) ?? reasonOf(b) ?? `whether a ${describe(a)} and a ${describe(b)} are equal`)
}

function orderOthers(op: '<' | '<=' | '>' | '>=', a: Val, b: Val, by: Comparer, classes: Classes): Truth {
  const reason = reasonOf(a) ?? reasonOf(b)
  if (reason !== null) return giveUp(reason)
  if (typeof a === 'object' && typeof b === 'object' && a.kind === 'str' && b.kind === 'str') {
    return ordered(op, codePointOrder(a.value, b.value), 0)
  }
  const [left, right] = [itemsOf(a), itemsOf(b)]
  const [x, y] = [typeName(a), typeName(b)]
  if (left !== null && right !== null && x === y && x !== null) {
    for (const [i, item] of left.entries()) {
      const other = right[i]
      if (other === undefined) break
      const same = equal(item, other, by, classes)
      if (typeof same !== 'boolean') return giveUp(same.reason)
      if (!same) return compare(op, item, other, by, classes)
    }
    return ordered(op, left.length, right.length)
  }
  if (x === null || y === null || (x === y && !UNORDERED.has(x)) || x === 'torch.Size' || y === 'torch.Size') {
    return giveUp(`${op} of a ${describe(a)} and a ${describe(b)}`)
  }
  return raise(`TypeError: '${op}' not supported between instances of '${x}' and '${y}'`)
}

const UNORDERED = new Set(['NoneType', 'dict', 'complex', 'ellipsis'])

/** Below zero, zero or above, by code points: UTF-16 units put the rarer planes before U+E000. */
function codePointOrder(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)]
  for (const [i, ch] of x.entries()) {
    const difference = (ch.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? -1)
    if (difference !== 0) return difference
  }
  return x.length - y.length
}
