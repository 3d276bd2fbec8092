/** `set-value`: the example value of a source, from which guards take what they expect. */
import type { ValueJson } from '../../../shared/scenario'
import type { Draft, Place } from '../../pickle/patch'
import { nodeAt } from '../../pickle/patch'
import { entryPlaces } from '../../pickle/places'
import { walk } from '../../pickle/access'
import type { PickleNode } from '../../pickle/node'
import { entriesOf, fieldsOf } from '../../state/fields'
import type { Value } from '../values/value'
import { globalOf, pickleValue } from './pickle-value'
import { EditRefused, unlessForced } from './refused'
import { placeOf } from './source-place'
import type { View } from './view'

interface SetValue {
  readonly at: string
  readonly value: ValueJson
  readonly force?: boolean | undefined
}

export function setValue(view: View, draft: Draft, edit: SetValue): void {
  // a member of a tuple: the tuple may be the key of a source as well
  if (view.source(edit.at).cls.includes('GetItem')) draft.mayRename = true
  const cached = cachedPlaces(view, edit.at)
  const place = inScope(view, edit.at, cached)
  const old = place === null ? undefined : view.builder.values.read(nodeAt(place))
  if (old !== undefined) refuseUnlike(edit.at, old, edit.value)
  const node = pickleValue(edit.value, namedClass(view, edit))
  if (place !== null) draft.replace(place, node)
  for (const { place: at, name } of cached) if (name === edit.at) draft.replace(at, node)
  dropDerived(view, draft, edit.at)
}

/** Null where only 2.10's cache of values has it. */
function inScope(view: View, name: string, cached: readonly { readonly name: string }[]): Place | null {
  try {
    return placeOf(view, view.source(name))
  } catch (error) {
    if (error instanceof EditRefused && cached.some((entry) => entry.name === name)) return null
    throw error
  }
}

function refuseUnlike(at: string, old: Value, value: ValueJson): void {
  if (old.kind === 'tensor') throw new EditRefused(`${at} is a tensor: set-tensor says what is expected of one`)
  const isEnum = !('ref' in value) && value.kind === 'enum'
  if (old.kind === 'enum' && isEnum && old.type?.name === value.type) return
  if (isEnum)
    throw new EditRefused(`${at} is no member of ${value.type}: a member takes the place of another of its enum`)
  if (!PLAIN.has(old.kind) || (old.kind === 'object' && old.scalar === null))
    throw new EditRefused(
      `${at} is ${/^[aeiou]/.test(old.kind) ? 'an' : 'a'} ${old.kind}, whose parts can be set, but not the whole`,
    )
}

/** What stands for itself; other values carry more than an edit can write. */
const PLAIN: ReadonlySet<Value['kind']> = new Set([
  'none',
  'bool',
  'int',
  'float',
  'complex',
  'str',
  'bytes',
  'constant',
  'device',
  'sequence',
  'dict',
  'set',
  'range',
  'slice',
  'enum',
  'missing',
  'object',
])

/** A class that the file names already is imported when torch loads it; another one would be new. */
export function namedClass(view: View, edit: { readonly force?: boolean | undefined }): (name: string) => PickleNode {
  return (name) => {
    if (name === 'torch._dynamo.guards._Missing') {
      const { version } = view.state
      if (version === '2.8' || version === '2.9')
        throw new EditRefused(`torch ${version} has no placeholder for a missing value`)
      return globalOf(version === '2.15' ? 'torch._dynamo.package._Missing' : name)
    }
    for (const node of walk(view.pickle.root)) if (node.kind === 'global' && node.value === name) return node
    unlessForced(edit, `the file does not name ${name}: torch would import its module when it loads the file`)
    return globalOf(name)
  }
}

interface Cached {
  readonly name: string
  readonly place: Place
}

/** 2.10 keeps values by the name of their source, and asks there first (GuardBuilder.get). */
function cachedPlaces(view: View, at: string): readonly Cached[] {
  const cache = fieldsOf(view.state.root).get('source_get_cache')
  if (cache?.kind !== 'dict') return []
  return entryPlaces(cache).flatMap(({ key, value }) => {
    const name = nodeAt(key)
    return name.kind === 'str' && (name.value === at || derives(view, name.value, at))
      ? [{ name: name.value, place: value }]
      : []
  })
}

function derives(view: View, name: string, at: string): boolean {
  for (let source = view.sources.get(name) ?? null; source !== null; source = source.base)
    if (view.nameOf(source) === at) return true
  return false
}

/** Values of that cache that are parts of the old value: without an entry they are read from the new one. */
function dropDerived(view: View, draft: Draft, at: string): void {
  const cache = fieldsOf(view.state.root).get('source_get_cache')
  if (cache?.kind !== 'dict') return
  const isDerived = (key: PickleNode): boolean => key.kind === 'str' && key.value !== at && derives(view, key.value, at)
  if (![...entriesOf(cache).names()].some((name) => name !== at && derives(view, name, at))) return
  draft.setActs(
    cache,
    cache.acts.map(({ op, items }) => {
      const kept: PickleNode[] = []
      for (let i = 0; i + 1 < items.length; i += 2) {
        const [key, value] = [items[i], items[i + 1]]
        if (key !== undefined && value !== undefined && !isDerived(key)) kept.push(key, value)
      }
      return { op: kept.length === items.length ? op : 'setitems', items: kept }
    }),
  )
}
