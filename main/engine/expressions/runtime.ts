/** What stands for a Python value while an expression is evaluated: plain numbers where possible, values of the frame else. */
import type { Classes } from '../values/classes'
import { PythonError, type Value } from '../values/value'

/** A Python float. A Value of kind float is one too. */
export interface Float {
  readonly kind: 'float'
  readonly value: number
}

/** A float of which libraries differ in the last digits: it lies between `low` and `high`. */
export class Spread {
  readonly kind = 'spread'
  constructor(
    readonly low: number,
    readonly high: number,
    readonly what: string,
  ) {}
}

export type NumberType = 'int' | 'float' | 'bool'

/** A number that is not known. That it came about raised nothing. */
export class Doubt {
  readonly kind = 'doubt'
  constructor(
    readonly reason: string,
    readonly type: NumberType,
  ) {}
}

/** Thrown where the rest of an expression hangs on what is not known: it may raise, or be anything. */
export class NotKnown {
  constructor(readonly reason: string) {}
}

export function giveUp(reason: string): never {
  throw new NotKnown(reason)
}

/** A tuple or list that the expression made, or a size of a tensor. */
export class Items {
  readonly kind = 'items'
  constructor(
    readonly base: 'tuple' | 'list',
    readonly items: readonly Val[],
    readonly className: string = `builtins.${base}`,
  ) {}
}

/** `torch.as_tensor(number)`. */
export class NumberTensor {
  readonly kind = 'number-tensor'
  constructor(readonly number: Val) {}
}

/** An int is a number where that is exact, and a bigint beyond. */
export type Int = number | bigint
export type Val = Int | boolean | Float | Spread | Doubt | Items | NumberTensor | Value

/** What arithmetic works on. */
export type Num = Int | Float | Spread | Doubt

/** An int as it is held. */
export function int(value: bigint): Int {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

export function float(value: number): Float {
  return { kind: 'float', value }
}

export function raise(error: string): never {
  throw new PythonError(error)
}

/** The number that a value is; null for what is none. */
export function numeric(x: Val): Num | null {
  if (typeof x === 'number' || typeof x === 'bigint') return x
  if (typeof x === 'boolean') return x ? 1 : 0
  switch (x.kind) {
    case 'float':
    case 'spread':
    case 'doubt':
      return x
    case 'int':
      return int(x.value)
    case 'bool':
      return x.value ? 1 : 0
    case 'unknown':
      return new Doubt(x.why, typeOfUnknown(x) ?? giveUp(x.why))
    default:
      return null
  }
}

function typeOfUnknown(value: Extract<Value, { kind: 'unknown' }>): NumberType | null {
  const name = value.type?.name
  return name === 'builtins.int'
    ? 'int'
    : name === 'builtins.float'
      ? 'float'
      : name === 'builtins.bool'
        ? 'bool'
        : null
}

export function isInt(x: Num): x is Int {
  return typeof x === 'number' || typeof x === 'bigint'
}

/** The class of a number, of one that is not known too. */
export function numberType(x: Num): NumberType | null {
  if (isInt(x)) return 'int'
  return x.kind === 'doubt' ? x.type : 'float'
}

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['none', 'NoneType'],
  ['str', 'str'],
  ['bytes', 'bytes'],
  ['int', 'int'],
  ['bool', 'bool'],
  ['float', 'float'],
  ['complex', 'complex'],
  ['ellipsis', 'ellipsis'],
  ['spread', 'float'],
])

/** The name of a built-in class as Python's messages have it; null where the class is not known or its own. */
export function typeName(x: Val): string | null {
  if (typeof x === 'number' || typeof x === 'bigint') return 'int'
  if (typeof x === 'boolean') return 'bool'
  if (x.kind === 'items') return x.className === 'torch.Size' ? 'torch.Size' : x.base
  if (x.kind === 'doubt') return x.type
  if (x.kind === 'sequence' || x.kind === 'dict') return x.type?.name === `builtins.${x.base}` ? x.base : null
  return PLAIN.get(x.kind) ?? null
}

/** What it is called in a reason. */
export function describe(x: Val): string {
  if (x instanceof Doubt) return `value that is not known (${x.reason})`
  const name = typeName(x)
  if (name !== null) return name
  if (typeof x === 'object' && 'type' in x && x.type !== null && typeof x.type === 'object') return x.type.printed
  return typeof x === 'object' ? x.kind : typeof x
}

/** A value of the frame for what was worked out here. */
export function toValue(classes: Classes, x: Val): Value {
  switch (typeof x) {
    case 'number':
    case 'bigint':
      return { kind: 'int', type: classes.builtin('int'), node: null, value: BigInt(x) }
    case 'boolean':
      return { kind: 'bool', type: classes.builtin('bool'), node: null, value: x }
  }
  switch (x.kind) {
    case 'float':
      return 'type' in x ? x : { kind: 'float', type: classes.builtin('float'), node: null, value: x.value }
    case 'spread':
      return { kind: 'unknown', type: classes.builtin('float'), node: null, why: spreadReason(x), repr: null }
    case 'doubt':
      return {
        kind: 'unknown',
        type: x.type === null ? null : classes.builtin(x.type),
        node: null,
        why: x.reason,
        repr: null,
      }
    case 'items':
      return {
        kind: 'sequence',
        base: x.base,
        type: classes.get(x.className),
        node: null,
        items: x.items.map((item) => toValue(classes, item)),
        attrs: new Map(),
      }
    case 'number-tensor':
      return {
        kind: 'unknown',
        type: classes.get('torch.Tensor'),
        node: null,
        why: 'a tensor made of a number',
        repr: null,
      }
    default:
      return x
  }
}

export function spreadReason({ low, high, what }: Spread): string {
  return `the last digits of ${what} differ between machines (about ${low + (high - low) / 2})`
}
