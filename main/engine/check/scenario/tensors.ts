/** Tensors, and what torch makes of arrays. */
import type { TensorJson, ValueJson } from '../../../../shared/scenario'
import { cpuDispatchKeys, keySetOf } from '../../dispatch-keys'
import type { Classes } from '../../values/classes'
import type { TensorValue, Value } from '../../values/value'
import { classNamed, intOf, type Json, type Mutable, type Reading } from './making'
import { ScenarioError } from './parse'

export function tensor(reader: Reading, json: TensorJson, path: string): Value {
  const { classes } = reader
  const { shape, stride } = json
  if (stride !== null && stride.length !== shape.length)
    throw new ScenarioError(
      `${path}.stride`,
      `expected as many as there are sizes, ${shape.length}, got ${stride.length}`,
    )
  const type = classNamed(classes, json.type)
  const [attrs, inner] = [new Map<string, Value>(), new Map<string, Value>()]
  const made: Mutable<TensorValue> = reader.begin(json, {
    kind: 'tensor',
    type,
    node: null,
    pytype: type,
    dtype: json.dtype,
    device: reader.value(json.device, `${path}.device`),
    size: json.shape.map(BigInt),
    stride: (json.stride ?? []).map(BigInt),
    requiresGrad: json.requires_grad,
    dispatchKeys: keySet(reader, json.dispatch_keys),
    grad: null,
    inner,
    context: null,
    attrs,
    wrapper: json.inner !== undefined,
    layout: json.layout,
    storage: json.storage ?? null,
    storageOffset: json.storage_offset === undefined ? null : BigInt(json.storage_offset),
    dims: { size: json.shape, stride: json.stride ?? [] },
  })
  reader.fill(json.attrs, `${path}.attrs`, attrs)
  reader.fill(json.inner, `${path}.inner`, inner)
  if (json.context !== undefined) made.context = reader.value(json.context, `${path}.context`)
  if (json.grad !== undefined) made.grad = reader.value(json.grad, `${path}.grad`)
  for (const [name, dims] of Object.entries(json.marks ?? {}))
    attrs.set(name, isDims(dims) ? dimsOf(classes, dims) : reader.value(dims, `${path}.marks.${name}`))
  return made
}

/** `torch.as_tensor(array)`. */
export function fromNumpy(classes: Classes, json: Omit<Json<'ndarray'>, 'kind'>): Value {
  const bytesEach = BigInt(itemSize(json.dtype))
  const type = classNamed(classes, 'torch.Tensor')
  return {
    kind: 'tensor',
    type,
    node: null,
    pytype: type,
    dtype: `torch.${json.dtype}`,
    device: { kind: 'device', type: classNamed(classes, 'torch.device'), node: null, device: 'cpu', index: null },
    size: json.shape.map(BigInt),
    stride: (json.strides ?? []).map((bytes) => BigInt(bytes) / bytesEach),
    requiresGrad: false,
    dispatchKeys: cpuDispatchKeys(classes.facts.table.dispatch_keys),
    grad: null,
    inner: new Map(),
    context: null,
    attrs: new Map(),
    wrapper: false,
    layout: 'torch.strided',
    storage: null,
    storageOffset: 0n,
  }
}

/** Bytes of one element of an array: `float64` says its bits. */
export function itemSize(dtype: string): number {
  return Math.max(1, Number(/\d+$/.exec(dtype)?.[0] ?? 8) >> 3)
}

function keySet(reader: Reading, { raw, text }: TensorJson['dispatch_keys']): bigint {
  const key = `${raw} ${text ?? ''}`
  let set = reader.keySets.get(key)
  if (set === undefined) {
    set = text === undefined ? BigInt(raw) : keySetOf(reader.classes.facts.table.dispatch_keys, BigInt(raw), text)
    reader.keySets.set(key, set)
  }
  return set
}

function dimsOf(classes: Classes, dims: readonly number[]): Value {
  const items = dims.map((dim) => intOf(classes, BigInt(dim)))
  return { kind: 'set', base: 'set', type: classes.builtin('set'), node: null, items }
}

const isDims = (mark: readonly number[] | ValueJson): mark is readonly number[] => Array.isArray(mark)
