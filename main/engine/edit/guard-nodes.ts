/** Guards and their parts as torch pickles them, for each version. */
import {
  dictActs,
  listActs,
  makeBool,
  makeDict,
  makeGlobal,
  makeList,
  makeNewobj,
  makeNone,
  makeReduce,
  makeSet,
  makeStr,
  makeTuple,
} from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt, type Place } from '../../pickle/patch'
import { argumentPlaces, entryPlaces, fieldPlace, memberPlaces } from '../../pickle/places'
import type { TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import { EditRefused } from './refused'
import type { View } from './view'

const SLOTS_2_8 = [
  'originating_source',
  'create_fn',
  'guard_types',
  'code_list',
  'obj_weakref',
  'guarded_class_weakref',
  'stack',
  'user_stack',
  '_hash',
]
const SLOTS_2_9 = [...SLOTS_2_8, '_unserializable']

/** The slots of Guard (torch/_guards.py): a guard with others does not load. */
export const GUARD_SLOTS: Readonly<Record<TorchVersion, readonly string[]>> = {
  '2.8': SLOTS_2_8,
  '2.9': SLOTS_2_9,
  '2.10': SLOTS_2_9,
  '2.11': SLOTS_2_9,
  '2.12': SLOTS_2_9,
  '2.13': SLOTS_2_9,
  '2.14': [...SLOTS_2_9, '_force_dict_keys_match'],
  '2.15': [...SLOTS_2_9, '_force_dict_keys_match'],
}

/** Slots that are False in a new guard, and not None. 2.15 notes in `_unserializable` which type is not. */
const falseSlots = (version: TorchVersion): readonly string[] =>
  version === '2.15' ? ['_force_dict_keys_match'] : ['_unserializable', '_force_dict_keys_match']

/** A Guard without anything that is for show: `copyreg.__newobj__`, then (None, slots). */
export function guardNode(version: TorchVersion, source: PickleNode, createFn: PickleNode): PickleNode {
  const areFalse = falseSlots(version)
  const slots = GUARD_SLOTS[version].map((name): readonly [PickleNode, PickleNode] => [
    makeStr(name),
    name === 'originating_source'
      ? source
      : name === 'create_fn'
        ? createFn
        : areFalse.includes(name)
          ? makeBool(false)
          : makeNone(),
  ])
  return makeNewobj(makeGlobal('torch._guards', 'Guard'), [], makeTuple([makeNone(), makeDict(slots)]))
}

/** `GuardBuilder.X`, or the functools.partial that carries its keywords. */
export function createFnNode(
  name: string,
  keywords: readonly (readonly [name: string, value: PickleNode])[],
): PickleNode {
  const method = makeGlobal('torch._dynamo.guards', `GuardBuilder.${name}`)
  if (keywords.length === 0) return method
  const kwargs = makeDict(keywords.map(([key, value]) => [makeStr(key), value] as const))
  return makeReduce(
    makeGlobal('functools', 'partial'),
    [method],
    makeTuple([method, makeTuple([]), kwargs, makeNone()]),
  )
}

/** A Source of the version: REDUCE of its fields since 2.10, before that NEWOBJ and BUILD. */
export function sourceNode(
  version: TorchVersion,
  cls: string,
  fields: readonly (readonly [name: string, value: PickleNode])[],
): PickleNode {
  const node = makeGlobal('torch._dynamo.source', cls)
  if (hasReducedSources(version)) {
    return makeReduce(
      node,
      fields.map(([, value]) => value),
    )
  }
  const state = fields.length === 0 ? null : makeDict(fields.map(([name, value]) => [makeStr(name), value] as const))
  return makeNewobj(node, [], state)
}

function hasReducedSources(version: TorchVersion): boolean {
  return version !== '2.8' && version !== '2.9'
}

export function slotPlace(guard: Guard, name: string): Place {
  const place = fieldPlace(guard.node, name)
  if (place === null) throw new EditRefused(`the guard has no slot ${name}`)
  return place
}

/** The keyword dict of a guard's functools.partial; null where it has none. */
export function keywordsNode(guard: Guard): PickleNode | null {
  const create = guard.slots.get('create_fn')
  const state = create?.acts.at(-1)?.items[0]
  const kwargs = create?.kind === 'reduce' && state?.kind === 'tuple' ? state.items[2] : undefined
  return kwargs?.kind === 'dict' ? kwargs : null
}

interface GuardsSet {
  /** The list behind the OrderedSet, or the set. */
  readonly inner: PickleNode
  /** `source_to_guards`, since 2.12. */
  readonly bySource: PickleNode | null
}

function guardsSet(view: View): GuardsSet {
  const output = fieldPlace(view.state.root, 'output_graph')
  const set = output === null ? null : fieldPlace(nodeAt(output), '_guards')
  const inner = set === null ? null : fieldPlace(nodeAt(set), 'inner')
  if (set === null || inner === null) throw new EditRefused('the file has no set of guards')
  const ordered = argumentPlaces(nodeAt(inner))[0]
  const bySource = fieldPlace(nodeAt(set), 'source_to_guards')
  return {
    inner: ordered === undefined ? nodeAt(inner) : nodeAt(ordered),
    bySource: bySource === null ? null : nodeAt(bySource),
  }
}

/** Takes guards out of the set, and out of the lists by source. */
export function removeGuards(view: View, draft: Draft, guards: readonly Guard[]): void {
  const gone = new Set(guards.map(({ node }) => node))
  const { inner, bySource } = guardsSet(view)
  setMembers(draft, inner, (members) => members.filter((node) => !gone.has(node)))
  if (bySource === null) return
  const entries = entriesIn(bySource)
  let emptied = false
  for (const [, list] of entries) {
    const members = memberPlaces(list).map(nodeAt)
    if (!members.some((node) => gone.has(node))) continue
    const kept = members.filter((node) => !gone.has(node))
    emptied ||= kept.length === 0
    draft.setActs(list, listActs(kept))
  }
  if (emptied) draft.setActs(bySource, dictActs(entries.filter(([, list]) => memberPlaces(list).length > 0)))
}

/** Adds a guard behind the others. */
export function addGuard(view: View, draft: Draft, guard: PickleNode, source: PickleNode, name: string): void {
  const { inner, bySource } = guardsSet(view)
  setMembers(draft, inner, (members) => [...members, guard])
  if (bySource === null) return
  const entries = entriesIn(bySource)
  const own = entries.find(([key]) => {
    const read = view.state.sources.read(key)
    return key === source || (read !== null && name !== '' && view.nameOf(read) === name)
  })
  if (own === undefined) draft.setActs(bySource, dictActs([...entries, [source, makeList([guard])]]))
  else draft.setActs(own[1], listActs([...memberPlaces(own[1]).map(nodeAt), guard]))
}

function entriesIn(dict: PickleNode): (readonly [PickleNode, PickleNode])[] {
  return entryPlaces(dict).map(({ key, value }) => [nodeAt(key), nodeAt(value)] as const)
}

/** Members of a list or set, batched as CPython does. */
function setMembers(draft: Draft, node: PickleNode, change: (members: PickleNode[]) => PickleNode[]): void {
  const members = change(memberPlaces(node).map(nodeAt))
  draft.setActs(node, node.kind === 'set' ? makeSet(members).acts : listActs(members))
}
