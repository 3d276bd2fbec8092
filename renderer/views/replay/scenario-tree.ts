/** A scenario's JSON as it is read here: values by path, their parts under torch's source names, refs followed. */
import type { JsonPath } from '../../../shared/replay'
import { literalOf } from './value-text'

/** JSON that a person may have written: nothing in it is certain. */
export type JsonRecord = Readonly<Record<string, unknown>>

export const recordOf = (json: unknown): JsonRecord | null =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonRecord) : null
export const listOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : [])

export type Scope = 'f_locals' | 'f_globals'

/** A value within another, or a name of a scope. */
export interface Part {
  readonly path: JsonPath
  /** As it stands behind its holder's source: `.weight`, `['k']`, `[0]`. */
  readonly name: string
  readonly source: string
  readonly json: unknown
  /** What is taken away with it: of a dict the key too. null where it cannot go. */
  readonly removal: JsonPath | null
}

export interface ScenarioTree {
  readonly root: JsonRecord
  /** Where each value stands that some `ref` points to. */
  readonly homes: ReadonlyMap<number, JsonPath>
}

/** null where the text is no JSON. */
export function readTree(text: string): ScenarioTree | null {
  let root: JsonRecord | null
  try {
    root = recordOf(JSON.parse(text))
  } catch {
    return null
  }
  if (root === null) return null
  const wanted = new Set(Array.from(text.matchAll(/"ref":\s*(-?\d+)/g), ([, id]) => Number(id)))
  return { root, homes: wanted.size === 0 ? new Map() : homesOf(root, wanted) }
}

export function atPath(root: JsonRecord, path: JsonPath): unknown {
  let here: unknown = root
  for (const step of path) {
    const holder: unknown = here
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined
    here = (holder as Record<string | number, unknown>)[step]
  }
  return here
}

/** The value that JSON gives, a `ref` followed; null where it gives none. */
export function valueOf(tree: ScenarioTree, json: unknown): JsonRecord | null {
  const record = recordOf(json)
  if (record === null || typeof record['ref'] !== 'number') return record
  const home = tree.homes.get(record['ref'])
  return home === undefined ? null : recordOf(atPath(tree.root, home))
}

/** Where a `ref` points to; null where the JSON is none. */
export function homeOf(tree: ScenarioTree, json: unknown): JsonPath | null {
  const ref = recordOf(json)?.['ref']
  return typeof ref === 'number' ? (tree.homes.get(ref) ?? null) : null
}

/** The names of a scope. */
export function scopeParts(root: JsonRecord, scope: Scope): readonly Part[] {
  const letter = scope === 'f_locals' ? 'L' : 'G'
  return Object.entries(recordOf(root[scope]) ?? {}).map(([name, json]) => {
    const path = [scope, name]
    return { path, name, source: `${letter}[${literalOf({ kind: 'str', value: name })}]`, json, removal: path }
  })
}

/** What a value holds, under the names that torch's sources give it. */
export function partsOf(value: JsonRecord, path: JsonPath, source: string): readonly Part[] {
  const part = (steps: JsonPath, name: string, json: unknown, removable = false): Part => {
    const at = [...path, ...steps]
    return { path: at, name, source: source + name, json, removal: removable ? at : null }
  }
  const named = (key: string, removable = false): Part[] =>
    Object.entries(recordOf(value[key]) ?? {}).map(([name, json]) => part([key, name], `.${name}`, json, removable))
  const listed = (key: string, name: (i: number) => string, removable = false): Part[] =>
    listOf(value[key]).map((json, i) => part([key, i], name(i), json, removable))
  const single = (key: string, name: string): Part[] =>
    recordOf(value[key]) === null ? [] : [part([key], name, value[key])]
  const index = (i: number): string => `[${i}]`
  switch (value['kind']) {
    case 'sequence': {
      const fields = Array.isArray(value['fields']) ? value['fields'] : null
      const name = (i: number): string => (fields === null ? index(i) : `.${String(fields[i])}`)
      return [...listed('items', name, fields === null), ...named('attrs', true), ...named('slots')]
    }
    case 'set':
      return [
        ...listed('items', index, true).map((item) => ({ ...item, source: `list(${source})${item.name}` })),
        ...named('attrs', true),
      ]
    case 'dict':
    case 'mappingproxy':
      return [
        ...listOf(value['items']).map((pair, i): Part => {
          const [key, json] = listOf(pair)
          return { ...part(['items', i, 1], `[${literalOf(recordOf(key))}]`, json), removal: [...path, 'items', i] }
        }),
        ...named('attrs', true),
      ]
    case 'dict_keys':
    case 'tuple_iterator':
      return listed('items', index)
    case 'scalar_subclass':
      return [...single('value', '.value'), ...named('attrs', true)]
    case 'object':
      return [...named('attrs', true), ...named('slots')]
    case 'pymodule':
      return named('attrs', true)
    case 'tensor':
      return [
        ...named('inner'),
        ...single('context', '.__tensor_flatten__()[1]'),
        ...named('attrs', true),
        ...single('grad', '.grad'),
      ]
    case 'function':
      return [
        ...listed('defaults', (i) => `.__defaults__[${i}]`),
        ...Object.entries(recordOf(value['kwdefaults']) ?? {}).map(([name, json]) =>
          part(['kwdefaults', name], `.__kwdefaults__[${literalOf({ kind: 'str', value: name })}]`, json),
        ),
        ...listed('closure', (i) => `.__closure__[${i}]`),
      ]
    case 'cell':
      return single('contents', '.cell_contents')
    case 'method':
      return single('self', '.__self__')
    case 'weakref':
      return single('target', '()')
    case 'enum':
      return single('value', '.value')
    case 'slice':
      return ['start', 'stop', 'step'].flatMap((key) => single(key, `.${key}`))
    case 'list_reverseiterator': {
      const over = `___list_reverseiterator_backing_list(${source})`
      return single('list', '.list').map((list) => ({ ...list, source: over }))
    }
    case 'count_iterator':
      return ['item', 'step'].flatMap((key) => single(key, `.${key}`))
    default:
      return []
  }
}

/** The source of the value that stands at a path. */
export function sourceOf(root: JsonRecord, path: JsonPath): string {
  const scope = path[0] === 'f_globals' ? 'f_globals' : 'f_locals'
  let parts = scopeParts(root, scope)
  for (;;) {
    const next = parts.find((part) => startsWith(path, part.path))
    if (next === undefined) return path.join('.')
    if (next.path.length === path.length) return next.source
    parts = partsOf(recordOf(next.json) ?? {}, next.path, next.source)
  }
}

export function startsWith(path: JsonPath, start: JsonPath): boolean {
  return start.length <= path.length && start.every((step, i) => step === path[i])
}

/** Walks the JSON itself, names and all: a million values are read in the time that a person does not notice. */
function homesOf(root: JsonRecord, wanted: ReadonlySet<number>): ReadonlyMap<number, JsonPath> {
  const homes = new Map<number, JsonPath>()
  const path: (string | number)[] = []
  const walk = (json: unknown): void => {
    if (typeof json !== 'object' || json === null) return
    if (Array.isArray(json)) {
      json.forEach((item, i) => step(i, item))
      return
    }
    const { id } = json as JsonRecord
    if (typeof id === 'number' && 'kind' in json && wanted.has(id) && !homes.has(id)) homes.set(id, [...path])
    for (const [key, item] of Object.entries(json)) step(key, item)
  }
  const step = (key: string | number, json: unknown): void => {
    path.push(key)
    walk(json)
    path.pop()
  }
  for (const scope of ['f_locals', 'f_globals']) step(scope, root[scope])
  return homes
}
