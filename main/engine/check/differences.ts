/** Where a loaded manager can answer otherwise than the one before saving, and why, in a user's words. */
import type { BuiltTree } from '../build'
import type { GuardManager, LeafGuard } from '../manager'
import { AsSaved, type Original } from './as-saved'
import type { Failure, GuardDebugInfo } from './checker/debug-info'
import type { LoadingProcess } from './loading-process'

/** A guard that can answer otherwise than the loaded one in its place. */
export interface Difference {
  readonly manager: GuardManager
  /** The loaded guard; null where all guards under the manager look at something else. */
  readonly leaf: LeafGuard | null
  readonly kind: DifferenceKind
  readonly why: string
}

export type DifferenceKind = keyof typeof WHY

const WHY = {
  markings: 'dimension markings are lost on saving: a loaded manager refuses any',
  staticShape: 'a loaded manager takes a parameter for a plain tensor and refuses dimension markings on it',
  aliasing: 'a loaded manager takes a parameter for a plain tensor and refuses it under two names',
  requiresGrad: 'requires_grad is lost on saving (torch 2.8): a loaded manager wants False',
  dispatchKeys: 'a loaded manager wants the dispatch keys of an idle process, the one before those it was compiled in',
  device: "a loaded manager wants the loading process's default device, the one before that of its own",
  globalState: "the global state is not saved (torch 2.8): a loaded manager wants the loading process's",
  globals: 'a loaded manager looks at the globals in the file (torch 2.8), the one before at those of the call',
} as const

/** The guards that can answer otherwise than the loaded ones in their places. */
export function asSavedDifferences(tree: BuiltTree, loading: LoadingProcess, saved = new AsSaved(tree)): Difference[] {
  const { builder } = tree
  const differences: Difference[] = []
  const managers = new Set<GuardManager>()
  const open: GuardManager[] = [tree.root]
  for (let manager = open.pop(); manager !== undefined; manager = open.pop()) {
    if (managers.has(manager)) continue
    managers.add(manager)
    for (const leaf of manager.leaves) {
      const kind = kindOf(leaf, saved.original(leaf, manager), loading, saved)
      if (kind !== null) differences.push({ manager, leaf, kind, why: WHY[kind] })
    }
    for (const child of manager.children) {
      if (builder.dialect.globals === 'saved' && child.accessor.cls === 'GlobalsGuardAccessor')
        differences.push({ manager: child.manager, leaf: null, kind: 'globals', why: WHY.globals })
      open.push(child.manager)
    }
    for (const { key, value } of manager.pairs?.values() ?? []) {
      if (key !== null) open.push(key)
      if (value !== null) open.push(value)
    }
  }
  return differences
}

function kindOf(leaf: LeafGuard, { leaves }: Original, loading: LoadingProcess, saved: AsSaved): DifferenceKind | null {
  const { expected } = leaf
  if (expected.kind === 'default-device') return loading.currentDevice === saved.process.currentDevice ? null : 'device'
  if (expected.kind === 'global-state') return expected.json === null ? 'globalState' : null
  if (leaves.length === 1 && leaves[0] === leaf) return null
  switch (expected.kind) {
    case 'markings':
      return 'markings'
    case 'no-attribute':
      return leaves.length === 0 ? 'staticShape' : 'markings'
    case 'aliasing':
      return 'aliasing'
    case 'tensor': {
      const keys = leaves.some(
        (at) => at.expected.kind === 'tensor' && at.expected.dispatchKeys !== expected.dispatchKeys,
      )
      return keys ? 'dispatchKeys' : 'requiresGrad'
    }
    case 'dispatch-keys':
      return 'dispatchKeys'
    default:
      return null
  }
}

/** Why two answers differ: the differences at what failed or was not known, or all where none is there. */
export function whyTheyDiffer(
  differences: readonly Difference[],
  loaded: GuardDebugInfo,
  saved: GuardDebugInfo,
): readonly string[] {
  if (saved.result === null) return [...new Set(saved.unknown.map(({ reason }) => reason))]
  const failures = [loaded.failed, saved.failed].filter((failure) => failure !== null)
  const concerned = differences.filter((difference) => failures.some((failure) => isAt(difference, failure)))
  return [...new Set((concerned.length > 0 ? concerned : differences).map(({ why }) => why))]
}

function isAt({ leaf, manager }: Difference, failure: Failure): boolean {
  if (leaf === null) return failure.manager.source.startsWith(`${manager.source}[`)
  if (failure.manager !== manager || failure.leaf === null) return false
  const { cls } = failure.leaf
  return cls === leaf.cls || (cls === 'DYNAMIC_INDICES' && leaf.cls === 'NO_HASATTR')
}
