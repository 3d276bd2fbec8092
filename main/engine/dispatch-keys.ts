/** DispatchKeySet as text, as c10's toString(DispatchKeySet) lists it. */
import type { FactsTable } from './facts'

/** `DispatchKeySet(CPU, BackendSelect, ...)` for a raw representation. */
export function dispatchKeySetText(table: FactsTable['dispatch_keys'], raw: bigint): string {
  let texts = printed.get(table)
  if (texts === undefined) {
    texts = new Map()
    printed.set(table, texts)
  }
  let text = texts.get(raw)
  if (text === undefined) {
    text = makeText(table, raw)
    texts.set(raw, text)
  }
  return text
}

/** A blob has a handful of key sets and a thousand tensors. */
const printed = new WeakMap<FactsTable['dispatch_keys'], Map<bigint, string>>()

function makeText(table: FactsTable['dispatch_keys'], raw: bigint): string {
  const names: string[] = []
  for (let bit = 0; bit < 64; bit++) {
    if (((raw >> BigInt(bit)) & 1n) === 0n) continue
    const backends = table.per_backend[String(bit)]
    if (backends === undefined) {
      const name = table.single[bit]
      if (name !== undefined && name !== '') names.push(name)
    } else {
      for (let backend = 0; backend < bit && backend < 16; backend++) {
        const name = backends[String(backend)]
        if (name !== undefined && ((raw >> BigInt(backend)) & 1n) === 1n) names.push(name)
      }
    }
  }
  return `DispatchKeySet(${names.join(', ')})`
}

/** The key set of a plain meta tensor: dense and autograd on the Meta backend, and ADInplaceOrView. */
export function metaDispatchKeys(table: FactsTable['dispatch_keys']): bigint {
  return keySet(table, ['Meta', 'AutogradMeta', 'ADInplaceOrView'])
}

/** The key set of a plain tensor on the CPU. */
export function cpuDispatchKeys(table: FactsTable['dispatch_keys']): bigint {
  return keySet(table, ['CPU', 'AutogradCPU', 'ADInplaceOrView', 'AutocastCPU'])
}

/**
 * The raw representation of a key set that is given with its text: its bits are of the torch that wrote it, which another
 * version numbers otherwise, while the names stay. A name that this version lacks leaves the bits as they are given.
 */
export function keySetOf(table: FactsTable['dispatch_keys'], raw: bigint, text: string): bigint {
  if (dispatchKeySetText(table, raw) === text) return raw
  const names = /^DispatchKeySet\((.*)\)$/.exec(text)?.[1]
  if (names === undefined) return raw
  const named = keySet(table, names.split(', '))
  return dispatchKeySetText(table, named) === text ? named : raw
}

/** The raw representation of keys by name. */
export function keySet(table: FactsTable['dispatch_keys'], keys: readonly string[]): bigint {
  let raw = 0n
  for (const [bit, backends] of Object.entries(table.per_backend)) {
    for (const [backend, name] of Object.entries(backends))
      if (keys.includes(name)) raw |= (1n << BigInt(bit)) | (1n << BigInt(backend))
  }
  for (const key of keys) {
    const bit = table.single.indexOf(key)
    if (bit >= 0) raw |= 1n << BigInt(bit)
  }
  return raw
}

/** What `LocalState::apply` makes of a key set in an idle process: the TLS include set added, the exclude set removed. */
export function applyLocalState(table: FactsTable['dispatch_keys'], raw: bigint): bigint {
  return (raw | BigInt(table.include)) & ~BigInt(table.exclude)
}
