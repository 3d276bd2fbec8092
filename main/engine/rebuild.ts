/**
 * Builds a tree again after values were replaced that guards look at: the guards that can tell are built, in a tree of
 * their own, and their leaves take the places of the old ones. Where that could come to another tree than building all
 * of it would, nothing comes of it.
 */
import { globalName } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { Patch } from '../pickle/patch'
import type { Guard, GuardsState } from '../state/guards-state'
import type { Source } from '../state/source'
import { attempt, type BuiltTree, create } from './build'
import { GuardBuilder } from './builder'
import { Graft } from './graft'
import { sortGuards } from './guard-order'
import type { BuildProblem, Expectation, GuardManager, LeafGuard } from './manager'
import { Reach } from './reach'
import { markTagSafe } from './tag-safe'
import { MISSING } from './values/names'
import type { Value } from './values/value'

/**
 * The tree of a state whose guards are those of `previous`, after these changes of its graph; null where it has to be
 * built from scratch. `previous` is not to be used any more in either case.
 */
export function rebuildGuardTree(previous: BuiltTree, state: GuardsState, patches: readonly Patch[]): BuiltTree | null {
  const { builder } = previous
  if (previous.problems.length > 0 || builder.values.optimizers.length > 0) return null
  if (!isSameProcess(builder.state, state) || !patches.every(isPlain)) return null
  const items = patches.filter((patch) => patch.kind === 'item')
  const lists = new Set(items.map(({ place }) => place.list))
  const reach = new Reach(lists)
  const process = [state.localState, state.currentDevice, ...state.functorchLayers, ...state.torchFunctionModeStack]
  if (process.some((node) => node !== null && reach.of(node))) return null
  const replaced = new Set(items.flatMap(({ before, after }) => [before, after]))
  const remade = builder.values.changed(lists, reach.of)
  const isStale = staleIn((node) => replaced.has(node) || remade.has(node))
  const names = builder.evaluator.changed(isStale)
  if (names === null || reach.unsure) return null
  const managers = managersOf(previous.root)
  const stale = managers.filter(({ value }) => value !== null && isStale(value))
  const changed = new Set([...names, ...changedSizes(builder, state), ...stale.map(({ source }) => source)])
  const guards = guardsThatTell(builder, state, changed, managers, reach)
  const touched = close(guards, managers, state.guards)
  for (const manager of stale) touched.add(manager)
  if (reach.unsure) return null
  if ([...guards].some(({ createFn }) => createFn === 'DUPLICATE_INPUT')) return null
  const apart = new GuardBuilder(state, builder.facts, builder.locals, builder.torchFolder, builder)
  const problems: BuildProblem[] = []
  const chosen = state.guards.filter((guard) => guards.has(guard))
  for (const guard of sortGuards(chosen, apart)) attempt(problems, guard, () => create(apart, guard, problems))
  if (problems.length > 0) return null
  if (!new Graft(previous, apart, chosen, touched, managers).made) return null
  apart.takeOver(builder)
  if (builder.facts.config('use_recursive_dict_tags_for_guards')) markTagSafe(apart)
  return { root: apart.root, epilogue: apart.epilogue, problems, builder: apart }
}

const nodeOf = (value: Value): PickleNode | null => (value.kind === 'class' ? null : value.node)

/**
 * Whether a value is not to be used any more: it stands at a node that was replaced or is to be read again, or is one
 * that stands nowhere and was made of such a value. What makes its parts on first use makes them again.
 */
function staleIn(isStaleNode: (node: PickleNode) => boolean): (value: Value) => boolean {
  const isStale = (value: Value): boolean => {
    const node = nodeOf(value)
    if (node !== null) return isStaleNode(node)
    switch (value.kind) {
      case 'sequence':
      case 'set':
        return value.items.some(isStale)
      case 'iterator':
        return value.values.some(isStale) || (value.over !== undefined && isStale(value.over))
      case 'weakref':
        return isStale(value.target)
      case 'method':
        return isStale(value.func) || isStale(value.self)
      case 'cell':
        return isStale(value.contents)
      default:
        return false
    }
  }
  return isStale
}

/** What the tree takes from elsewhere than from sources. */
function isSameProcess(before: GuardsState, after: GuardsState): boolean {
  return (
    before.version === after.version &&
    before.exact === after.exact &&
    before.export === after.export &&
    before.dualLevel === after.dualLevel &&
    before.guards === after.guards
  )
}

/** Calls that make a value and leave no mark on its class. */
const PLAIN_CALLS = new Set([
  'torch.device',
  'torch.Size',
  'builtins.complex',
  'builtins.slice',
  'builtins.range',
  ...MISSING,
])

