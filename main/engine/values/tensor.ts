/** Tensors as a blob holds them: a meta tensor for the metadata, and what FakeTensor keeps beside it. */
import { dictEntries, globalName, listItems } from '../../pickle/access'
import type { CallNode, PickleNode } from '../../pickle/node'
import type { ValueReader } from './from-node'
import { callReducer } from './picklers'
import type { Attrs, PyClass, TensorValue, Value } from './value'

export interface TensorParts {
  readonly node: PickleNode
  readonly meta: PickleNode | undefined
  readonly device: PickleNode | undefined
  readonly pytype: PickleNode | undefined
  readonly keys: PickleNode | undefined
  readonly grad: PickleNode | undefined
  readonly inner: PickleNode | undefined
  readonly context: PickleNode | undefined
}

interface Meta {
  readonly dtype: string
  readonly size: readonly (bigint | null)[]
  readonly stride: readonly (bigint | null)[]
  readonly requiresGrad: boolean
  readonly type: PyClass | null
  readonly attrs: Attrs
}

const FAKE = 'torch._subclasses.fake_tensor.FakeTensor'
const ints = (node: PickleNode | undefined): (bigint | null)[] =>
  (node?.kind === 'tuple' ? node.items : node === undefined ? [] : listItems(node)).map((n) =>
    n.kind === 'int' ? n.value : null,
  )

/** `_unpickle_tensor` (a FakeTensor), or with `inner` a traceable wrapper subclass. */
export function makeTensor(reader: ValueReader, parts: TensorParts): TensorValue {
  const meta = readMeta(reader, parts.meta)
  const wrapper = parts.inner !== undefined
  const inner = new Map<string, Value>()
  if (parts.inner !== undefined) {
    for (const pair of listItems(parts.inner)) {
      const [name, value, args] = pair.kind === 'tuple' ? pair.items : []
      if (name?.kind !== 'str' || value === undefined) continue
      // up to 2.10 the tensor is not made yet: (name, function, arguments)
      inner.set(name.value, args?.kind === 'tuple' ? callReducer(reader, pair, value, args.items) : reader.read(value))
    }
  }
  const pytype = reader.classOf(parts.pytype)
  return {
    kind: 'tensor',
    type: wrapper ? (meta.type ?? pytype) : reader.classes.get(FAKE),
    node: parts.node,
    pytype,
    dtype: meta.dtype,
    device: parts.device === undefined ? null : reader.read(parts.device),
    size: meta.size,
    stride: meta.stride,
    requiresGrad: meta.requiresGrad,
    dispatchKeys: parts.keys?.kind === 'int' ? parts.keys.value : null,
    grad: savedGrad(reader, parts.grad),
    inner,
    context: parts.context === undefined ? null : reader.read(parts.context),
    attrs: meta.attrs,
    wrapper,
    ...NO_STORAGE,
  }
}

/** A gradient that no guard read was not saved: 2.15 loads the tensor without, earlier ones not at all. */
function savedGrad(reader: ValueReader, node: PickleNode | undefined): Value | null {
  const grad = node === undefined ? null : reader.read(node)
  return grad?.kind === 'missing' ? null : grad
}

const REBUILD = new Set([
  'torch._utils._rebuild_meta_tensor_no_storage',
  'torch._tensor._rebuild_from_type_v2',
  'torch._utils._rebuild_parameter',
  'torch._utils._rebuild_parameter_with_state',
  'torch._utils._rebuild_wrapper_subclass',
])

/** A tensor outside `_unpickle_tensor`: a plain meta tensor or an image of a subclass; null if the node is none. */
export function plainTensor(reader: ValueReader, node: CallNode): TensorValue | null {
  const name = node.items[0] === undefined ? null : globalName(node.items[0])
  if (name === null || !REBUILD.has(name)) return null
  const meta = readMeta(reader, node)
  return {
    kind: 'tensor',
    type: meta.type,
    node,
    pytype: meta.type,
    dtype: meta.dtype,
    device: null,
    size: meta.size,
    stride: meta.stride,
    requiresGrad: meta.requiresGrad,
    dispatchKeys: null,
    grad: null,
    inner: new Map(),
    context: null,
    attrs: meta.attrs,
    wrapper: false,
    ...NO_STORAGE,
  }
}

