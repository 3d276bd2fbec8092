/** The guards as the manager before saving had them. A loaded one lost some of it; the file still tells most. */
import type { GlobalState } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { applyLocalState, metaDispatchKeys } from '../dispatch-keys'
import type { Expectation, GuardManager, LeafGuard } from '../manager'
import { requiresGradOf } from '../values/tensor-grad'
import type { TensorValue, Value } from '../values/value'
import type { Failure, GuardDebugInfo } from './checker'
import { parseGlobalState } from './global-state'
import type { LeafCheck, Run } from './leaf'
import type { LoadingProcess } from './leaves'
import { type LocalState, localState } from './local-state'
import { recordedMarkings } from './markings'
import type { Tri } from './semantics'

/** What is known beside the file of the process that compiled: null where nothing is. */
export interface SavingProcess {
  /** For versions that do not save it (2.8). */
  readonly globalState: GlobalState | null
  /** Name of the context it ran in. */
  readonly env: string | null
}

/** A guard that can answer otherwise than the loaded one in its place. */
export interface Difference {
  readonly manager: GuardManager
  /** The loaded guard; null where all guards under the manager look at something else. */
  readonly leaf: LeafGuard | null
  readonly why: string
}

/** A guard as it was: exactly one, none, or one of several where the file does not tell which. */
export interface Original {
  readonly leaves: readonly LeafGuard[]
  /** Why it is one of several. */
  readonly unknown: string
}

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

const UNKNOWN = {
  requiresGrad: 'torch 2.8 does not save whether the tensor required grad',
  autocast: 'whether autocast or inference mode was on at compile is not in the file',
  inference: 'whether inference mode was on at compile is not in the file',
  markings: 'the dimensions that were marked at compile are not in the file',
} as const

const PARAMETER = 'torch.nn.parameter.Parameter'

export class AsSaved {
  /** The process that built these guards, as far as it is known. */
  readonly process: LoadingProcess
  private readonly locals: readonly LocalState[]
  /** A relational guard is one in all of its managers. */
  private readonly relational = new Map<LeafGuard, LeafGuard | null>()

  constructor(
    private readonly tree: BuiltTree,
    saving: SavingProcess = { globalState: null, env: null },
  ) {
    const { state, values } = tree.builder
    const device = state.currentDevice === null ? null : values.read(state.currentDevice)
    this.process = {
      currentDevice:
        device?.kind === 'device' ? device.device + (device.index === null ? '' : `:${device.index}`) : null,
      globalState: saving.globalState,
      guardState: null,
      env: saving.env,
    }
    this.locals = localStates(tree.builder, this.process)
  }

  /** The guard before saving in the place of a loaded one. */
  original(leaf: LeafGuard, manager: GuardManager): Original {
    const { expected } = leaf
    switch (expected.kind) {
      case 'tensor':
        return this.tensor(leaf, expected)
      case 'markings':
        return this.marked(leaf, manager)
      case 'no-attribute':
        return leaf.guard?.createFn === 'TENSOR_MATCH' ? this.marked(leaf, manager) : as(leaf)
      case 'aliasing':
        return expected.same ? as(leaf) : this.noAliasing(leaf, manager)
      case 'dispatch-keys':
        return this.keySet(leaf, expected.raw)
      case 'default-device':
      case 'saved-tensors-hooks':
      case 'metadata':
      case 'callable':
        return as(withoutLost(leaf))
      default:
        return as(leaf)
    }
  }

  private get unsureOfKeys(): string {
    return this.tree.builder.state.globalState === null ? UNKNOWN.autocast : UNKNOWN.inference
  }

  /** Compared as the compiling thread saw it. */
  private keySet(leaf: LeafGuard, raw: bigint): Original {
    const idle = applyLocalState(this.tree.builder.facts.table.dispatch_keys, raw)
    if (this.locals.every((local) => local.apply(raw) === idle)) return as(leaf)
    return { leaves: [leaf, { ...leaf, expected: { kind: 'callable' } }], unknown: this.unsureOfKeys }
  }

  private tensor(leaf: LeafGuard, expected: Extract<Expectation, { kind: 'tensor' }>): Original {
    const { builder } = this.tree
    const { value } = expected
    const raw = value.dispatchKeys ?? metaDispatchKeys(builder.facts.table.dispatch_keys)
    const keys = [...new Set(this.locals.map((local) => local.apply(raw)))]
    const loses = this.losesRequiresGrad(value)
    if (keys.length === 1 && keys[0] === expected.dispatchKeys && !loses) return as(leaf)
    const possible = keys.map((dispatchKeys) => ({ ...expected, dispatchKeys }))
    const both = possible.flatMap((one) => [false, true].map((requiresGrad) => ({ ...one, requiresGrad })))
    const unknown = [...(keys.length > 1 ? [this.unsureOfKeys] : []), ...(loses ? [UNKNOWN.requiresGrad] : [])]
    return { leaves: (loses ? both : possible).map((one) => ({ ...leaf, expected: one })), unknown: unknown.join('; ') }
  }

  /** Whether requires_grad may have been another than a loaded guard wants. */
  private losesRequiresGrad(value: TensorValue): boolean {
    if (this.tree.builder.dialect.keepsRequiresGrad || requiresGradOf(value, false)) return false
    // autograd is for floating point and complex numbers alone
    return /^torch\.(float|bfloat|complex)/.test(value.dtype)
  }

