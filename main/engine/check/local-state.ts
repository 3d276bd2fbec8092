/** The dispatch keys that a thread adds and removes (c10::impl::LocalDispatchKeySet, LocalState in guards.h). */
import { AUTOCAST_DEVICES } from '../../../shared/scalar-types'
import type { GlobalState } from '../../../shared/scenario'
import type { Dialect } from '../dialects'
import { applyLocalState, keySet } from '../dispatch-keys'
import type { Facts } from '../facts'
import type { ProcessState } from './scenario'

export interface LocalState {
  readonly apply: (raw: bigint) => bigint
  /** Whether a key set is, once applied, the expected one. */
  readonly matches: (raw: bigint, expected: bigint) => boolean
}

/** What of a scenario changes dispatch keys. */
interface KeysOf {
  readonly env: string | null
  readonly process: Pick<ProcessState, 'functorchStack'> &
    Partial<Pick<ProcessState, 'dispatchKeys' | 'dispatchMode'>> & {
      readonly globalState: Pick<GlobalState, 'autocast_state'> | undefined
    }
}

/** Names of the Autocast keys in the order of the devices (getAutocastRelatedKeySetFromBackend, c10). */
export const AUTOCAST_KEYS: Readonly<Record<string, string>> = {
  cpu: 'AutocastCPU',
  cuda: 'AutocastCUDA',
  mtia: 'AutocastMTIA',
  maia: 'AutocastMAIA',
  xpu: 'AutocastXPU',
  ipu: 'AutocastIPU',
  hpu: 'AutocastHPU',
  xla: 'AutocastXLA',
  privateuseone: 'AutocastPrivateUse1',
  mps: 'AutocastMPS',
}

/** The keys of the thread a scenario ran in: an idle thread's, changed by autocast, inference mode and functorch. */
export function localState(facts: Facts, dialect: Dialect, scenario: KeysOf): LocalState {
  const table = facts.table.dispatch_keys
  const { dispatchKeys, dispatchMode } = scenario.process
  const masked = maskedKeys(facts, dialect)
  if (dispatchKeys !== undefined) {
    const { include } = dispatchKeys
    // a mode sets both (c10::impl::TorchDispatchModeTLS)
    const ofMode = keySet(table, ['Python', 'PythonTLSSnapshot'])
    const inMode = dispatchMode ?? (include & ofMode) === ofMode
    const exclude = inMode ? dispatchKeys.exclude : dispatchKeys.exclude | masked
    return memoized((raw) => (raw | include) & ~exclude, masked)
  }
  const bit = (name: string): bigint => {
    const at = table.single.indexOf(name)
    return at < 0 ? 0n : 1n << BigInt(at)
  }
  let included = 0n
  let excluded = 0n
  let removedFromInclude = 0n
  let removedFromExclude = 0n
  const { globalState, functorchStack } = scenario.process
  AUTOCAST_DEVICES.forEach((device, i) => {
    const known = globalState?.autocast_state.enabled[i]
    const enabled = known ?? (device === 'cpu' && scenario.env === 'autocast_cpu_bf16')
    if (enabled) removedFromExclude |= bit(AUTOCAST_KEYS[device] ?? '')
  })
  if (scenario.env === 'inference_mode') {
    removedFromInclude |= bit('ADInplaceOrView')
    excluded |= functionalityBit(table, 'Autograd')
  }
  if (functorchStack !== undefined ? functorchStack.length > 0 : scenario.env === 'in_vmap') {
    included |= bit('FuncTorchDynamicLayerFrontMode') | bit('FuncTorchDynamicLayerBackMode')
  }
  if ((included | excluded | removedFromInclude | removedFromExclude) === 0n)
    return memoized((raw) => applyLocalState(table, raw) & ~masked, masked)
  const include = (BigInt(table.include) & ~removedFromInclude) | included
  const exclude = (BigInt(table.exclude) & ~removedFromExclude) | excluded | masked
  return memoized((raw) => (raw | include) & ~exclude, masked)
}

/** Keys that are left out of both sides of a comparison. */
export const maskedKeys = (facts: Facts, dialect: Dialect): bigint =>
  keySet(facts.table.dispatch_keys, dialect.maskedKeys)

/** The bit of a functionality that every backend has of its own. */
function functionalityBit(table: Facts['table']['dispatch_keys'], prefix: string): bigint {
  for (const [bit, backends] of Object.entries(table.per_backend))
    if (Object.values(backends).includes(`${prefix}CPU`)) return 1n << BigInt(bit)
  return 0n
}

/** A model's tensors have a handful of key sets, and its guards as many. */
function memoized(apply: (raw: bigint) => bigint, masked: bigint): LocalState {
  let raw: bigint | null = null
  let applied = 0n
  let expected = 0n
  let matched = false
  return {
    apply,
    matches(keys, wanted) {
      if (keys !== raw || wanted !== expected) {
        if (keys !== raw) applied = apply(keys)
        raw = keys
        expected = wanted
        matched = applied === (wanted & ~masked)
      }
      return matched
    },
  }
}
