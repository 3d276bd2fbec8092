/** Edits of the set of guards: dropping, weakening and adding one, and the keywords one carries. */
import type { GuardKeyword, GuardKind } from '../../../shared/edit-choices'
import type { ValueJson } from '../../../shared/scenario'
import { makeBool, makeGlobal, makeNone, makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import type { Draft } from '../../pickle/patch'
import { entryPlace } from '../../pickle/places'
import { CREATE_FNS } from '../guard-kinds'
import { addGuard, createFnNode, guardNode, keywordsNode, removeGuards, slotPlace, sourceNode } from './guard-nodes'
import type { Guard } from '../../state/guards-state'
import { pickleValue } from './pickle-value'
import { EditRefused } from './refused'
import { namedClass } from './set-value'
import { placeOf } from './source-place'
import { nodeAt } from '../../pickle/patch'
import type { View } from './view'

type Force = { readonly force?: boolean | undefined }
export type DropGuard = OfGuard & { readonly nth?: number | undefined }
type OfGuard = Force & { readonly name: string; readonly create_fn: string }

export function dropGuard(view: View, draft: Draft, edit: DropGuard): void {
  removeGuards(view, draft, view.guards(edit.name, edit.create_fn, edit.nth))
}

/** Drops of all guards of a kind on a source each, made together. `done` counts those whose guards were found. */
export function dropGuards(view: View, draft: Draft, edits: readonly DropGuard[], done: { count: number }): void {
  const dropped = new Set<Guard>()
  for (const edit of edits) {
    const guards = view.guards(edit.name, edit.create_fn).filter((guard) => !dropped.has(guard))
    if (guards.length === 0) throw new EditRefused(`${edit.create_fn} on ${edit.name} is dropped twice`)
    for (const guard of guards) dropped.add(guard)
    done.count++
  }
  removeGuards(view, draft, [...dropped])
}

/** TENSOR_MATCH alone can be weakened: what TYPE_MATCH takes is the class; the record of the old code goes. */
export function weaken(view: View, draft: Draft, edit: Force & { readonly name: string }): void {
  weakenAll(draft, view.guards(edit.name, 'TENSOR_MATCH'))
}

export function weakenAll(draft: Draft, guards: readonly Guard[]): void {
  for (const guard of guards) {
    draft.replace(slotPlace(guard, 'create_fn'), makeGlobal('torch._dynamo.guards', 'GuardBuilder.TYPE_MATCH'))
    draft.replace(slotPlace(guard, 'guard_types'), makeNone())
    draft.replace(slotPlace(guard, 'code_list'), makeNone())
  }
}

/** Kinds that compare with an object of the process that saved: after loading none passes, or torch refuses. */
const BY_IDENTITY = new Set([
  'ID_MATCH',
  'CLASS_MATCH',
  'FUNCTION_MATCH',
  'MODULE_MATCH',
  'CLOSURE_MATCH',
  'NN_MODULE',
  'DICT_VERSION',
  'WEAKREF_ALIVE',
  'DUPLICATE_INPUT',
])

/** Keywords that a kind cannot do without; `invert` of the versions that have it, and `attr` of those that take it. */
function neededKeywords(view: View, kind: string): readonly string[] {
  const { containsInvert, hasattr } = view.builder.dialect
  switch (kind) {
    case 'DICT_CONTAINS':
    case 'SET_CONTAINS':
      return containsInvert ? ['key', 'invert'] : ['key']
    case 'DICT_NOT_CONTAINS':
    case 'SET_NOT_CONTAINS':
      return ['key']
    case 'HASATTR':
      return hasattr === 'keyword' ? ['attr'] : []
    case 'NOT_PRESENT_IN_GENERIC_DICT':
      return ['attr']
    default:
      return []
  }
}

/** Kinds that take no source: they look at the process. */
const OF_PROCESS = new Set(
  `GRAD_MODE DETERMINISTIC_ALGORITHMS FSDP_TRAINING_STATE GLOBAL_STATE TORCH_FUNCTION_STATE DEFAULT_DEVICE DUAL_LEVEL
  FUNCTORCH_STACK_MATCH AUTOGRAD_SAVED_TENSORS_HOOKS SHAPE_ENV`.split(/\s+/),
)

const KEYWORD_TYPES: Readonly<Record<string, GuardKeyword['type']>> = { attr: 'str', invert: 'bool' }

/** The kinds that can be added to a file of that torch. */
export function kindsToAdd(view: View): readonly GuardKind[] {
  return [...view.facts.createFnOrder.keys()]
    .filter((name) => CREATE_FNS.has(name) && !BY_IDENTITY.has(name))
    .sort()
    .map((name) => ({
      name,
      of: OF_PROCESS.has(name) ? 'process' : 'source',
      keywords: neededKeywords(view, name).map((keyword) => ({
        name: keyword,
        type: KEYWORD_TYPES[keyword] ?? 'value',
      })),
    }))
}

type AddGuard = OfGuard & { readonly keywords?: Readonly<Record<string, ValueJson>> | undefined }

export function addNewGuard(view: View, draft: Draft, edit: AddGuard): void {
  const kind = edit.create_fn
  if (!view.facts.createFnOrder.has(kind) || !CREATE_FNS.has(kind))
    throw new EditRefused(`torch ${view.state.version} has no guard kind ${kind}`)
  if (BY_IDENTITY.has(kind)) throw new EditRefused(`${kind} compares with an object that no file carries`)
  if (kind === 'DICT_KEYS_MATCH' && edit.name.endsWith('.SUPPORTED_NODES'))
    throw new EditRefused(`torch guards ${edit.name} by its version, which no file carries`)
  const given = new Map(Object.entries(edit.keywords ?? {}))
  const needed = neededKeywords(view, kind)
  const missing = needed.find((name) => !given.has(name))
  if (missing !== undefined) throw new EditRefused(`${kind} needs the keyword ${missing}`)
  const extra = [...given.keys()].find((name) => !needed.includes(name))
  if (extra !== undefined) throw new EditRefused(`${kind} of torch ${view.state.version} takes no keyword ${extra}`)
  const source = guardedSource(view, edit.name, kind)
  const keywords: [string, PickleNode][] = [...given].map(([name, value]) => [
    name,
    pickleValue(value, namedClass(view, edit)),
  ])
  // the tensor itself, as torch carries it
  if (kind === 'TENSOR_MATCH') keywords.push(['value', nodeAt(placeOf(view, view.source(edit.name)))])
  const { version } = view.state
  addGuard(view, draft, guardNode(version, source, createFnNode(kind, keywords)), source, edit.name)
}

/** The source of that name in the file, or a new one for a local or global that the file holds. */
function guardedSource(view: View, name: string, kind: string): PickleNode {
  const { version } = view.state
  if (name === '') return sourceNode(version, kind === 'SHAPE_ENV' ? 'ShapeEnvSource' : 'GlobalStateSource', [])
  const known = view.sources.get(name)
  if (known !== undefined) return known.node
  const [, scope, key] = /^([LG])\['([^'\\]+)'\]$/.exec(name) ?? []
  const dict = scope === 'L' ? view.state.localScope : scope === 'G' ? view.state.globalScope : null
  if (key === undefined || entryPlace(dict, key) === null)
    throw new EditRefused(`the file holds no value for ${name}: a guard would have nothing to expect`)
  if (scope === 'G') return sourceNode(version, 'GlobalSource', [['global_name', makeStr(key)]])
  const isLong = version === '2.13' || version === '2.14' || version === '2.15'
  return sourceNode(version, 'LocalSource', [
    ['local_name', makeStr(key)],
    ['is_input', makeBool(true)],
    ['dynamism', makeNone()],
    ['is_derefed_cell_contents', makeBool(false)],
    ...(isLong ? (['is_varargs', 'is_varkw'] as const).map((field) => [field, makeBool(false)] as const) : []),
  ])
}

type SetKeyword = OfGuard & {
  readonly nth?: number | undefined
  readonly keyword: string
  readonly value: ValueJson
}

export function setKeyword(view: View, draft: Draft, edit: SetKeyword): void {
  const guards = view.guards(edit.name, edit.create_fn, edit.nth)
  if (guards.length > 1)
    throw new EditRefused(`there are ${guards.length} ${edit.create_fn} on ${edit.name}: "nth" says which, from 0`)
  for (const guard of guards) {
    const entry = entryPlace(keywordsNode(guard), edit.keyword)
    if (entry === null) throw new EditRefused(`${edit.create_fn} on ${edit.name} carries no ${edit.keyword}`)
    const old = view.builder.values.read(nodeAt(entry.value))
    if (old.kind === 'tensor' || edit.keyword === 'source_b')
      throw new EditRefused(`the ${edit.keyword} of ${edit.create_fn} is no plain value`)
    draft.replace(entry.value, pickleValue(edit.value, namedClass(view, edit)))
  }
}
