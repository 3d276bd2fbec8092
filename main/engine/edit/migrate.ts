/** `migrate`: a file of one torch with the fields of another, step by step; what the other cannot hold is named. */
import { globalName, walk } from '../../pickle/access'
import {
  dictActs,
  makeBool,
  makeGlobal,
  makeInt,
  makeList,
  makeNewobj,
  makeReduce,
  makeStr,
  makeTuple,
} from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import {
  argumentPlaces,
  buildPlace,
  entryPlace,
  entryPlaces,
  fieldPlace,
  memberPlaces,
  stateDicts,
} from '../../pickle/places'
import { TORCH_VERSIONS, type TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import { SourceReader } from '../../state/source'
import { dispatchKeySetText, keySetOf } from '../dispatch-keys'
import { reducerName } from '../values/picklers'
import { createFnNode, keywordsNode, removeGuards, slotPlace } from './guard-nodes'
import { EditRefused, unlessForced } from './refused'
import { View } from './view'

interface Step {
  readonly from: TorchVersion
  readonly to: TorchVersion
  /** Source classes that the other version lacks. */
  readonly lostSources: ReadonlySet<string>
  readonly change: (view: View, draft: Draft) => void
}

const STEPS: readonly Step[] = [
  { from: '2.10', to: '2.13', lostSources: new Set(), change: from210 },
  { from: '2.13', to: '2.14', lostSources: new Set(), change: to214 },
  {
    from: '2.14',
    to: '2.13',
    lostSources: new Set(['UnwrapCollectiveTensorSource', 'ContextVarGetSource']),
    change: from214,
  },
]

export function migrate(
  view: View,
  draft: Draft,
  edit: { readonly torch: string; readonly force?: boolean | undefined },
): void {
  const to = TORCH_VERSIONS.find((version) => edit.torch === version || edit.torch.startsWith(`${version}.`))
  if (to === undefined)
    throw new EditRefused(`torch ${JSON.stringify(edit.torch)} is not one of ${TORCH_VERSIONS.join(', ')}`)
  const { version } = view.state
  if (version === to) throw new EditRefused(`the file is of torch ${to} already`)
  const way = stepsBetween(version, to)
  if (way === null) throw new EditRefused(`no way from the fields of torch ${version} to those of ${to} is known`)
  let at = view
  for (const step of way) {
    const lost = at.state.guards.filter((guard) => isLost(at, guard, step))
    if (lost.length > 0) {
      const names = [...new Set(lost.map((guard) => `${guard.createFn} on ${at.guardName(guard) || 'the process'}`))]
      unlessForced(
        edit,
        `torch ${step.to} has no place for ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
      )
      removeGuards(at, draft, lost)
      at = new View(at.pickle, at.factsOf)
    }
    step.change(at, draft)
    for (const node of walk(at.state.root)) renumberKeys(at, draft, node, step)
    at = new View(at.pickle, at.factsOf)
  }
}

/** The shortest way; there are a handful of steps. */
function stepsBetween(from: TorchVersion, to: TorchVersion): readonly Step[] | null {
  let ways: (readonly Step[])[] = STEPS.filter((step) => step.from === from).map((step) => [step])
  for (let length = 0; length < STEPS.length; length++) {
    const done = ways.find((way) => way.at(-1)?.to === to)
    if (done !== undefined) return done
    ways = ways.flatMap((way) =>
      STEPS.filter((step) => step.from === way.at(-1)?.to && !way.includes(step)).map((step) => [...way, step]),
    )
  }
  return null
}

/** A kind that the other torch lacks, or a source class. Its own changes rename what has another name there. */
function isLost(view: View, guard: Guard, step: Step): boolean {
  // the other torch goes by the version of that dict
  const forced = guard.slots.get(FORCE_KEYS)
  if (step.from === '2.14' && forced?.kind === 'bool' && forced.value) return true
  for (let source = guard.source; source !== null; source = source.base)
    if (step.lostSources.has(source.cls)) return true
  return !view.factsOf(step.to).createFnOrder.has(guard.createFn)
}

function addField(draft: Draft, node: PickleNode, name: string, value: PickleNode, slots = false): void {
  const dicts = stateDicts(node)
  const dict = slots ? dicts.at(-1) : dicts[0]
  if (dict === undefined) throw new EditRefused('an object of the file has no fields')
  draft.setActs(dict, dictActs([...entriesOf(dict), [makeStr(name), value]]))
}

function removeField(draft: Draft, node: PickleNode, name: string): void {
  for (const dict of stateDicts(node)) {
    const entries = entriesOf(dict)
    const kept = entries.filter(([key]) => key.kind !== 'str' || key.value !== name)
    if (kept.length < entries.length) draft.setActs(dict, dictActs(kept))
  }
}

function entriesOf(dict: PickleNode): (readonly [PickleNode, PickleNode])[] {
  return entryPlaces(dict).map(({ key, value }) => [nodeAt(key), nodeAt(value)] as const)
}

/** Guards as the file holds them, those too that this build does not know. */
function guardNodes(view: View): PickleNode[] {
  return [...walk(view.state.root)].filter(
    (node) =>
      node.kind === 'newobj' && node.items[0]?.kind === 'global' && node.items[0].value === 'torch._guards.Guard',
  )
}

/** Where each kind of call carries a raw DispatchKeySet. */
const KEYS_ARGUMENT: Readonly<Record<string, number>> = {
  _unpickle_tensor: 3,
  _unpickle_traceable_wrapper_subclass: 3,
  _unpickle_dispatch_key_set: 0,
}

/** The bits of a DispatchKeySet are of the torch that wrote it; the names of the keys stay. */
function renumberKeys(view: View, draft: Draft, node: PickleNode, step: Step): void {
  const at = KEYS_ARGUMENT[reducerName(node.kind === 'reduce' ? node.items[0] : undefined) ?? '']
  const place = at === undefined ? undefined : argumentPlaces(node)[at]
  const raw = place === undefined ? undefined : nodeAt(place)
  if (place === undefined || raw?.kind !== 'int') return
  const [from, to] = [step.from, step.to].map((version) => view.factsOf(version).table.dispatch_keys)
  if (from === undefined || to === undefined) return
  const text = dispatchKeySetText(from, raw.value)
  const now = keySetOf(to, raw.value, text)
  if (dispatchKeySetText(to, now) !== text) throw new EditRefused(`torch ${step.to} has not all the keys of ${text}`)
  if (now !== raw.value) draft.replace(place, makeInt(now))
}

const FORCE_KEYS = '_force_dict_keys_match'

function to214(view: View, draft: Draft): void {
  const registry = new Set(
    view.state.guards.filter((guard) => view.guardName(guard).endsWith('.SUPPORTED_NODES')).map(({ node }) => node),
  )
  // pytree's registry goes by its version tag unless the slot says otherwise (GuardBuilder.DICT_KEYS_MATCH)
  for (const node of guardNodes(view)) addField(draft, node, FORCE_KEYS, makeBool(registry.has(node)), true)
  const { include, exclude } = view.factsOf('2.14').table.dispatch_keys
  // LocalState of an idle thread: keys that it adds and removes, no override, and what the two flags are everywhere
  const state = makeTuple([
    makeInt(BigInt(include)),
    makeInt(BigInt(exclude)),
    makeInt(0n),
    makeBool(true),
    makeBool(true),
  ])
  addField(
    draft,
    view.state.root,
    'local_state',
    makeNewobj(makeGlobal('torch._C._dynamo.guards', 'LocalState'), [], state),
  )
}

function from214(view: View, draft: Draft): void {
  for (const node of guardNodes(view)) removeField(draft, node, FORCE_KEYS)
  removeField(draft, view.state.root, 'local_state')
}

/** What 2.10 writes under other names: sources of modules, `invert`, and the attribute that HASATTR looks for. */
function from210(view: View, draft: Draft): void {
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
  const reader = new SourceReader()
  for (const { slots, node } of view.state.guards) {
    const key = slots.get('originating_source')
    const source = key === undefined ? null : reader.read(key)
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
