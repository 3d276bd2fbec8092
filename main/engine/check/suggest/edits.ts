/** Edits of a blob, and the tree that an edited blob would become: built anew, or not told where that is not sure. */
import type { KindJson } from '../../../../shared/scenario'
import type { ShapeCodeParts, SizesStrides, GuardsState } from '../../../state/guards-state'
import { buildGuardTree, type BuiltTree } from '../../build'
import type { GuardManager, LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import type { TensorValue, Value } from '../../values/value'
import { ScenarioReader } from '../scenario/reader'
import { wayTo } from '../way'
import { allManagers } from './sources'

/** As the command line's `edit` takes them. */
export type BlobEdit =
  | { readonly do: 'set-value'; readonly at: string; readonly value: KindJson }
  | ({ readonly do: 'set-tensor'; readonly at: string } & TensorEdit)
  | { readonly do: 'drop-guard'; readonly name: string; readonly create_fn: string }
  | { readonly do: 'set-global-state'; readonly key: string; readonly value: unknown }
  | { readonly do: 'set-shape-exprs'; readonly exprs: readonly string[] }

export interface TensorEdit {
  readonly size?: readonly (number | null)[]
  readonly stride?: readonly (number | null)[]
  readonly dtype?: string
  readonly requires_grad?: boolean
}

/** The tree of the blob with all edits made; null where these edits make what is not known here. */
export function editedTree(tree: BuiltTree, edits: readonly BlobEdit[]): BuiltTree | null {
  const { builder } = tree
  let state: GuardsState | null = builder.state
  for (const edit of edits) state = state === null ? null : editedState(tree, state, edit)
  if (state === null) return null
  const made = buildGuardTree(state, builder.facts, { locals: builder.locals })
  if (made.problems.length > tree.problems.length) return null
  return edits.every((edit) => editTree(made, edit)) ? made : null
}

/**
 * The tree of an edited blob with more edits made in it, where they leave the state alone; null where it has to be built
 * anew. The tree of the blob itself is not touched.
 */
export function editedFurther(tree: BuiltTree, edited: BuiltTree, edits: readonly BlobEdit[]): BuiltTree | null {
  const { state } = edited.builder
  if (edited === tree || edits.some((edit) => editedState(edited, state, edit) !== state)) return null
  return edits.every((edit) => editTree(edited, edit)) ? edited : null
}

/** What an edit changes of the state that the tree is built from; null where it has no effect. */
function editedState({ builder }: BuiltTree, state: GuardsState, edit: BlobEdit): GuardsState | null {
  switch (edit.do) {
    case 'drop-guard': {
      const guards = state.guards.filter(
        (guard) => guard.createFn !== edit.create_fn || builder.name(guard) !== edit.name,
      )
      return guards.length === state.guards.length ? null : { ...state, guards }
    }
    case 'set-tensor': {
      const { size, stride } = edit
      if (size === undefined && stride === undefined) return state
      const sizesStrides = state.sizesStrides.map((entry): SizesStrides =>
        builder.names.of(entry.source) === edit.at
          ? { ...entry, ...(size && { size: size.map(dim) }), ...(stride && { stride: stride.map(dim) }) }
          : entry,
      )
      return { ...state, sizesStrides }
    }
    case 'set-global-state': {
      if (state.globalState === null) return null
      const json = JSON.parse(state.globalState) as Readonly<Record<string, unknown>>
      return { ...state, globalState: JSON.stringify({ ...json, [edit.key]: edit.value }) }
    }
    case 'set-shape-exprs': {
      const { shapeCodeParts: parts } = state
      // where the C++ expressions are taken, those in Python have no effect
      if (parts === null || usesCpp(parts)) return null
      return { ...state, shapeCodeParts: { ...parts, python: edit.exprs, verbose: edit.exprs } }
    }
    case 'set-value':
      return state
  }
}

export const usesCpp = (parts: ShapeCodeParts): boolean => !parts.pythonFallback && parts.cpp !== null

const dim = (n: number | null): bigint | null => (n === null ? null : BigInt(n))

/** What an edit changes of the values that guards were made from; false where that is not known. */
function editTree(tree: BuiltTree, edit: BlobEdit): boolean {
  if (edit.do === 'set-tensor') return editTensor(tree, edit)
  return edit.do === 'set-value' ? editValue(tree, edit.at, edit.value) : true
}

function editTensor(
  tree: BuiltTree,
  { at, dtype, requires_grad: requiresGrad }: { readonly at: string } & TensorEdit,
): boolean {
  if (dtype === undefined && requiresGrad === undefined) return true
  // what torch makes of another value has no place in the file, and 2.8 writes no requires_grad down
  const isSaved = at.startsWith('L[') || at.startsWith('G[')
  if (!isSaved || (requiresGrad !== undefined && !tree.builder.dialect.keepsRequiresGrad)) return false
  const managers = allManagers(tree)
  // a guard on a tensor's own dtype reads the same tensor
  if (managers.some(({ source }) => source === `${at}.dtype` || source === `${at}.requires_grad`)) return false
  const manager = managers.find(({ source, leaves }) => source === at && leaves.some(isTensorMatch))
  const saved = manager === undefined ? undefined : tensorsOf(manager)[0]
  // a subclass and what it wraps have to fit together where it is loaded
  const isInner = wayTo(tree.root, manager ?? tree.root)?.some(({ from }) => from.value?.kind === 'tensor') ?? true
  if (saved === undefined || saved.wrapper || isInner) return false
  const value = { ...saved, dtype: dtype ?? saved.dtype, requiresGrad: requiresGrad ?? saved.requiresGrad }
  for (const each of managers)
    replaceLeaves(each, (leaf) =>
      leaf.expected.kind === 'tensor' && leaf.expected.value === saved
        ? { ...leaf, expected: { ...leaf.expected, value } }
        : leaf,
    )
  return true
}

const isTensorMatch = ({ expected }: LeafGuard): boolean => expected.kind === 'tensor'

const tensorsOf = ({ leaves }: GuardManager): TensorValue[] =>
  leaves.flatMap(({ expected }) => (expected.kind === 'tensor' ? [expected.value] : []))

function editValue(tree: BuiltTree, at: string, json: KindJson): boolean {
  const { classes } = tree.builder
  const value = new ScenarioReader(classes).value(json, at)
  const managers = allManagers(tree).filter(({ source }) => source === at)
  if (managers.length === 0 || managers.some((manager) => !standsAlone(tree, manager))) return false
  for (const manager of managers) {
    const made = manager.leaves.map((leaf) => leafFor(tree, leaf, value))
    if (made.includes(null)) return false
    replaceLeaves(manager, (_, i) => made[i] ?? null)
    Object.assign(manager, { value, type: classOf(classes, value) })
  }
  return true
}

/** Whether a value has a slot of its own in what holds it, and no guard above or below looks at it, too. */
function standsAlone(tree: BuiltTree, manager: GuardManager): boolean {
  const { children, pairs } = manager
  const way = wayTo(tree.root, manager)
  const holder = way?.at(-1)?.from
  if (way === null || holder === undefined || children.length > 0 || pairs !== null) return false
  const readsWhole = way.some(({ from }) => from.leaves.some(({ expected }) => WHOLE.has(expected.kind)))
  return !readsWhole && (holder === tree.root || holdsSlots(holder.value))
}

/** Guards that compare all that a value holds. */
const WHOLE = new Set<LeafGuard['expected']['kind']>(['equals', 'metadata', 'iterator', 'identity'])

function holdsSlots(value: Value | null): boolean {
  if (value?.kind === 'sequence') return value.type?.name === 'builtins.list' || value.type?.name === 'builtins.tuple'
  return value?.kind === 'dict' || value?.kind === 'object'
}

/** The leaf that its guard makes of another value; null where that is not known, or refused at load. */
function leafFor({ builder }: BuiltTree, leaf: LeafGuard, value: Value): LeafGuard | null {
  const type = classOf(builder.classes, value)
  if (leaf.expected.kind === 'type') return { ...leaf, expected: { kind: 'type', type } }
  const isNaN = value.kind === 'float' && Number.isNaN(value.value)
  const createFn = leaf.guard?.createFn
  if (isNaN || leaf.relational || (leaf.expected.kind !== 'equals' && leaf.expected.kind !== 'none')) return null
  const constant = createFn === 'CONSTANT_MATCH'
  if (constant && value.kind === 'none') return { ...leaf, cls: 'NONE_MATCH', expected: { kind: 'none' } }
  const expected = { kind: 'equals', value } as const
  if ((constant || createFn === 'BOOL_MATCH') && value.kind === 'bool')
    return { ...leaf, cls: value.value ? 'TRUE_MATCH' : 'FALSE_MATCH', expected }
  return constant || createFn === 'EQUALS_MATCH' ? { ...leaf, cls: 'EQUALS_MATCH', expected } : null
}

function replaceLeaves({ leaves }: GuardManager, by: (leaf: LeafGuard, i: number) => LeafGuard | null): void {
  leaves.forEach((leaf, i) => {
    const made = by(leaf, i)
    if (made !== null) leaves[i] = made
  })
}
