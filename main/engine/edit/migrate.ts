/** `migrate`: a file of one torch with the fields of another, step by step; what the other cannot hold is named. */
import { walk } from '../../pickle/access'
import { makeBool, makeGlobal, makeInt, makeNewobj, makeTuple } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { argumentPlaces } from '../../pickle/places'
import { TORCH_VERSIONS, type TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import { dispatchKeySetText, keySetOf } from '../dispatch-keys'
import { reducerName } from '../values/picklers'
import { removeGuards } from './guard-nodes'
import { from210 } from './migrate-from-2-10'
import { from215, to215 } from './migrate-with-2-15'
import { addField, removeField } from './object-fields'
import { EditRefused, unlessForced } from './refused'
import { View } from './view'

interface Step {
  readonly from: TorchVersion
  readonly to: TorchVersion
  /** Source classes that the other version lacks. */
  readonly lostSources: ReadonlySet<string>
  readonly change: (view: View, draft: Draft, isForced: boolean) => void
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
  {
    from: '2.14',
    to: '2.15',
    lostSources: new Set(),
    change: (view, draft) => to215(view, draft, guardNodes(view)),
  },
  {
    from: '2.15',
    to: '2.14',
    lostSources: new Set(['ListReverseIteratorBackingListSource']),
    change: (view, draft, isForced) => from215(view, draft, guardNodes(view), isForced),
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
    step.change(at, draft, edit.force === true)
    for (const node of walk(at.state.root)) renumberKeys(at, draft, node, step)
    at = new View(at.pickle, at.factsOf)
  }
}

/** The versions that a file of this one can be migrated to, in their order. */
export function migrationsFrom(from: TorchVersion): readonly TorchVersion[] {
  return TORCH_VERSIONS.filter((to) => to !== from && stepsBetween(from, to) !== null)
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
  // before 2.14 torch goes by the version of that dict
  const forced = guard.slots.get(FORCE_KEYS)
  if (step.to === '2.13' && forced?.kind === 'bool' && forced.value) return true
  for (let source = guard.source; source !== null; source = source.base)
    if (step.lostSources.has(source.cls)) return true
  return !view.factsOf(step.to).createFnOrder.has(guard.createFn)
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
