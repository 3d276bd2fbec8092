/** What Python's `is`, `==` and `in` answer on values: true, false, or null where the values do not tell. */
import { hashKey } from '../values/hash-key'
import { LazyDict } from '../values/lazy'
import type { DictValue, Value } from '../values/value'
import { MappedDict } from './mapped'

export type Tri = boolean | null

/** CPython keeps one object for each of these ints (Include/internal/pycore_global_objects.h, _PY_NSMALLPOSINTS). */
const SMALL_INT = { from: -5n, to: 256n }

/** Kinds of which a value is the same object wherever its parts are the same. */
const SINGLETONS = new Set<Value['kind']>(['none', 'ellipsis', 'bool', 'constant', 'class', 'pymodule', 'enum'])

/** `a is b`. */
export function identical(a: Value, b: Value): Tri {
  if (a === b) return true
  if (a.kind === 'unknown' || b.kind === 'unknown') return areApart(a, b) || areApart(b, a) ? false : sameOperator(a, b)
  if (a.kind !== b.kind) return false
  if (SINGLETONS.has(a.kind)) return equals(a, b)
  if (a.kind === 'function' && b.kind === 'function') return sameFunction(a, b)
  if (a.kind === 'int' && b.kind === 'int')
    return a.value === b.value && a.value >= SMALL_INT.from && a.value <= SMALL_INT.to
  if (a.kind === 'str' && b.kind === 'str' && a.value === b.value) return null
  if (a.kind === 'sequence' && b.kind === 'sequence')
    return a.items.length === 0 && b.items.length === 0 && a.type === b.type && a.type?.name === 'builtins.tuple'
  return false
}

/** Two objects of one scenario, one of which it describes no further than to its class. */
const areApart = (a: Value, b: Value): boolean =>
  a.kind === 'unknown' &&
  a.described === true &&
  (b.kind === 'unknown' ? b.described === true : b.kind === 'tensor' && b.dims !== undefined)

/** An operator is one object under its name in torch.ops. */
function sameOperator(a: Value, b: Value): Tri {
  const [x, y] = [operatorName(a), operatorName(b)]
  return x === null || y === null ? null : x === y
}

function operatorName(value: Value): string | null {
  if (value.kind === 'unknown') return value.operator ?? null
  if (value.kind !== 'object' || value.type?.name !== 'torch._ops.OpOverloadPacket') return null
  const name = value.attrs.get('_qualified_op_name')
  return name?.kind === 'str' ? `torch.ops.${name.value.replace('::', '.')}` : null
}

/** A function that a module or class holds is one object under its name; a lambda's name says nothing. */
function sameFunction(a: Extract<Value, { kind: 'function' }>, b: Extract<Value, { kind: 'function' }>): Tri {
  if (a.qualname.includes('<') || b.qualname.includes('<')) return a.qualname === b.qualname ? null : false
  if (a.name === b.name) return true
  const builtin = 'builtins.builtin_function_or_method'
  if (a.type?.name === builtin && b.type?.name === builtin && home(a.name) === home(b.name)) {
    // `_operator.index` is operator's, and torch offers its operators under many names
    return lastPart(a.name).replace(/^_/, '') === lastPart(b.name).replace(/^_/, '')
  }
  return a.qualname === b.qualname ? null : false
}

/** The package that offers a built-in, its C part's underscore left off. */
const home = (name: string): string => (name.split('.')[0] ?? '').replace(/^_/, '')

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const MAX_DEPTH = 200

/** `a == b`, for values whose classes do not define it anew. */
export function equals(a: Value, b: Value, depth = 0): Tri {
  if (a === b) return true
  if (depth > MAX_DEPTH || a.kind === 'unknown' || b.kind === 'unknown') return null
  const [x, y] = [plain(a), plain(b)]
  const numbers = numericEquals(x, y)
  if (numbers !== undefined) return numbers
  if (x.kind !== y.kind && (asksClass(x) || asksClass(y))) return null
  switch (x.kind) {
    case 'none':
    case 'ellipsis':
      return y.kind === x.kind
    case 'str':
      return y.kind === 'str' && x.value === y.value
    case 'bytes':
    case 'bytearray':
      return (
        (y.kind === 'bytes' || y.kind === 'bytearray') &&
        x.value.length === y.value.length &&
        x.value.every((byte, i) => byte === y.value[i])
      )
    case 'constant':
      return y.kind === 'constant' && x.name === y.name
    case 'device':
      return y.kind === 'device' && x.device === y.device && x.index === y.index
    case 'dispatch-key-set':
      return y.kind === 'dispatch-key-set' && x.raw === y.raw
    case 'class':
      return y.kind === 'class' && (x === y || x.name === y.name)
    case 'enum':
      if (y.kind !== 'enum' || x.type !== y.type) return false
      if (x.member !== null && y.member !== null) return x.member === y.member
      return x.value === null || y.value === null ? null : equals(x.value, y.value, depth + 1)
    case 'range':
      return y.kind === 'range' && rangeEquals(x, y)
    case 'slice':
      return y.kind === 'slice' && all([x.start, x.stop, x.step], [y.start, y.stop, y.step], depth)
    case 'sequence':
      if (y.kind !== 'sequence' || x.base !== y.base || x.items.length !== y.items.length) return false
      return all(x.items, y.items, depth)
    case 'set':
      return y.kind === 'set' && setEquals(x, y)
    case 'dict':
      return y.kind === 'dict' && x.base === y.base && dictEquals(x, y, depth)
    case 'function':
      return y.kind === 'function' && sameFunction(x, y)
    case 'pymodule':
      return y.kind === 'pymodule' && x.name === y.name && x.imported !== false && y.imported !== false
    case 'method':
      return y.kind === 'method' ? and(identical(x.self, y.self), equals(x.func, y.func, depth + 1)) : false
    default:
      return y.kind === x.kind && (x.equalsNothing !== true || y.equalsNothing !== true) ? null : false
  }
}

