/** Where in a scenario's JSON the value stands that a guard looks at. */
import type { JsonPath } from '../../../../shared/replay'
import type { KindJson, ScenarioJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import type { GuardManager } from '../../manager'
import { hashKey } from '../../values/hash-key'
import type { Value } from '../../values/value'
import { withoutRefs } from '../change'
import { atPath, isKind } from '../json-parts'
import type { Scenario } from '../scenario'
import { ScenarioError } from '../scenario/parse'
import { type Link, walk, wayTo } from '../way'

/** A path, and what stands there: a value, a record of names, a list of values, or a bare number. */
export interface Place {
  readonly form: 'value' | 'record' | 'list' | 'number'
  readonly path: JsonPath
}

/** What a scenario has where a manager looks. */
export interface Site {
  /** null where the scenario has no place for it, or not yet. */
  readonly place: Place | null
  /** Of the manager above, and how it leads here. */
  readonly above: { readonly place: Place; readonly link: Link; readonly value: Value } | null
}

const ROOT: Place = { form: 'record', path: ['f_locals'] }

export function siteOf(tree: BuiltTree, json: ScenarioJson, scenario: Scenario, manager: GuardManager): Site {
  const way = wayTo(tree.root, manager)
  if (way === null) return { place: null, above: null }
  let place: Place | null = ROOT
  let above: Site['above'] = null
  way.forEach((link, i) => {
    const { from } = walk(tree, scenario, way.slice(0, i + 1))
    above = place === null ? null : { place, link, value: from }
    place = place === null ? null : next(json, place, link, from)
  })
  return { place, above }
}

/** The value at a place, whatever `ref` leads to it; null where there is none. */
export function jsonAt(json: ScenarioJson, path: JsonPath): KindJson | null {
  try {
    const found = atPath(json, withoutRefs(json, [...path, '']).slice(0, -1))
    return isKind(found) ? found : null
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return null
  }
}

function next(json: ScenarioJson, place: Place, link: Link, from: Value): Place | null {
  const { path } = place
  const value = (...rest: JsonPath): Place => ({ form: 'value', path: [...path, ...rest] })
  if (link.kind === 'pair') return value('items', link.index, link.of === 'key' ? 0 : 1)
  const { accessor } = link
  const name = accessor.key.slice(1)
  const at = accessor.value?.kind === 'int' ? Number(accessor.value.value) : -1
  switch (accessor.cls) {
    case 'FrameLocalsGuardAccessor':
      return value(name)
    case 'GlobalsGuardAccessor':
      return { form: 'record', path: ['f_globals'] }
    case 'GlobalWeakRefGuardAccessor':
      return value(name, 'target')
    case 'DictGetItemGuardAccessor':
    case 'GetItemGuardAccessor':
      if (place.form === 'record') return value(accessor.value?.kind === 'str' ? accessor.value.value : name)
      if (place.form === 'list') return value(at)
      if (from.kind === 'sequence') return value('items', at < 0 ? at + from.items.length : at)
      return item(place, from, accessor.value)
    case 'GetAttrGuardAccessor':
    case 'GenericGetAttrGuardAccessor':
      return attribute(json, place, from, name)
    case 'GetGenericDictGuardAccessor':
      return from.kind === 'object' ? { form: 'record', path: [...path, 'attrs'] } : null
    case 'ListGetItemGuardAccessor':
    case 'TupleGetItemGuardAccessor':
    case 'SetGetItemGuardAccessor':
    case 'TupleIteratorGetItemAccessor':
      return place.form === 'list' ? value(at) : value('items', at)
    case 'GradGuardAccessor':
      return value('grad')
    case 'FuncDefaultsGuardAccessor':
      return { form: 'list', path: [...path, 'defaults'] }
    case 'FuncKwDefaultsGuardAccessor':
      return { form: 'record', path: [...path, 'kwdefaults'] }
    case 'ClosureGuardAccessor':
      return { form: 'list', path: [...path, 'closure'] }
    case 'WeakRefCallGuardAccessor':
    case 'CallFunctionNoArgsGuardAccessor':
      return from.kind === 'weakref' ? value('target') : null
    case 'IndexedGuardAccesor':
      return place
    case 'PythonLambdaGuardAccessor':
      // of an array the tensor is made
      return link.to.origin?.cls === 'NumpyTensorSource' ? place : null
    default:
      return null
  }
}

function item({ path }: Place, from: Value, key: Value | null): Place | null {
  if (from.kind !== 'dict' || key === null) return null
  const hash = hashKey(key)
  const index = from.entries.findIndex(([k]) => k === key || (hash !== null && hashKey(k) === hash))
  return { form: 'value', path: [...path, 'items', index < 0 ? from.entries.length : index, 1] }
}

function attribute(json: ScenarioJson, { path }: Place, from: Value, name: string): Place | null {
  const holder = jsonAt(json, path)
  const value = (...rest: JsonPath): Place => ({ form: 'value', path: [...path, ...rest] })
  switch (holder?.kind) {
    case 'range':
      return { form: 'number', path: [...path, name] }
    case 'cell':
      return value('contents')
    case 'enum':
      return name === 'value' || name === '_value_' ? value('value') : null
    case 'sequence': {
      const field = holder.fields?.indexOf(name) ?? -1
      return field < 0 ? value('attrs', name) : value('items', field)
    }
    case 'object':
      if (holder.slots !== undefined && Object.hasOwn(holder.slots, name)) return value('slots', name)
      return value('attrs', name)
    case 'tensor':
      if (name === 'grad') return value('grad')
      if (holder.inner !== undefined && Object.hasOwn(holder.inner, name)) return value('inner', name)
      return from.kind === 'tensor' && from.attrs.has(name) ? value('attrs', name) : null
    case 'pymodule':
    case 'dict':
    case 'scalar_subclass':
      return value('attrs', name)
    default:
      return null
  }
}
