/** The guards as the manager before saving had them. A loaded one lost some of it; the file still tells most. */
import { AUTOCAST_DEVICES } from '../../../shared/scalar-types'
import type { GlobalState } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { metaDispatchKeys } from '../dispatch-keys'
import type { Expectation, GuardManager, LeafGuard } from '../manager'
import { type Keys, savedKeys } from '../saved-keys'
import { requiresGradOf } from '../values/tensor-grad'
import type { TensorValue } from '../values/value'
import { parseGlobalState } from './global-state'
import type { LoadingProcess } from './loading-process'
import { localState } from './local-state'
import { recordedMarkings } from './leaves/markings'

/** What is known beside the file of the process that compiled: null where nothing is. */
export interface SavingProcess {
  /** For versions that do not save it (2.8). */
  readonly globalState: GlobalState | null
  /** Name of the context it ran in. */
  readonly env: string | null
}

/** A guard as it was: exactly one, none, or one of several where the file does not tell which. */
export interface Original {
  readonly leaves: readonly LeafGuard[]
  /** Why it is one of several. */
  readonly unknown: string
}

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
  private readonly keys: readonly Keys[]
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
    const saved = savedKeys(state)
    this.keys = saved === null ? possibleKeys(tree.builder, this.process) : [saved]
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
        return this.keySet(leaf, expected)
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

  private keySet(leaf: LeafGuard, expected: Extract<Expectation, { kind: 'dispatch-keys' }>): Original {
    const all = [...new Set(this.keys.map((keys) => keys(expected.raw)))]
    if (all.length === 1 && all[0] === expected.applied) return as(leaf)
    return {
      leaves: all.map((applied) => ({ ...leaf, expected: { ...expected, applied } })),
      unknown: this.unsureOfKeys,
    }
  }

  private tensor(leaf: LeafGuard, expected: Extract<Expectation, { kind: 'tensor' }>): Original {
    const { builder } = this.tree
    const { value } = expected
    const raw = value.dispatchKeys ?? metaDispatchKeys(builder.facts.table.dispatch_keys)
    const keys = [...new Set(this.keys.map((apply) => apply(raw)))]
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
    const recorded = guard === null ? null : recordedMarkings(guard, builder.name(guard))
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
function possibleKeys({ facts, dialect, state }: GuardBuilder, { env, globalState }: LoadingProcess): readonly Keys[] {
  const saved = state.globalState === null ? globalState : parseGlobalState(state.globalState)
  const known = saved === null || typeof saved === 'string' ? undefined : saved
  const at = (name: string, autocast: Autocast | undefined, layers: number): Keys =>
    localState(facts, dialect, {
      env: name,
      process: { globalState: autocast, functorchStack: LAYERS.slice(0, layers) },
    }).apply
  if (env !== null) return [at(env, known, env === 'in_vmap' ? 1 : 0)]
  // inference mode turns grad mode off
  const names = known?.grad_mode === true ? ['none'] : ['none', 'inference_mode']
  const layers = state.functorchLayers.length > 0 ? [0, 1] : [0]
  const autocasts = known === undefined ? [autocast(false), autocast(true)] : [known]
  return names.flatMap((name) => autocasts.flatMap((one) => layers.map((n) => at(name, one, n))))
}

type Autocast = Pick<GlobalState, 'autocast_state'>

const autocast = (on: boolean): Autocast => ({
  autocast_state: { enabled: AUTOCAST_DEVICES.map(() => on), dtype: [], cached_enabled: true },
})

/** One functorch interpreter: more add no other keys. */
const LAYERS: readonly (readonly [string, number])[] = [['', 1]]