/** The built-in value that an instance of a subclass of int, float or str is. */
function plain(value: Value): Value {
  return value.kind === 'object' && value.scalar !== null ? value.scalar : value
}

/** Whether what it is equal to is what its class says. */
const asksClass = (value: Value): boolean =>
  value.equalsNothing !== true && (value.kind === 'object' || value.kind === 'tensor')

/** undefined where neither is a number. */
function numericEquals(a: Value, b: Value): Tri | undefined {
  const [x, y] = [number(a), number(b)]
  if (x === null && y === null) return undefined
  if (x === null || y === null) return asksClass(a) || asksClass(b) ? null : false
  if (x.im !== y.im) return false
  return numbersEqual(x.re, y.re)
}

function number(value: Value): { readonly re: bigint | number; readonly im: number } | null {
  switch (value.kind) {
    case 'bool':
      return { re: value.value ? 1n : 0n, im: 0 }
    case 'int':
    case 'float':
      return { re: value.value, im: 0 }
    case 'complex':
      return { re: value.re, im: value.im }
    default:
      return null
  }
}

/** JavaScript compares a bigint with a number exactly, as Python does. */
function numbersEqual(a: bigint | number, b: bigint | number): boolean {
  // oxlint-disable-next-line eqeqeq
  return a == b
}

function rangeEquals(
  a: Extract<Value, { kind: 'range' | 'slice' }>,
  b: Extract<Value, { kind: 'range' | 'slice' }>,
): Tri {
  const [x, y] = [rangeOf(a), rangeOf(b)]
  if (x === null || y === null) return null
  if (x.length !== y.length) return false
  return x.length === 0n || (x.start === y.start && (x.length === 1n || x.step === y.step))
}

function rangeOf(value: Extract<Value, { kind: 'range' | 'slice' }>) {
  const { start, stop, step } = value
  if (start.kind !== 'int' || stop.kind !== 'int' || step.kind !== 'int' || step.value === 0n) return null
  const up = step.value > 0n
  const span = up ? stop.value - start.value : start.value - stop.value
  const size = up ? step.value : -step.value
  return { start: start.value, step: step.value, length: span <= 0n ? 0n : (span + size - 1n) / size }
}

function and(a: Tri, b: Tri): Tri {
  if (a === false || b === false) return false
  return a === null || b === null ? null : true
}

function all(a: readonly Value[], b: readonly Value[], depth: number): Tri {
  let result: Tri = true
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]]
    if (x === undefined || y === undefined) return false
    result = and(result, x === y ? true : equals(x, y, depth + 1))
    if (result === false) return false
  }
  return result
}

function setEquals(a: Extract<Value, { kind: 'set' }>, b: Extract<Value, { kind: 'set' }>): Tri {
  if (a.items.length !== b.items.length) return false
  const keys = new Set(b.items.map((item) => hashKey(item)))
  let result: Tri = true
  for (const item of a.items) {
    const key = hashKey(item)
    if (key === null) result = null
    else if (!keys.has(key)) return keys.has(null) ? null : false
  }
  return result
}

function dictEquals(a: DictValue, b: DictValue, depth: number): Tri {
  if (a.entries.length !== b.entries.length) return false
  let result: Tri = true
  for (const [key, value] of a.entries) {
    const other = lookup(b, key)
    if (other === undefined) return false
    result = and(result, other === null ? null : equals(value, other, depth + 1))
    if (result === false) return false
  }
  return result
}

/** The value under a key: undefined where there is none, null where that is not known. */
export function lookup(dict: DictValue, key: Value, hash: string | null = hashKey(key)): Value | undefined | null {
  if (dict instanceof MappedDict && hash !== null) return dict.byHash(hash)
  if (dict instanceof LazyDict && key.kind === 'str') return dict.entries[dict.indexOf(key.value)]?.[1]
  let known = true
  for (const [k, v] of dict.entries) {
    const of = hashKey(k)
    if (k === key || (hash !== null && of === hash)) return v
    if (identical(k, key) === null && hash === null) known = false
  }
  return known ? undefined : null
}

/** `key in dict`. */
export function inDict(dict: DictValue, key: Value, hash: string | null): Tri {
  const found = lookup(dict, key, hash)
  return found === null ? null : found !== undefined
}

/** `item in set`. */
export function inSet(items: readonly Value[], item: Value): Tri {
  const hash = hashKey(item)
  let result: Tri = false
  for (const other of items) {
    const of = hashKey(other)
    if (other === item || (hash !== null && of === hash)) return true
    if (hash === null || of === null) result = identical(other, item) === false ? result : null
  }
  return result
}
