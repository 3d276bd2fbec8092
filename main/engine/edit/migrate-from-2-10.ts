/** What torch 2.10 writes otherwise than 2.13: sources, keywords, shape expressions and inner tensors. */
import { globalName, walk } from '../../pickle/access'
import { dictActs, makeBool, makeGlobal, makeList, makeReduce, makeStr, makeTuple } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { argumentPlaces, buildPlace, entryPlace, fieldPlace, memberPlaces } from '../../pickle/places'
import type { Guard } from '../../state/guards-state'
import { reducerName } from '../values/picklers'
import { createFnNode, keywordsNode, slotPlace } from './guard-nodes'
import { addField, removeField } from './object-fields'
import { EditRefused } from './refused'
import { View } from './view'

/** What 2.10 writes under other names: sources of modules, `invert`, and the attribute that HASATTR looks for. */
export function from210(view: View, draft: Draft): void {
  if ([...walk(view.state.root)].some((node) => globalName(node) === DTENSOR_SPEC))
    throw new EditRefused('the file holds a DTensorSpec, which torch 2.13 reads from other fields')
  removeField(draft, view.state.root, 'source_get_cache')
  for (const guard of view.state.guards) {
    renameContains(draft, guard)
    if (guard.createFn === 'HASATTR') moveAttribute(view, draft, guard)
  }
  for (const node of walk(view.state.root)) {
    renewSource(draft, node)
    renewHelper(draft, node)
    renewInner(draft, node)
  }
  trackBySource(new View(view.pickle, view.factsOf), draft)
}

const DTENSOR_SPEC = 'torch.distributed.tensor._dtensor_spec.DTensorSpec'

const NOT_CONTAINS: Readonly<Record<string, string>> = {
  DICT_CONTAINS: 'DICT_NOT_CONTAINS',
  SET_CONTAINS: 'SET_NOT_CONTAINS',
}

function renameContains(draft: Draft, guard: Guard): void {
  const not = NOT_CONTAINS[guard.createFn]
  const kwargs = keywordsNode(guard)
  if (not === undefined || kwargs === null) return
  const key = guard.keywords.get('key')
  const invert = guard.keywords.get('invert')
  if (key === undefined) return
  const name = invert?.kind === 'bool' && invert.value ? not : guard.createFn
  draft.replace(slotPlace(guard, 'create_fn'), createFnNode(name, [['key', key]]))
}

/** 2.10 guards `x.attr`, later versions `x` with a keyword. */
function moveAttribute(view: View, draft: Draft, guard: Guard): void {
  const { source } = guard
  if (source === null || source.base === null) return
  const inner = NN_SOURCES.has(source.cls) ? source.base : source
  const member = inner.fields.get('member')
  if (inner.base === null || member?.kind !== 'str')
    throw new EditRefused(`HASATTR on ${view.guardName(guard)} looks for no attribute`)
  draft.replace(slotPlace(guard, 'originating_source'), inner.base.node)
  draft.replace(slotPlace(guard, 'create_fn'), createFnNode('HASATTR', [['attr', member]]))
}

const NN_SOURCES = new Set([
  'NNModuleSource',
  'UnspecializedNNModuleSource',
  'UnspecializedBuiltinNNModuleSource',
  'FSDPNNModuleSource',
])

/** LocalSource has two fields more; modules come from ImportSource. */
function renewSource(draft: Draft, node: PickleNode): void {
  const callee = node.kind === 'reduce' ? node.items[0] : undefined
  if (node.kind !== 'reduce' || callee?.kind !== 'global') return
  const items = { list: node.items, index: 1 }
  switch (callee.value) {
    case 'torch._dynamo.source.LocalSource': {
      const args = argumentPlaces(node).map(nodeAt)
      if (args.length === 4) draft.replace(items, makeTuple([...args, makeBool(false), makeBool(false)]))
      return
    }
    case 'torch._dynamo.source.TorchSource':
    case 'torch._dynamo.source.CollectionsSource':
      draft.replace({ list: node.items, index: 0 }, makeGlobal('torch._dynamo.source', 'ImportSource'))
      draft.replace(items, makeTuple([makeStr(callee.value.endsWith('TorchSource') ? 'torch' : 'collections')]))
  }
}

const HELPER = /^torch\.fx\.experimental\.symbolic_shapes\._(?:Cpp)?ShapeGuardsHelper$/

/** The fields of a helper by name; since they are slots, as a list of their values. */
function renewHelper(draft: Draft, node: PickleNode): void {
  const cls = node.kind === 'newobj' ? node.items[0] : undefined
  const place = cls?.kind === 'global' && HELPER.test(cls.value) ? buildPlace(node) : null
  const state = place === null ? null : nodeAt(place)
  if (place === null || state?.kind !== 'dict') return
  const fields = ['exprs', 'source_to_symbol'].flatMap((name) => entryPlace(state, name) ?? [])
  draft.replace(place, makeList(fields.map(({ value }) => nodeAt(value))))
}

/** Inner tensors of a wrapper subclass: (name, function, arguments) became (name, tensor). */
function renewInner(draft: Draft, node: PickleNode): void {
  if (reducerName(node.kind === 'reduce' ? node.items[0] : undefined) !== '_unpickle_traceable_wrapper_subclass') return
  const inner = argumentPlaces(node)[5]
  for (const place of inner === undefined ? [] : memberPlaces(nodeAt(inner))) {
    const pair = nodeAt(place)
    const [name, func, args] = pair.kind === 'tuple' ? pair.items : []
    if (name !== undefined && func !== undefined && args?.kind === 'tuple')
      draft.replace(place, makeTuple([name, makeReduce(func, args.items)]))
  }
}

/** `source_to_guards`, a defaultdict(list). */
function trackBySource(view: View, draft: Draft): void {
  const output = fieldPlace(view.state.root, 'output_graph')
  const set = output === null ? null : fieldPlace(nodeAt(output), '_guards')
  if (set === null) throw new EditRefused('the file has no set of guards')
  const groups = new Map<string, { readonly key: PickleNode; readonly guards: PickleNode[] }>()
  for (const { slots, node, source } of view.state.guards) {
    const key = slots.get('originating_source')
    if (key === undefined || source === null) continue
    const name = `${source.cls} ${view.nameOf(source)}`
    const group = groups.get(name) ?? { key, guards: [] }
    groups.set(name, group)
    group.guards.push(node)
  }
  const made = makeReduce(makeGlobal('collections', 'defaultdict'), [makeGlobal('builtins', 'list')])
  const entries = [...groups.values()].map(({ key, guards }) => [key, makeList(guards)] as const)
  draft.setActs(made, dictActs(entries))
  addField(draft, nodeAt(set), 'source_to_guards', made)
}
