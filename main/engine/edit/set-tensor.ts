/** `set-tensor`: what TENSOR_MATCH expects, of sizes and strides in their dict, of the rest in the arguments of `_unpickle_tensor`. */
import { SCALAR_TYPES } from '../../../shared/scalar-types'
import { dictEntries } from '../../pickle/access'
import { makeBool, makeInt, makeNone, makeTuple } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt, type Place } from '../../pickle/patch'
import { argumentPlaces, entryPlace } from '../../pickle/places'
import { fieldsOf } from '../../state/fields'
import { reducerName } from '../values/picklers'
import type { TensorValue } from '../values/value'
import { movedKeys, readDevice } from './devices'
import { deviceNode, torchName } from './pickle-value'
import { EditRefused, unlessForced } from './refused'
import { namedClass } from './set-value'
import { placeOf } from './source-place'
import type { View } from './view'

interface SetTensor {
  readonly at: string
  readonly size?: readonly (number | null)[] | undefined
  readonly stride?: readonly (number | null)[] | undefined
  readonly dtype?: string | undefined
  readonly requires_grad?: boolean | undefined
  readonly device?: string | undefined
  readonly dispatch_keys?: string | undefined
  readonly pytype?: string | undefined
  readonly force?: boolean | undefined
}

/** Arguments of `_unpickle_tensor`, by their places. */
const [META, DEVICE, PYTYPE, KEYS] = [0, 1, 2, 3] as const
/** Arguments of `_rebuild_meta_tensor_no_storage`. */
const [DTYPE, SIZE, STRIDE, GRAD] = [0, 1, 2, 3] as const

export function setTensor(view: View, draft: Draft, edit: SetTensor): void {
  const nodes = tensorNodes(view, edit.at)
  if (edit.size !== undefined || edit.stride !== undefined) setSizes(view, draft, edit, nodes)
  for (const node of nodes) setArguments(view, draft, edit, node)
}

/** The tensor in the scope, and the one that the guard carries: one node, where torch wrote the file. */
function tensorNodes(view: View, at: string): ReadonlySet<PickleNode> {
  const source = view.source(at)
  const nodes = new Set<PickleNode>()
  for (const { keywords } of view.guards(at, 'TENSOR_MATCH')) {
    const value = keywords.get('value')
    if (value !== undefined && value.kind !== 'none') nodes.add(value)
  }
  try {
    nodes.add(nodeAt(placeOf(view, source)))
  } catch (error) {
    if (!(error instanceof EditRefused) || nodes.size === 0) throw error
  }
  for (const node of nodes) {
    const name = reducerName(node.kind === 'reduce' ? node.items[0] : undefined)
    if (name !== '_unpickle_tensor' && name !== '_unpickle_traceable_wrapper_subclass')
      throw new EditRefused(`${at} is no tensor that the file holds`)
  }
  return nodes
}

function setSizes(view: View, draft: Draft, edit: SetTensor, nodes: ReadonlySet<PickleNode>): void {
  const own = view.builder.sizesOf(view.source(edit.at))
  if (own === null) throw new EditRefused(`${edit.at} has no sizes and strides in the file`)
  const numbers = (dims: readonly (bigint | null)[]): (number | null)[] =>
    dims.map((dim) => (dim === null ? null : Number(dim)))
  const size = edit.size ?? numbers(own.size)
  const stride = edit.stride ?? numbers(own.stride)
  if (size.length !== stride.length) {
    throw new EditRefused(
      `${edit.at} would have ${size.length} sizes and ${stride.length} strides: a rank has as many of each`,
    )
  }
  for (const dims of sizeDicts(view, edit.at, nodes)) {
    if (edit.size !== undefined) setDims(draft, dims, 'size', edit.size)
    if (edit.stride !== undefined) setDims(draft, dims, 'stride', edit.stride)
  }
  const known = (dims: readonly (number | null)[]): dims is readonly number[] => !dims.includes(null)
  const rank = own.size.length
  // the example follows where it can: guards on a size of it read it there
  for (const node of nodes) {
    const meta = metaPlaces(node)
    if (meta === null || (size.length !== rank && !(known(size) && known(stride)))) continue
    setMetaDims(draft, meta[SIZE], size)
    setMetaDims(draft, meta[STRIDE], stride)
  }
}

/** Dicts of "size" and "stride" of all sources whose value is this tensor. */
function sizeDicts(view: View, at: string, nodes: ReadonlySet<PickleNode>): PickleNode[] {
  const output = fieldsOf(view.state.root).get('output_graph')
  const dict = output === undefined ? undefined : fieldsOf(output).get('input_source_to_sizes_strides')
  if (dict === undefined) return []
  return dictEntries(dict).flatMap(([key, value]) => {
    const source = view.state.sources.read(key)
    if (source === null) return []
    const example = view.builder.evaluator.tryGet(source)
    const isSame = example?.kind === 'tensor' && example.node !== null && nodes.has(example.node)
    return isSame || view.nameOf(source) === at ? [value] : []
  })
}

export function setDims(draft: Draft, dict: PickleNode, name: string, dims: readonly (number | null)[]): void {
  const entry = entryPlace(dict, name)
  if (entry === null) throw new EditRefused(`the file has no ${name} there`)
  draft.replace(entry.value, makeTuple(dims.map(dimNode)))
}

