/** The frame that scripts/record-expressions.py evaluates in, for this evaluator. */
import { Facts } from '../../facts'
import { Classes } from '../../values/classes'
import type { TensorValue, Value } from '../../values/value'
import type { ExpressionScope } from '../index'

/** Makes values; `table` is the text of a torch version's table. */
export class Values {
  readonly classes: Classes
  readonly none: Value

  constructor(table: string) {
    this.classes = new Classes(new Facts(table))
    this.none = { kind: 'none', type: this.classes.builtin('NoneType'), node: null }
  }

  int(value: bigint): Value {
    return { kind: 'int', type: this.classes.builtin('int'), node: null, value }
  }
  float(value: number): Value {
    return { kind: 'float', type: this.classes.builtin('float'), node: null, value }
  }
  bool(value: boolean): Value {
    return { kind: 'bool', type: this.classes.builtin('bool'), node: null, value }
  }
  str(value: string): Value {
    return { kind: 'str', type: this.classes.builtin('str'), node: null, value }
  }
  /** Something of which only the class is known, or not even that. */
  unknown(why: string, type: string | null = null): Value {
    return { kind: 'unknown', type: type === null ? null : this.classes.builtin(type), node: null, why, repr: null }
  }
  sequence(base: 'tuple' | 'list', ...items: Value[]): Value {
    return { kind: 'sequence', base, type: this.classes.builtin(base), node: null, items, attrs: new Map() }
  }
  dict(...entries: [Value, Value][]): Value {
    return { kind: 'dict', base: 'dict', type: this.classes.builtin('dict'), node: null, entries, attrs: new Map() }
  }
  tensor(
    size: readonly (bigint | null)[],
    stride: readonly (bigint | null)[],
    storageOffset: bigint | null,
  ): TensorValue {
    const type = this.classes.get('torch.Tensor')
    return { ...EMPTY_TENSOR, type, size, stride, storageOffset }
  }

  /** The frame of the script. */
  frame(): ExpressionScope {
    const variables = new Map<string, Value>([
      ['n', this.int(7n)],
      ['m', this.int(-3n)],
      ['zero', this.int(0n)],
      ['big', this.int(2n ** 70n + 1n)],
      ['low', this.int(-(2n ** 64n) - 3n)],
      ['edge', this.int(2n ** 53n + 1n)],
      ['f', this.float(2.5)],
      ['g', this.float(-0.1)],
      ['tiny', this.float(5e-324)],
      ['huge', this.float(Number.MAX_VALUE)],
      ['nan', this.float(NaN)],
      ['inf', this.float(Infinity)],
      ['yes', this.bool(true)],
      ['no', this.bool(false)],
      ['s', this.str('ab')],
      ['t', this.sequence('tuple', this.int(1n), this.float(2.5), this.str('a'))],
      ['none', this.none],
      ['x', this.tensor([2n, 3n, 2n ** 53n + 1n], [3n, 1n, 0n], 5n)],
    ])
    return scopeOf(variables, new Map([['N', this.int(12n)]]))
  }
}

const EMPTY_TENSOR: TensorValue = {
  kind: 'tensor',
  type: null,
  node: null,
  pytype: null,
  dtype: 'torch.float32',
  device: null,
  layout: null,
  storage: null,
  storageOffset: null,
  size: [],
  stride: [],
  requiresGrad: false,
  dispatchKeys: null,
  grad: null,
  inner: new Map(),
  context: null,
  attrs: new Map(),
  wrapper: false,
}

/** A scope over these variables. */
export function scopeOf(
  local: ReadonlyMap<string, Value>,
  global: ReadonlyMap<string, Value> = new Map(),
): ExpressionScope {
  return {
    local: (name) => local.get(name),
    global: (name) => global.get(name),
    getattr,
    getitem,
    is: (a, b) => (a === b ? true : a.kind === 'unknown' || b.kind === 'unknown' ? null : false),
    equals,
  }
}

function getattr(value: Value, name: string): Value | null {
  return ('attrs' in value ? value.attrs.get(name) : undefined) ?? nothingKnown(`attribute ${name}`)
}

function getitem(value: Value, index: Value): Value | null {
  if (value.kind === 'sequence' && index.kind === 'int') return value.items.at(Number(index.value)) ?? null
  if (value.kind === 'dict' && index.kind === 'str') {
    return value.entries.find(([key]) => key.kind === 'str' && key.value === index.value)?.[1] ?? null
  }
  return nothingKnown(`an item of a ${value.kind}`)
}

function nothingKnown(why: string): Value {
  return { kind: 'unknown', type: null, node: null, why, repr: null }
}

/** Enough of `==` for tuples and lists of numbers and strings. */
function equals(a: Value, b: Value): boolean | null {
  if (a === b) return true
  if (a.kind === 'unknown' || b.kind === 'unknown') return null
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    if (a.base !== b.base || a.items.length !== b.items.length) return false
    const alike = a.items.map((item, i) => equals(item, b.items[i] ?? item))
    return alike.includes(false) ? false : alike.includes(null) ? null : true
  }
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== null && y !== null) return x >= y && !(x > y)
  return a.kind === b.kind && (a.kind !== 'str' || b.kind !== 'str' || a.value === b.value)
}

function numberOf(value: Value): bigint | number | null {
  if (value.kind === 'int' || value.kind === 'float') return value.value
  return value.kind === 'bool' ? BigInt(value.value) : null
}
