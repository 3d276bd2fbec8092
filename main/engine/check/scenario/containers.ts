/** Sequences, sets and dicts. */
import type { AttrsJson, ValueJson } from '../../../../shared/scenario'
import { hashKey } from '../../values/hash-key'
import type { Value } from '../../values/value'
import { MappedDict } from '../mapped'
import { classNamed, type Json, type Reading } from './making'

type Container = Json<'sequence' | 'set' | 'dict' | 'mappingproxy' | 'dict_keys'>

export function container(reader: Reading, json: Container, path: string): Value {
  switch (json.kind) {
    case 'sequence':
      return sequence(reader, json, path)
    case 'set':
      return set(reader, json, path)
    case 'dict':
      return dictOf(reader, 'dict', json.type, json, path)
    case 'mappingproxy':
      return dictOf(reader, 'mappingproxy', 'builtins.mappingproxy', json, path)
    case 'dict_keys':
      return dictOf(
        reader,
        'dict_keys',
        'builtins.dict_keys',
        { items: json.items.map((key) => [key, { kind: 'none' }] as const) },
        path,
      )
  }
}

function set(reader: Reading, json: Json<'set'>, path: string): Value {
  const { classes } = reader
  const items: Value[] = []
  const type = classNamed(classes, json.type)
  const base = classes.isSubclass(type, 'builtins.frozenset') === true ? 'frozenset' : 'set'
  const made = reader.begin(json, { kind: 'set', base, type, node: null, items })
  const seen = new Set<string>()
  for (const item of reader.list(json.items, `${path}.items`)) {
    const hash = hashKey(item)
    // a set holds one of two that are equal
    if (hash === null || !seen.has(hash)) items.push(item)
    if (hash !== null) seen.add(hash)
  }
  return made
}

function sequence(reader: Reading, json: Json<'sequence'>, path: string): Value {
  const { classes } = reader
  const type = classNamed(classes, json.type)
  const is = (base: string): boolean => classes.isSubclass(type, base) === true
  const ofUnknown = type.mro === null && json.fields === undefined
  const base = is('builtins.list') || ofUnknown ? 'list' : is('collections.deque') ? 'deque' : 'tuple'
  const [items, attrs] = [[] as Value[], new Map<string, Value>()]
  const made = reader.begin(json, { kind: 'sequence', base, type, node: null, items, attrs })
  reader.list(json.items, `${path}.items`, items)
  reader.fill(json.attrs, `${path}.attrs`, attrs)
  reader.fill(json.slots, `${path}.slots`, attrs)
  // a namedtuple's fields are descriptors of its class
  json.fields?.forEach((name, i) => {
    const item = items[i]
    if (item !== undefined) attrs.set(name, item)
  })
  return made
}

function dictOf(
  reader: Reading,
  base: 'dict' | 'mappingproxy' | 'dict_keys',
  type: string,
  json: {
    readonly items: readonly (readonly [ValueJson, ValueJson])[]
    readonly attrs?: AttrsJson | undefined
    readonly default_factory?: ValueJson | undefined
    readonly version?: string | undefined
    readonly id?: number | undefined
  },
  path: string,
): Value {
  const entries: (readonly [Value, Value])[] = []
  const made = new MappedDict(base, classNamed(reader.classes, type), entries, new Map())
  if (json.id !== undefined) reader.byId.set(json.id, made)
  const places = new Map<string, number>()
  json.items.forEach((pair, i) => {
    const key = reader.value(pair[0], `${path}.items[${i}][0]`)
    const value = reader.value(pair[1], `${path}.items[${i}][1]`)
    const hash = hashKey(key)
    const place = hash === null ? undefined : places.get(hash)
    // of two that are equal a dict keeps the first key and the last value
    if (place !== undefined) entries[place] = [entries[place]?.[0] ?? key, value]
    else entries.push([key, value])
    if (hash !== null && place === undefined) places.set(hash, entries.length - 1)
  })
  reader.fill(json.attrs, `${path}.attrs`, made.attrs)
  if (json.version !== undefined) made.version = json.version
  if (json.default_factory !== undefined)
    made.slots.set('default_factory', reader.value(json.default_factory, `${path}.default_factory`))
  return made
}
