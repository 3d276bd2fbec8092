/** A value copied to another place, of the same scenario or of another: an object of its own, with memory of its own. */
import type { Json } from '../../../shared/replay'
import { listOf, type Part, partsOf, recordOf, type ScenarioTree, scopeParts, sourceOf, valueOf } from './scenario-tree'

/**
 * What is copied along is new, and what it held twice it holds twice again. What it shares with the rest of its scenario is
 * there already: in another scenario, what stands under the same source; where nothing does, it is copied along.
 */
export function copyInto(from: ScenarioTree, into: ScenarioTree, json: unknown): Json {
  let next = highest(into.root) + 1
  const ids = new Map<number, number>()
  const storages = new Map<number, number>()
  const fresh = (numbers: Map<number, number>, old: number): number => {
    const known = numbers.get(old) ?? next++
    numbers.set(old, known)
    return known
  }
  const write = (item: unknown, isTop = false): Json => {
    if (Array.isArray(item)) return item.map((each) => write(each))
    const record = recordOf(item)
    if (record === null) return item as Json
    const { ref } = record
    if (typeof ref === 'number') {
      const there = ids.get(ref) ?? (isTop ? undefined : idIn(from, into, ref))
      if (there !== undefined) return { ref: there }
      const value = valueOf(from, record)
      return value === null ? { kind: 'undescribable', type: 'builtins.object' } : write(value)
    }
    return Object.fromEntries(
      Object.entries(record).flatMap(([key, part]): [string, Json][] => {
        if (typeof part === 'number' && key === 'id') return from.homes.has(part) ? [[key, fresh(ids, part)]] : []
        return [[key, typeof part === 'number' && key === 'storage' ? fresh(storages, part) : write(part)]]
      }),
    )
  }
  return write(json, true)
}

/** The id of the object that stands under a source; undefined where it has none. */
export function idUnder(tree: ScenarioTree, source: string): number | undefined {
  const json = recordOf(partUnder(tree, source)?.json)
  const id = json?.['ref'] ?? json?.['id']
  return typeof id === 'number' ? id : undefined
}

/** The id under which an object of one scenario is found in the other. */
function idIn(from: ScenarioTree, into: ScenarioTree, ref: number): number | undefined {
  if (from === into) return ref
  const home = from.homes.get(ref)
  return home === undefined ? undefined : idUnder(into, sourceOf(from.root, home))
}

function partUnder(tree: ScenarioTree, source: string): Part | undefined {
  let parts = scopeParts(tree.root, source.startsWith('G') ? 'f_globals' : 'f_locals')
  for (;;) {
    const next = parts.find(
      (part) => source.startsWith(part.source) && /^$|^[.[(]/.test(source.slice(part.source.length)),
    )
    if (next === undefined || next.source === source) return next
    parts = partsOf(recordOf(next.json) ?? {}, next.path, next.source)
  }
}

/** The highest id or storage there is. */
function highest(json: unknown): number {
  if (Array.isArray(json)) return listOf(json).reduce<number>((most, item) => Math.max(most, highest(item)), 0)
  const record = recordOf(json)
  if (record === null) return 0
  let most = 0
  for (const [key, part] of Object.entries(record))
    most = Math.max(most, (key === 'id' || key === 'storage') && typeof part === 'number' ? part : highest(part))
  return most
}