  /** DIMENSION_DYNAMIC_MARKING_GUARD, and up to 2.12 DYNAMIC_INDICES or NO_HASATTR. */
  private marked(leaf: LeafGuard, manager: GuardManager): Original {
    const { guard } = leaf
    const { builder } = this.tree
    const recorded = guard === null ? null : recordedMarkings(guard, manager.source)
    if (guard === null || recorded === null) {
      // a parameter's shape is static: it got no guard, and no code (tensor_always_has_static_shape)
      if (leaf.expected.kind === 'no-attribute' && pytypeIn(manager) === PARAMETER) return { leaves: [], unknown: '' }
      const any: LeafGuard = { ...leaf, expected: { kind: 'markings', absent: [] } }
      return { leaves: [leaf, any], unknown: UNKNOWN.markings }
    }
    const { code, expected } = recorded
    if (expected.allowed?.length === 0) return as(leaf)
    const cls = leaf.expected.kind === 'no-attribute' ? 'DYNAMIC_INDICES' : leaf.cls
    return as({ ...leaf, cls, code, parts: builder.verbose.parts(code, guard), expected })
  }

  /** skip_no_tensor_aliasing_guards_on_parameters: the original knew its parameters. */
  private noAliasing(leaf: LeafGuard, manager: GuardManager): Original {
    const { builder } = this.tree
    if (!builder.facts.config('skip_no_tensor_aliasing_guards_on_parameters')) return as(leaf)
    let original = this.relational.get(leaf)
    if (original === undefined) {
      const sources = builder.noAliasing.filter((at) => pytypeIn(at.manager) !== PARAMETER).map(({ name }) => name)
      const code = [`check_no_aliasing(${sources.join(', ')})`]
      original =
        sources.length === builder.noAliasing.length
          ? leaf
          : sources.length < 2
            ? null
            : { ...leaf, code, parts: code, expected: { kind: 'aliasing', sources, same: false } }
      this.relational.set(leaf, original)
    }
    return original === null || pytypeIn(manager) === PARAMETER ? { leaves: [], unknown: '' } : as(original)
  }
}

/** The frame that asked for a guard of no user's line, and the compile's id in a name: a loaded manager prints neither. */
function withoutLost(leaf: LeafGuard): LeafGuard {
  const parts = leaf.parts.map((part) =>
    part.replace(/^(___check_(?:metadata|opaque_guard_fn)_#_c)None/, '$1#').replace('  # <unknown>', '  # #'),
  )
  return { ...leaf, parts }
}

const as = (leaf: LeafGuard): Original => ({ leaves: [leaf], unknown: '' })

/** The class of the tensor that a manager's TENSOR_MATCH was made from. */
function pytypeIn(manager: GuardManager): string | null {
  for (const { expected } of manager.leaves) if (expected.kind === 'tensor') return expected.pytype?.name ?? null
  return null
}

/** What the compiling thread may have made of dispatch keys: one way where its state is known. */
function localStates({ facts, state }: GuardBuilder, { env, globalState }: LoadingProcess): readonly LocalState[] {
  const saved = state.globalState === null ? globalState : parseGlobalState(state.globalState)
  const at = (name: string, known: GlobalState | undefined): LocalState =>
    localState(facts, { env: name, process: { globalState: known, functorchStack: undefined } })
  const given = saved === null || typeof saved === 'string' ? undefined : saved
  if (env !== null) return [at(env, given)]
  // inference mode turns grad mode off
  if (given !== undefined)
    return given.grad_mode ? [at('none', given)] : [at('none', given), at('inference_mode', given)]
  return ['none', 'inference_mode', 'autocast_cpu_bf16'].map((name) => at(name, undefined))
}

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
      const why = whyOf(leaf, saved.original(leaf, manager), loading, saved)
      if (why !== null) differences.push({ manager, leaf, why })
    }
    for (const child of manager.children) {
      if (builder.dialect.globals === 'saved' && child.accessor.cls === 'GlobalsGuardAccessor')
        differences.push({ manager: child.manager, leaf: null, why: WHY.globals })
      open.push(child.manager)
    }
    for (const { key, value } of manager.pairs?.values() ?? []) {
      if (key !== null) open.push(key)
      if (value !== null) open.push(value)
    }
  }
  return differences
}

function whyOf(leaf: LeafGuard, { leaves }: Original, loading: LoadingProcess, saved: AsSaved): string | null {
  const { expected } = leaf
  if (expected.kind === 'default-device')
    return loading.currentDevice === saved.process.currentDevice ? null : WHY.device
  if (expected.kind === 'global-state') return expected.json === null ? WHY.globalState : null
  if (leaves.length === 1 && leaves[0] === leaf) return null
  switch (expected.kind) {
    case 'markings':
      return WHY.markings
    case 'no-attribute':
      return leaves.length === 0 ? WHY.staticShape : WHY.markings
    case 'aliasing':
      return WHY.aliasing
    case 'tensor': {
      const keys = leaves.some(
        (at) => at.expected.kind === 'tensor' && at.expected.dispatchKeys !== expected.dispatchKeys,
      )
      return keys ? WHY.dispatchKeys : WHY.requiresGrad
    }
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

/** One of several guards, it is not known which: what all answer, null where they do not agree. */
export function oneOf(leaf: LeafGuard, checks: readonly LeafCheck[], why: string): LeafCheck {
  /** What all of them say; null where they differ. */
  const words = (value: Value, run: Run): readonly string[] | null => {
    const [first = [], ...rest] = checks.map((check) => check.explain?.(value, run) ?? check.leaf.parts)
    return rest.every((parts) => parts.join('\n') === first.join('\n')) ? first : null
  }
  return {
    leaf,
    test(value, run): Tri {
      const [first = null, ...rest] = checks.map((check) => check.test(value, run))
      return rest.every((answer) => answer === first) ? first : null
    },
    explain: (value, run) => words(value, run) ?? [],
    unknown(value, run) {
      const unsure = checks.find((check) => check.test(value, run) === null)
      return unsure?.unknown?.(value, run) ?? why
    },
    doubt: (value, run) => (words(value, run) === null ? why : null),
  }
}
