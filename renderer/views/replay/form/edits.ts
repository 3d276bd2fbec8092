/** What a touch of the form changes: paths and values, no more; what hangs together is the engine's. */
import type { Json, JsonPath, ScenarioChange } from '../../../../shared/replay'
import { type JsonRecord, listOf, recordOf, type ScenarioTree, valueOf } from '../scenario-tree'

export const SCALARS = ['none', 'bool', 'int', 'float', 'str'] as const
export type ScalarKind = (typeof SCALARS)[number]

export const isScalar = (kind: unknown): kind is ScalarKind => (SCALARS as readonly unknown[]).includes(kind)

/** The value as one of another kind, as far as what it says can stay. */
export function asKind(value: JsonRecord, kind: ScalarKind): Json {
  const now = value['value']
  const text = typeof now === 'boolean' ? String(Number(now)) : String(now ?? '')
  switch (kind) {
    case 'none':
      return { kind }
    case 'bool':
      return { kind, value: text !== '' && Number(text) !== 0 }
    case 'int':
      return { kind, value: /^-?\d+$/.test(text) ? text : wholeOf(text) }
    case 'float':
      return { kind, value: INT.test(text) ? `${text}.0` : FLOAT.test(text) ? text : '0.0' }
    case 'str':
      return { kind, value: value['kind'] === 'bool' ? (now === true ? 'True' : 'False') : text }
  }
}

/** What an int, and a float as Python's repr writes it, look like. */
export const INT = /^-?\d+$/
export const FLOAT = /^(-?(inf|\d+(\.\d+)?(e[+-]?\d+)?)|nan)$/

/** A float as repr writes it; null where the text is none: `1` is `1.0`, `1e5` is `100000.0`. */
export function floatText(text: string): string | null {
  if (/^[+-]?(inf|nan)$/.test(text)) return text === '-nan' ? 'nan' : text.replace('+', '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf'
  if (Object.is(number, -0)) return '-0.0'
  const size = Math.abs(number)
  // repr turns to exponents at 1e16 and below 1e-4, and writes them with two digits
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return number.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)
  return Number.isInteger(number) ? `${number}.0` : String(number)
}

/**
 * A copy that is an object of its own: refs to what lies outside stay, what is copied along is new, its storage too.
 * Numbers are taken from above all that are there.
 */
export function copyOf(tree: ScenarioTree, json: unknown): Json {
  const value = valueOf(tree, json)
  let next = highest(tree.root) + 1
  const ids = new Map<number, number>()
  const storages = new Map<number, number>()
  const fresh = (map: Map<number, number>, old: number): number => {
    const known = map.get(old) ?? next++
    map.set(old, known)
    return known
  }
  const own = new Set<number>()
  const referred = new Set<number>()
  collect(value, own, referred)
  const copy = (item: unknown): Json => {
    if (Array.isArray(item)) return item.map(copy)
    const record = recordOf(item)
    if (record === null) return item as Json
    if (typeof record['ref'] === 'number')
      return { ref: own.has(record['ref']) ? fresh(ids, record['ref']) : record['ref'] }
    const made: Record<string, Json> = {}
    for (const [key, part] of Object.entries(record)) {
      if (key === 'id' && typeof part === 'number' && 'kind' in record) {
        if (referred.has(part)) made[key] = fresh(ids, part)
      } else if (key === 'storage' && typeof part === 'number') made[key] = fresh(storages, part)
      else made[key] = copy(part)
    }
    return made
  }
  return copy(value)
}

/** A copy of the last item behind it; None where there is none. */
export function appended(tree: ScenarioTree, path: JsonPath, value: JsonRecord): ScenarioChange {
  const items = listOf(value['items'])
  return { path: [...path, 'items', items.length], value: items.length === 0 ? NONE : copyOf(tree, items.at(-1)) }
}

/** A new key behind the others, its value a copy of the last one's. */
export function keyAdded(tree: ScenarioTree, path: JsonPath, value: JsonRecord, key: Json): ScenarioChange {
  const items = listOf(value['items'])
  const last = listOf(items.at(-1))
  return {
    path: [...path, 'items', items.length],
    value: [key, last.length === 2 ? copyOf(tree, last[1]) : NONE],
  }
}

/** `3` is an int, anything else a str; in quotes what is a str all the same. */
export function keyFrom(text: string): { readonly kind: 'int' | 'str'; readonly value: string } {
  if (INT.test(text)) return { kind: 'int', value: text }
  const [, , inner] = /^(['"])(.*)\1$/s.exec(text) ?? []
  return { kind: 'str', value: inner ?? text }
}

export const NONE: Json = { kind: 'none' }

/** One part of what guards read from the process; the first that is said makes room for the others. */
export function processChange(root: JsonRecord, key: string, value: Json): ScenarioChange {
  return recordOf(root['process']) === null
    ? { path: ['process'], value: { [key]: value } }
    : { path: ['process', key], value }
}

function wholeOf(text: string): string {
  const number = Number(text)
  return text !== '' && Number.isFinite(number) && Math.abs(number) < Number.MAX_SAFE_INTEGER
    ? String(Math.trunc(number) + 0)
    : '0'
}

function collect(json: unknown, own: Set<number>, referred: Set<number>): void {
  if (Array.isArray(json)) {
    for (const item of json) collect(item, own, referred)
    return
  }
  const record = recordOf(json)
  if (record === null) return
  if (typeof record['ref'] === 'number') referred.add(record['ref'])
  if (typeof record['id'] === 'number' && 'kind' in record) own.add(record['id'])
  for (const part of Object.values(record)) collect(part, own, referred)
}

/** The highest id or storage there is. */
function highest(json: unknown): number {
  if (Array.isArray(json)) return json.reduce<number>((most, item) => Math.max(most, highest(item)), 0)
  const record = recordOf(json)
  if (record === null) return 0
  let most = 0
  for (const [key, part] of Object.entries(record))
    most = Math.max(most, (key === 'id' || key === 'storage') && typeof part === 'number' ? part : highest(part))
  return most
}
