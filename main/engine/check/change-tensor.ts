/** What hangs together in a tensor: a new shape is contiguous, another device or layout has other dispatch keys. */
import type { KindJson, TensorJson, ValueJson } from '../../../shared/scenario'
import { dispatchKeySetText } from '../dispatch-keys'
import type { Facts } from '../facts'
import { AUTOCAST_KEYS } from './local-state'
import { ScenarioError } from './scenario/parse'

type Table = Facts['table']['dispatch_keys']

/** Types of devices whose backend has keys of its own (c10/core/Backend.h), to its name in them. */
const BACKENDS: ReadonlyMap<string, string> = new Map([
  ['cpu', 'CPU'],
  ['cuda', 'CUDA'],
  ['meta', 'Meta'],
  ['mps', 'MPS'],
  ['xpu', 'XPU'],
  ['hpu', 'HPU'],
  ['ipu', 'IPU'],
  ['xla', 'XLA'],
  ['lazy', 'Lazy'],
  ['mtia', 'MTIA'],
  ['maia', 'MAIA'],
  ['privateuseone', 'PrivateUse1'],
])

/** Layouts to the prefix of their functionality in a key's name. */
const FUNCTIONALITY: ReadonlyMap<string, string> = new Map([
  ['torch.strided', ''],
  ['torch.sparse_coo', 'Sparse'],
  ['torch.sparse_csr', 'SparseCsr'],
  ['torch.sparse_csc', 'SparseCsr'],
  ['torch.sparse_bsr', 'SparseCsr'],
  ['torch.sparse_bsc', 'SparseCsr'],
])

/** `cuda:0` as a device; null where the text is none. */
export function deviceFromText(text: string): Extract<KindJson, { kind: 'device' }> | null {
  const [, type, index] = /^([a-z]+)(?::(\d+))?$/.exec(text) ?? []
  return type === undefined ? null : { kind: 'device', type, index: index === undefined ? null : Number(index) }
}

/** A tensor of which `key` was set, and what follows from it. Throws ScenarioError at `path`. */
export function followTensor(
  before: TensorJson,
  after: TensorJson,
  key: string,
  facts: Facts,
  path: string,
): TensorJson {
  const table = facts.table.dispatch_keys
  switch (key) {
    case 'shape':
      return withGrad({ ...after, stride: after.stride === null ? null : contiguous(after.shape) }, key)
    case 'dtype':
      return withGrad(after, key)
    case 'device': {
      const device = placed(after.device)
      return withGrad(
        withKeys({ ...after, device }, movedKeys(table, rawOf(after), before.device, device, path), table),
        key,
      )
    }
    case 'layout': {
      const raw = laidOutKeys(table, rawOf(after), before.layout, after.layout, path)
      const stride = after.layout === 'torch.strided' ? (after.stride ?? contiguous(after.shape)) : null
      return withKeys({ ...after, stride }, raw, table)
    }
    case 'dispatch_keys':
      return withKeys(after, rawOf(after), table)
    default:
      return after
  }
}

/** Strides of a tensor made anew (contiguous_strides, c10): a size of 0 counts as 1. */
export function contiguous(shape: readonly number[]): number[] {
  const stride: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    stride[i] = step
    step *= Math.max(1, shape[i] ?? 1)
  }
  return stride
}

const rawOf = (tensor: TensorJson): bigint => BigInt(tensor.dispatch_keys.raw)

function withKeys(tensor: TensorJson, raw: bigint, table: Table): TensorJson {
  return { ...tensor, dispatch_keys: { raw: raw.toString(), text: dispatchKeySetText(table, raw) } }
}

/** A gradient is of its tensor's size, dtype and device. */
function withGrad(tensor: TensorJson, key: 'shape' | 'dtype' | 'device'): TensorJson {
  const { grad } = tensor
  if (grad === undefined || !('kind' in grad) || grad.kind !== 'tensor') return tensor
  const { shape, stride, dtype, device, dispatch_keys: keys } = tensor
  const same = { shape: { shape, stride }, dtype: { dtype }, device: { device, dispatch_keys: keys } }
  return { ...tensor, grad: { ...grad, ...same[key] } }
}

/** Where a tensor that is asked for on a device comes to lie: the CPU and meta have one, of no index. */
function placed(device: ValueJson): ValueJson {
  if (!('kind' in device) || device.kind !== 'device') return device
  if (device.type === 'cpu' || device.type === 'meta') return { ...device, index: null }
  return { ...device, index: device.index ?? 0 }
}

function movedKeys(table: Table, raw: bigint, from: ValueJson, to: ValueJson, path: string): bigint {
  const [a, b] = [typeOf(from), typeOf(to)]
  const [old, made] = [backendBit(table, a), backendBit(table, b)]
  if (made === null)
    throw new ScenarioError(`${path}.device`, `expected one of ${[...BACKENDS.keys()].join(', ')}, got ${b ?? 'none'}`)
  if (a === b) return raw
  if (old === null || (raw & old) === 0n)
    throw new ScenarioError(`${path}.device`, 'expected a tensor whose dispatch keys name its device')
  const [without, autocast] = [singleBit(table, AUTOCAST_KEYS[a ?? '']), singleBit(table, AUTOCAST_KEYS[b ?? ''])]
  const hadAutocast = without === 0n || (raw & without) !== 0n
  return (raw & ~old & ~without) | made | (hadAutocast ? autocast : 0n)
}

function laidOutKeys(table: Table, raw: bigint, from: string, to: string, path: string): bigint {
  const [old, made] = [functionalityBit(table, from), functionalityBit(table, to)]
  if (made === null)
    throw new ScenarioError(`${path}.layout`, `expected one of ${[...FUNCTIONALITY.keys()].join(', ')}, got ${to}`)
  if (old === null || (raw & old) === 0n)
    throw new ScenarioError(`${path}.layout`, `expected a tensor of another layout to change, got ${from}`)
  return (raw & ~old) | made
}

const typeOf = (device: ValueJson): string | null => ('kind' in device && device.kind === 'device' ? device.type : null)

function backendBit(table: Table, device: string | null): bigint | null {
  const name = BACKENDS.get(device ?? '')
  for (const backends of Object.values(table.per_backend))
    for (const [bit, key] of Object.entries(backends)) if (key === name) return 1n << BigInt(bit)
  return null
}

function functionalityBit(table: Table, layout: string): bigint | null {
  const name = FUNCTIONALITY.get(layout)
  if (name === undefined) return null
  for (const [bit, backends] of Object.entries(table.per_backend))
    if (Object.values(backends).includes(`${name}CPU`)) return 1n << BigInt(bit)
  return null
}

function singleBit(table: Table, name: string | undefined): bigint {
  const bit = name === undefined ? -1 : table.single.indexOf(name)
  return bit < 0 ? 0n : 1n << BigInt(bit)
}
