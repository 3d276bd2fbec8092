/** Where the example value of a source stands in the graph: the step from its base's node, as Source.get_value takes it. */
import { argumentPlaces, entryPlace, entryPlaces, fieldPlace, memberPlaces } from '../../pickle/places'
import { nodeAt, type Place } from '../../pickle/patch'
import type { PickleNode } from '../../pickle/node'
import { type Source, textField } from '../../state/source'
import { hashKey } from '../values/hash-key'
import { reducedPlace } from '../values/picklers'
import { EditRefused } from './refused'
import type { View } from './view'

const MODULE_DICTS = ['_parameters', '_buffers', '_modules'] as const

/** Throws EditRefused where the value belongs to the loading process, or follows from another. */
export function placeOf(view: View, source: Source): Place {
  const chain: Source[] = []
  for (let at: Source | null = source; at !== null; at = at.base) chain.push(at)
  let place: Place | null = null
  for (const link of chain.reverse()) {
    place = step(view, link, place)
    if (place === null) throw new EditRefused(`${view.nameOf(link)} is not a value that the file holds`)
  }
  return place as Place
}

function step(view: View, source: Source, base: Place | null): Place | null {
  const { state } = view
  switch (source.cls) {
    case 'LocalSource':
      return entryPlace(state.localScope, textField(source, 'local_name'))?.value ?? null
    case 'GlobalSource':
      return entryPlace(state.globalScope, textField(source, 'global_name'))?.value ?? null
  }
  if (base === null) return null
  const node = nodeAt(base)
  switch (source.cls) {
    case 'AttrSource':
    case 'GenericAttrSource':
    case 'CellContentsSource':
    case 'ParamBufferSource':
    case 'UnspecializedParamBufferSource':
      return attributePlace(node, textField(source, 'member'))
    case 'ClosureSource':
      return reducedPlace(node, '__closure__')
    case 'DefaultsSource':
      return defaultPlace(source, node)
    case 'GetItemSource':
    case 'ListGetItemSource':
      return itemPlace(view, source, node)
    case 'DictGetItemSource':
    case 'DictSubclassGetItemSource':
      return entryAt(view, source, node)
    case 'NNModuleSource':
    case 'UnspecializedNNModuleSource':
    case 'UnspecializedBuiltinNNModuleSource':
    case 'FSDPNNModuleSource':
    case 'OptimizerSource':
    case 'SkipGuardSource':
      return base
    default:
      return null
  }
}

function attributePlace(node: PickleNode, member: string): Place | null {
  const part = reducedPlace(node, member)
  if (part !== null) return part
  const attributes = reducedPlace(node, '__dict__')
  if (attributes !== null) return entryPlace(nodeAt(attributes), member)?.value ?? null
  const own = fieldPlace(node, member)
  if (own !== null) return own
  for (const table of MODULE_DICTS) {
    const dict = fieldPlace(node, table)
    const entry = dict === null ? null : entryPlace(nodeAt(dict), member)
    if (entry !== null) return entry.value
  }
  return null
}

/** `f.__defaults__[i]`, or `f.__kwdefaults__[name]`. */
function defaultPlace(source: Source, node: PickleNode): Place | null {
  const key = source.fields.get('idx_key')
  const held = reducedPlace(node, key?.kind === 'str' ? '__kwdefaults__' : '__defaults__')
  if (held === null) return null
  if (key?.kind === 'str') return entryPlace(nodeAt(held), key.value)?.value ?? null
  const members = memberPlaces(nodeAt(held))
  const at = key?.kind === 'int' ? Number(key.value) : -1
  return members[at < 0 ? members.length + at : at] ?? null
}

function itemPlace(view: View, source: Source, node: PickleNode): Place | null {
  const index = source.fields.get('index')
  if (index?.kind !== 'int') return entryAt(view, source, node)
  if (node.kind === 'dict') return entryAt(view, source, node)
  const members = sequencePlaces(node)
  const at = Number(index.value)
  return members[at < 0 ? members.length + at : at] ?? null
}

/** The members of a list, a tuple, or an object made from one. */
function sequencePlaces(node: PickleNode): readonly Place[] {
  const own = memberPlaces(node)
  if (own.length > 0 || (node.kind !== 'reduce' && node.kind !== 'newobj')) return own
  const args = argumentPlaces(node)
  const first = args[0] === undefined ? undefined : nodeAt(args[0])
  if (args.length === 1 && (first?.kind === 'tuple' || first?.kind === 'list')) return memberPlaces(first)
  return node.kind === 'newobj' ? args : []
}

function entryAt(view: View, source: Source, node: PickleNode): Place | null {
  const { values, evaluator } = view.builder
  const entries = entryPlaces(dictOf(node))
  const keySource = evaluator.keySource(source)
  if (keySource !== null) {
    const at = keySource.fields.get('index')
    return at?.kind === 'int' ? (entries[Number(at.value)]?.value ?? null) : null
  }
  const index = source.fields.get('index')
  const wanted = index === undefined ? null : hashKey(values.read(index))
  if (wanted === null) return null
  return entries.filter(({ key }) => hashKey(values.read(nodeAt(key))) === wanted).at(-1)?.value ?? null
}

/** The dict itself, or the one that a mappingproxy or a copy is made of. */
function dictOf(node: PickleNode): PickleNode {
  const first = argumentPlaces(node)[0]
  if (node.kind === 'dict' || first === undefined) return node
  const inner = nodeAt(first)
  return inner.kind === 'dict' && entryPlaces(node).length === 0 ? inner : node
}