function dimNode(dim: number | null): PickleNode {
  return dim === null ? makeNone() : makeInt(BigInt(dim))
}

/** A meta tensor's sizes are all known: any keeps the number that is there. */
function setMetaDims(draft: Draft, place: Place | undefined, dims: readonly (number | null)[]): void {
  if (place === undefined) return
  const old = nodeAt(place)
  const items = dims.map((dim, i) =>
    dim === null && old.kind === 'tuple' ? (old.items[i] ?? dimNode(1)) : dimNode(dim),
  )
  draft.replace(place, makeTuple(items))
}

function setArguments(view: View, draft: Draft, edit: SetTensor, node: PickleNode): void {
  const value = view.builder.values.read(node)
  if (value.kind !== 'tensor') throw new EditRefused(`${edit.at} is no tensor that the file holds`)
  const args = argumentPlaces(node)
  const set = (index: number, to: PickleNode): void => {
    const place = args[index]
    if (place === undefined) throw new EditRefused(`${edit.at} has no such part in the file`)
    draft.replace(place, to)
  }
  setMeta(view, draft, edit, node, value)
  if (edit.device !== undefined || edit.dispatch_keys !== undefined) setDevice(view, edit, value, set)
  if (edit.pytype !== undefined) {
    const name = edit.pytype
    set(PYTYPE, KNOWN_PYTYPES.has(name) ? namedClass(view, { force: true })(name) : namedClass(view, edit)(name))
  }
}

const KNOWN_PYTYPES = new Set(['torch.Tensor', 'torch.nn.parameter.Parameter', 'torch.nn.parameter.Buffer'])

function setMeta(view: View, draft: Draft, edit: SetTensor, node: PickleNode, value: TensorValue): void {
  if (edit.dtype === undefined && edit.requires_grad === undefined) return
  const meta = metaPlaces(node)
  if (meta === null || value.wrapper)
    throw new EditRefused(`${edit.at} is a ${value.type?.printed ?? 'tensor subclass'}, whose inner tensors have these`)
  const dtype = edit.dtype ?? value.dtype
  const grad = edit.requires_grad ?? value.requiresGrad
  if (edit.dtype !== undefined && !isDtype(view, edit.dtype)) throw new EditRefused(`torch has no dtype ${edit.dtype}`)
  if (grad && !/^torch\.(b?float|complex)\d/.test(dtype))
    throw new EditRefused(`a tensor of ${dtype} cannot require grad: torch refuses to make one`)
  if (edit.dtype !== undefined) replace(draft, meta[DTYPE], torchName(edit.dtype))
  if (edit.requires_grad !== undefined) replace(draft, meta[GRAD], makeBool(edit.requires_grad))
}

function isDtype(view: View, name: string): boolean {
  const known = SCALAR_TYPES.some(([, dtype]) => `torch.${dtype}` === name)
  return known && view.builder.classes.named('torch', name.slice('torch.'.length))?.kind === 'constant'
}

function replace(draft: Draft, place: Place | undefined, node: PickleNode): void {
  if (place !== undefined) draft.replace(place, node)
}

/** The arguments of the plain meta tensor that a tensor is made from; null where it is made in another way. */
function metaPlaces(node: PickleNode): readonly Place[] | null {
  const meta = argumentPlaces(node)[META]
  const call = meta === undefined ? null : nodeAt(meta)
  if (call?.kind !== 'reduce') return null
  const callee = call.items[0]
  return callee?.kind === 'global' && callee.value === 'torch._utils._rebuild_meta_tensor_no_storage'
    ? argumentPlaces(call)
    : null
}

/** The guard compares index and keys, not the type of a device: keys that stay behind would make it the old one. */
function setDevice(view: View, edit: SetTensor, value: TensorValue, set: (i: number, to: PickleNode) => void): void {
  const table = view.facts.table.dispatch_keys
  if (edit.device === undefined) {
    if (edit.dispatch_keys !== undefined) set(KEYS, keysNode(edit.dispatch_keys))
    return
  }
  const device = readDevice(edit.device)
  if (device === null) throw new EditRefused(`torch knows no device ${JSON.stringify(edit.device)}`)
  const old = value.device?.kind === 'device' ? value.device.device : ''
  set(DEVICE, deviceNode(device.type, device.index))
  if (edit.dispatch_keys !== undefined) return set(KEYS, keysNode(edit.dispatch_keys))
  if (device.type === old) return
  const moved = value.dispatchKeys === null ? null : movedKeys(table, value.dispatchKeys, old, device.type)
  if (moved !== null) set(KEYS, makeInt(moved))
  else
    unlessForced(
      edit,
      `the dispatch keys of ${edit.at} on ${edit.device} do not follow from those on ${old}: give dispatch_keys`,
    )
}

/** c10::DispatchKeySet: 64 bits. */
function keysNode(text: string): PickleNode {
  const raw = BigInt(text)
  if (raw < 0n || raw >= 1n << 64n) throw new EditRefused(`${text} is no DispatchKeySet: it has 64 bits`)
  return makeInt(raw)
}
