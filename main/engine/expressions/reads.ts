/** Reads attributes, items and what tensors are made of, and calls the few methods that only read. */
import type { Classes } from '../values/classes'
import { repr } from '../values/repr'
import { ownerText } from '../values/type-name'
import type { TensorValue, Value } from '../values/value'
import { unary } from './operators'
import {
  describe,
  Doubt,
  int,
  isInt,
  Items,
  NumberTensor,
  numeric,
  raise,
  toValue,
  typeName,
  type Val,
  giveUp,
} from './runtime'
import type { ExpressionScope } from './scope'

export function attribute(of: Val, name: string, scope: ExpressionScope, classes: Classes): Val {
  const doubt = doubtOf(of)
  if (doubt !== null) return doubt
  const value = toValue(classes, of)
  return scope.getattr(value, name) ?? raise(`AttributeError: ${ownerText(value)} has no attribute '${name}'`)
}

/** `of[index]`. */
export function subscript(of: Val, index: Val, scope: ExpressionScope, classes: Classes): Val {
  const doubt = typeof of === 'object' && of.kind === 'unknown' ? null : doubtOf(of)
  if (doubt !== null) return doubt
  if (of instanceof Items) return item(of, index)
  const type = typeName(of)
  if (type !== null && NOT_SUBSCRIPTABLE.has(type)) raise(`TypeError: '${type}' object is not subscriptable`)
  const [value, at] = [toValue(classes, of), toValue(classes, index)]
  return scope.getitem(value, at) ?? raise(missing(value, at, classes))
}

const NOT_SUBSCRIPTABLE = new Set(['int', 'float', 'bool', 'complex', 'NoneType', 'ellipsis'])

function item({ base, items }: Items, index: Val): Val {
  const at = numeric(index)
  if (at !== null && isInt(at)) {
    const found = items[Number(at) < 0 ? Number(at) + items.length : Number(at)]
    return found ?? raise(`IndexError: ${base} index out of range`)
  }
  const type = typeName(index)
  if (type === null || (typeof at === 'object' && at?.kind === 'doubt')) {
    return giveUp(`an item of a ${base} under a ${describe(index)}`)
  }
  return raise(`TypeError: ${base} indices must be integers or slices, not ${type}`)
}

/** What an item that is not there raises. */
function missing(of: Value, index: Value, classes: Classes): string {
  if (of.kind === 'sequence') return `IndexError: ${of.base} index out of range`
  return `KeyError: ${repr(index, classes.reprContext) ?? 'a key'}`
}

/** Of what is not known nothing is. */
function doubtOf(x: Val): Doubt | null {
  if (typeof x !== 'object') return null
  if (x.kind === 'doubt') return giveUp(x.reason)
  return x.kind === 'number-tensor' ? giveUp('a tensor made of a number') : null
}

/** Methods that are called, with the most arguments each takes here. */
export const METHODS: ReadonlyMap<string, number> = new Map([
  ['size', 1],
  ['stride', 1],
  ['storage_offset', 0],
  ['dim', 0],
  ['ndimension', 0],
  ['numel', 0],
  ['item', 0],
  ['__neg__', 0],
])

/** `of.name(*args)`, for a name of METHODS. */
export function callMethod(of: Val, name: string, args: readonly Val[]): Val {
  if (name === '__neg__' && numeric(of) !== null) return unary('-', of)
  if (of instanceof NumberTensor) return name === 'item' ? of.number : giveUp(`${name}() of a tensor made of a number`)
  if (typeof of === 'object') {
    if (of.kind === 'tensor') return ofTensor(of, name, args)
    if (of.kind === 'doubt') return giveUp(of.reason)
    if (of.kind === 'unknown') return giveUp(of.why)
  }
  const type = typeName(of)
  if (type !== null && type !== 'torch.Size') raise(`AttributeError: '${type}' object has no attribute '${name}'`)
  return giveUp(`${name}() of a ${describe(of)}`)
}

function ofTensor(tensor: TensorValue, name: string, [at]: readonly Val[]): Val {
  switch (name) {
    case 'size':
    case 'stride': {
      const dims = name === 'stride' ? strides(tensor) : tensor.size
      if (at === undefined)
        return new Items(
          'tuple',
          dims.map((n, i) => known(n, `${name} ${i} of a tensor`)),
          name === 'size' ? 'torch.Size' : 'builtins.tuple',
        )
      return dimension(dims, at, name)
    }
    case 'storage_offset':
      return storageOffset(tensor)
    case 'dim':
    case 'ndimension':
      return tensor.size.length
    case 'numel':
      return tensor.size.includes(null)
        ? known(null, 'the number of elements of a tensor')
        : int(tensor.size.reduce<bigint>((product, n) => product * (n ?? 0n), 1n))
    case 'item':
      return giveUp('the number that a tensor holds')
    default:
      return giveUp(`${name}() of a tensor`)
  }
}

/** `tensor.stride()`. */
export function strides({ size, stride, layout }: TensorValue): readonly (bigint | null)[] {
  if (stride.length === size.length) return stride
  const compressed = /^torch\.sparse_([cb]s[rc])$/.exec(layout ?? '')?.[1]
  if (compressed !== undefined) raise(`RuntimeError: Sparse ${compressed.toUpperCase()} tensors do not have strides`)
  return size.map(() => null)
}

export function known(n: bigint | null | undefined, what: string): Val {
  return n == null ? new Doubt(`${what} is not known`, 'int') : int(n)
}

/** `tensor.storage_offset()`, in elements. */
export function storageOffset(tensor: TensorValue): Val {
  return known(tensor.storageOffset, 'the storage offset of a tensor')
}

function dimension(dims: readonly (bigint | null)[], at: Val, name: string): Val {
  const index = numeric(at)
  if (index === null || !isInt(index)) return giveUp(`${name}() with a ${describe(at)}`)
  const i = Number(index)
  const count = dims.length
  if (count === 0) return giveUp(`${name}(${i}) of a tensor without dimensions`)
  if (i < -count || i >= count) {
    raise(`IndexError: Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${i})`)
  }
  return known(dims[i < 0 ? i + count : i], `${name} ${i} of a tensor`)
}
