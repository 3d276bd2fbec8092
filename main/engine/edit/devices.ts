/** Devices that torch.device takes, and the dispatch keys of a tensor that moves from one to another. */
import { dispatchKeySetText, keySet } from '../dispatch-keys'
import type { FactsTable } from '../facts'

/** Type to the name of its backend in dispatch keys (c10/core/Device.h, c10/core/DispatchKey.h); null where keys cannot follow. */
export const DEVICE_TYPES: ReadonlyMap<string, string | null> = new Map([
  ['cpu', 'CPU'],
  ['cuda', 'CUDA'],
  ['hip', 'HIP'],
  ['xla', 'XLA'],
  ['mps', 'MPS'],
  ['ipu', 'IPU'],
  ['xpu', 'XPU'],
  ['hpu', 'HPU'],
  ['ve', 'VE'],
  ['lazy', 'Lazy'],
  ['mtia', 'MTIA'],
  ['maia', 'MAIA'],
  ['privateuseone', 'PrivateUse1'],
  ['meta', 'Meta'],
  ['mkldnn', null],
  ['opengl', null],
  ['opencl', null],
  ['ideep', null],
  ['fpga', null],
  ['vulkan', null],
])

export interface Device {
  readonly type: string
  readonly index: number | null
}

/** `cuda:1` as torch.device reads it; null where it does not. */
export function readDevice(text: string): Device | null {
  const [, type, index] = /^([a-z]+)(?::(0|[1-9]\d*))?$/.exec(text) ?? []
  if (type === undefined || !DEVICE_TYPES.has(type)) return null
  // c10::Device: the index is an int8
  if (index !== undefined && Number(index) > 127) return null
  return { type, index: index === undefined ? null : Number(index) }
}

/** The key set with the keys of one backend in place of another's; null where a name does not tell. */
export function movedKeys(table: FactsTable['dispatch_keys'], raw: bigint, from: string, to: string): bigint | null {
  const backends = [DEVICE_TYPES.get(from), DEVICE_TYPES.get(to)]
  const [old, now] = backends
  if (old == null || now == null) return null
  const names = /^DispatchKeySet\((.*)\)$/.exec(dispatchKeySetText(table, raw))?.[1]?.split(', ') ?? []
  if (!names.some((name) => name === old)) return null
  const known = new Set([...table.single, ...Object.values(table.per_backend).flatMap((row) => Object.values(row))])
  const moved = names
    .map((name) => (name.endsWith(old) ? `${name.slice(0, name.length - old.length)}${now}` : name))
    .filter((name) => known.has(name))
  return keySet(table, moved)
}