/** What a meta tensor does not have. */
const NO_STORAGE = { layout: null, storage: null, storageOffset: null } as const

const NOTHING: Meta = { dtype: '', size: [], stride: [], requiresGrad: false, type: null, attrs: new Map() }

function readMeta(reader: ValueReader, node: PickleNode | undefined, depth = 0): Meta {
  if (depth > 20 || node?.kind !== 'reduce' || node.items[0] === undefined) return NOTHING
  const name = globalName(node.items[0])
  const args = node.items[1]
  const items = args?.kind === 'tuple' ? args.items : []
  if (name === 'torch._utils._rebuild_meta_tensor_no_storage') {
    const [dtype, size, stride, grad] = items
    return {
      dtype: (dtype === undefined ? null : globalName(dtype)) ?? '',
      size: ints(size),
      stride: ints(stride),
      requiresGrad: grad?.kind === 'bool' && grad.value,
      type: reader.classes.get('torch.Tensor'),
      attrs: NOTHING.attrs,
    }
  }
  // (func, type, args, state): the image of a subclass, or of a tensor with attributes of its own
  if (name === 'torch._tensor._rebuild_from_type_v2') {
    const [func, type, inner, state] = items
    const funcName = func === undefined ? null : globalName(func)
    const attrs = new Map<string, Value>()
    for (const part of state?.kind === 'tuple' ? state.items : state === undefined ? [] : [state]) {
      if (part.kind === 'dict')
        for (const [k, v] of dictEntries(part)) if (k.kind === 'str') attrs.set(k.value, reader.read(v))
    }
    const base = inner?.kind === 'tuple' ? metaOf(reader, funcName, inner.items, depth) : NOTHING
    return { ...base, type: reader.classOf(type), attrs }
  }
  return metaOf(reader, name, items, depth)
}

/** Metadata from the arguments of the rebuild functions of torch/_utils.py. */
function metaOf(reader: ValueReader, func: string | null, args: readonly PickleNode[], depth: number): Meta {
  if (func === 'torch._utils._rebuild_meta_tensor_no_storage') {
    const [dtype, size, stride, grad] = args
    return {
      dtype: (dtype === undefined ? null : globalName(dtype)) ?? '',
      size: ints(size),
      stride: ints(stride),
      requiresGrad: grad?.kind === 'bool' && grad.value,
      type: reader.classes.get('torch.Tensor'),
      attrs: NOTHING.attrs,
    }
  }
  if (func === 'torch._utils._rebuild_parameter' || func === 'torch._utils._rebuild_parameter_with_state') {
    const [data, grad] = args
    return {
      ...readMeta(reader, data, depth + 1),
      requiresGrad: grad?.kind === 'bool' && grad.value,
      type: reader.classes.get('torch.nn.parameter.Parameter'),
    }
  }
  // the one argument is a dict of what the constructor takes
  if (func === 'torch.nested._internal.nested_tensor._rebuild_njt' && args[0]?.kind === 'dict') {
    const given = new Map(dictEntries(args[0]).flatMap(([k, v]) => (k.kind === 'str' ? [[k.value, v] as const] : [])))
    const grad = given.get('requires_grad')
    return { ...readMeta(reader, given.get('values'), depth + 1), requiresGrad: grad?.kind === 'bool' && grad.value }
  }
  if (func === 'torch._utils._rebuild_wrapper_subclass') {
    const [cls, dtype, size, stride, , , , grad] = args
    return {
      dtype: (dtype === undefined ? null : globalName(dtype)) ?? '',
      size: ints(size),
      stride: ints(stride),
      requiresGrad: grad?.kind === 'bool' && grad.value,
      type: reader.classOf(cls),
      attrs: NOTHING.attrs,
    }
  }
  return NOTHING
}
