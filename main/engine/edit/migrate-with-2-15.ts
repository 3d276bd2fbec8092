/** What torch 2.15 writes otherwise than 2.14: a field of the output graph, a slot of guards, the placeholder's module, functions. */
import { globalName, walk } from '../../pickle/access'
import { makeBool, makeGlobal, makeNone } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { fieldPlace } from '../../pickle/places'
import { reducerName } from '../values/picklers'
import { parsed, replaceGlobalState } from './global-state'
import { addField, removeField } from './object-fields'
import { EditRefused, unlessForced } from './refused'
import type { View } from './view'

const ONE_RANK = 'compile_on_one_rank'

/** Reducers of GuardsStatePickler that 2.15 no longer has: it rebuilds functions otherwise. */
const GONE = new Set(['_unpickle_nested_function', '_unpickle_cell'])
/** Those that came for them. */
const NEW = new Set(['_unpickle_fn_from_module', '_unpickle_fn_from_snapshot', '_unpickle_empty_cell'])

/** `guards`: the nodes of all of them. */
export function to215(view: View, draft: Draft, guards: readonly PickleNode[]): void {
  refuseCalls(view, GONE, '2.15')
  for (const node of walk(view.state.root))
    if (globalName(node) === 'torch.distributed.device_mesh.DeviceMesh')
      throw new EditRefused('torch 2.15 wants to know of a DeviceMesh whether it keeps the order of its ranks')
  addField(draft, outputGraph(view), ONE_RANK, makeBool(false))
  // since 2.15 the type that cannot be saved stands there
  for (const guard of guards) setUnserializable(draft, guard, makeNone())
  renameMissing(view, draft, 'torch._dynamo.guards', 'torch._dynamo.package')
}

export function from215(view: View, draft: Draft, guards: readonly PickleNode[], isForced: boolean): void {
  refuseCalls(view, NEW, '2.14')
  if (view.state.compileOnOneRank)
    unlessForced(
      { force: isForced },
      'torch 2.14 has no place for compile_on_one_rank: it wants the device of the rank that compiled',
    )
  const state = view.state.globalState === null ? null : parsed(view.state.globalState)
  if (state !== null && state['allow_tf32'] === undefined)
    throw new EditRefused('torch 2.14 has no place for the precision bfx9, and its process would abort')
  removeField(draft, outputGraph(view), ONE_RANK)
  if (state !== null) {
    const { cuda_matmul_precision: _, ...known } = state
    // also where no guard looks at it
    replaceGlobalState(view, draft, { state: known, force: true })
  }
  for (const guard of guards) setUnserializable(draft, guard, makeBool(false))
  renameMissing(view, draft, 'torch._dynamo.package', 'torch._dynamo.guards')
}

/** The class of the placeholder, in another module. */
function renameMissing(view: View, draft: Draft, from: string, to: string): void {
  const name = '_Missing'
  const missing = makeGlobal(to, name)
  for (const node of walk(view.state.root)) {
    if (!('items' in node) || node.kind === 'global') continue
    node.items.forEach((item, index) => {
      if (globalName(item) === `${from}.${name}`) draft.replace({ list: node.items, index }, missing)
    })
  }
}

function outputGraph(view: View): PickleNode {
  const place = fieldPlace(view.state.root, 'output_graph')
  if (place === null) throw new EditRefused('the file has no output graph')
  return nodeAt(place)
}

function setUnserializable(draft: Draft, guard: PickleNode, to: PickleNode): void {
  const place = fieldPlace(guard, '_unserializable')
  if (place !== null) draft.replace(place, to)
}

/** What calls that one torch knows have made cannot be written as the other's. */
function refuseCalls(view: View, calls: ReadonlySet<string>, torch: string): void {
  for (const node of walk(view.state.root)) {
    if (node.kind === 'persid')
      throw new EditRefused(
        `torch ${torch} has no persistent ids in a guards_state: a container that no guard looks at`,
      )
    if (node.kind !== 'reduce') continue
    const name = reducerName(node.items[0])
    if (name !== null && calls.has(name))
      throw new EditRefused(`torch ${torch} rebuilds functions otherwise, and the file holds one`)
    const callee = node.items[0] === undefined ? null : globalName(node.items[0])
    if (torch === '2.14' && callee === 'builtins.vars')
      throw new EditRefused(`torch ${torch} holds the builtins otherwise: a function of the file refers to them`)
  }
}