/** Whether a change puts data in the place of data. */
function isPlain(patch: Patch): boolean {
  if (patch.kind !== 'item') return false
  let left = 1000
  const plain = (node: PickleNode): boolean => {
    if (left-- === 0) return false
    switch (node.kind) {
      case 'newobj':
      case 'newobj_ex':
      case 'persid':
      case 'ext':
      case 'buffer':
        return false
      case 'reduce':
        if (node.items[0] === undefined || !PLAIN_CALLS.has(globalName(node.items[0]) ?? '')) return false
    }
    if ('items' in node && node.kind !== 'global' && !node.items.every(plain)) return false
    return node.acts.every(({ op, items }) => op !== 'build' && op !== 'setter' && items.every(plain))
  }
  return plain(patch.before) && plain(patch.after)
}

function changedSizes(builder: GuardBuilder, { sizesStrides }: GuardsState): string[] {
  const before = builder.state.sizesStrides
  const dims = (list: readonly (bigint | null)[]): string => list.join()
  return sizesStrides.flatMap(({ source, size, stride }, i) => {
    const old = before[i]
    const same = old?.source === source && dims(old.size) === dims(size) && dims(old.stride) === dims(stride)
    return same ? [] : [builder.names.of(source)]
  })
}

function managersOf(root: GuardManager): readonly GuardManager[] {
  const all: GuardManager[] = [root]
  for (let i = 0; i < all.length; i++) {
    const at = all[i] as GuardManager
    for (const { manager } of at.children) all.push(manager)
    for (const { key, value } of at.pairs?.values() ?? []) {
      if (key !== null) all.push(key)
      if (value !== null) all.push(value)
    }
  }
  return all
}

/** Guards on what changed, or whose leaf wants something of it. */
function guardsThatTell(
  builder: GuardBuilder,
  state: GuardsState,
  changed: ReadonlySet<string>,
  managers: readonly GuardManager[],
  reach: Reach,
): Set<Guard> {
  const { names } = builder
  const known = new Map<Source, boolean>()
  const isChanged = (source: Source): boolean => {
    let is = known.get(source)
    if (is === undefined) {
      is = changed.has(names.of(source)) || (source.base !== null && isChanged(source.base))
      known.set(source, is)
    }
    return is
  }
  const byNode = new Set<PickleNode>()
  for (const { leaves } of managers)
    for (const { guard, expected } of leaves)
      if (guard !== null && expects(expected).some((node) => reach.of(node))) byNode.add(guard.node)
  const globalState = builder.state.globalState !== state.globalState
  const shapes =
    shapesText(builder.state) !== shapesText(state) || (state.shapeCodeParts?.cpp?.sources ?? []).some(isChanged)
  return new Set(
    state.guards.filter(
      ({ node, source, createFn }) =>
        byNode.has(node) ||
        (source !== null && isChanged(source)) ||
        (globalState && createFn === 'GLOBAL_STATE') ||
        (shapes && createFn === 'SHAPE_ENV'),
    ),
  )
}

function shapesText({ shapeCodeParts: parts }: GuardsState): string {
  return JSON.stringify([parts?.python, parts?.verbose, parts?.cpp?.exprs, parts?.pythonFallback])
}

/** The nodes of the values that a leaf compares with. */
function expects(expected: Expectation): readonly PickleNode[] {
  const of = (...values: readonly Value[]): readonly PickleNode[] => values.flatMap((value) => nodeOf(value) ?? [])
  switch (expected.kind) {
    case 'equals':
    case 'keys':
    case 'metadata':
    case 'tensor':
      return of(expected.value)
    case 'identity':
      return expected.value.kind === 'object' ? [] : of(expected.value)
    case 'contains':
      return of(expected.key)
    case 'iterator':
      return of(...expected.values)
    default:
      return []
  }
}

/**
 * Adds the guards that stand in one manager with those that can tell: of leaves of one class the first alone stays, so
 * that they are built together. The managers of all of them.
 */
function close(guards: Set<Guard>, managers: readonly GuardManager[], all: readonly Guard[]): Set<GuardManager> {
  const byNode = new Map(all.map((guard) => [guard.node, guard]))
  const standing = new Map<PickleNode, GuardManager[]>()
  for (const manager of managers) {
    for (const { guard } of ownLeaves(manager)) {
      if (guard === null) continue
      const at = standing.get(guard.node)
      if (at === undefined) standing.set(guard.node, [manager])
      else at.push(manager)
    }
  }
  const touched = new Set<GuardManager>()
  const open = [...guards]
  for (let guard = open.pop(); guard !== undefined; guard = open.pop()) {
    for (const manager of standing.get(guard.node) ?? []) {
      if (touched.has(manager)) continue
      touched.add(manager)
      for (const { guard: other } of ownLeaves(manager)) {
        const found = other === null ? undefined : byNode.get(other.node)
        if (found === undefined || guards.has(found)) continue
        guards.add(found)
        open.push(found)
      }
    }
  }
  return touched
}

/** Leaves that guards on the manager's own value brought, those that were not added among them. */
function ownLeaves({ leaves, refused }: GuardManager): readonly LeafGuard[] {
  return [...leaves, ...refused].filter((leaf) => !leaf.relational)
}
