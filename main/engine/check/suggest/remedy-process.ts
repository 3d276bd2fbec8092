/** What makes the state of the process as a guard wants it. */
import { AUTOCAST_DEVICES } from '../../../../shared/scalar-types'
import type { Json, ScenarioChange } from '../../../../shared/replay'
import type { GlobalState } from '../../../../shared/scenario'
import type { Expectation } from '../../manager'
import { classOf } from '../../values/attributes'
import { dtypeName, parseGlobalState } from '../global-state'
import type { Remedy, Situation } from './remedy'

const MODE = 'torch.utils._device.DeviceContext'

export function processRemedies(situation: Situation, expected: Expectation): Remedy[] {
  const { loading, scenario, tree } = situation
  const { process, env } = scenario
  switch (expected.kind) {
    case 'global-state': {
      const saved =
        loading.guardState ?? (expected.json === null ? loading.globalState : parseGlobalState(expected.json))
      if (saved === null || typeof saved === 'string' || process.globalState === undefined) return outside(env)
      return stateRemedy(saved, process.globalState, env)
    }
    case 'mode-stack': {
      const names = expected.modes.map((mode) => classOf(tree.builder.classes, mode)?.name ?? null)
      if (names.includes(null)) return []
      const leaves = process.torchFunctionModeStack?.includes(MODE) === true && !names.includes(MODE)
      const changes: ScenarioChange[] = [{ path: ['process', 'torch_function_mode_stack'], value: names }]
      // the mode of a default device goes with it
      if (leaves) changes.push({ path: ['process', 'current_device'], value: null })
      return [
        { title: names.length === 0 ? 'no torch function mode' : `torch function modes ${names.join(', ')}`, changes },
      ]
    }
    case 'default-device': {
      const changes: ScenarioChange[] = [{ path: ['process', 'current_device'], value: loading.currentDevice }]
      const stack = process.torchFunctionModeStack
      if (loading.currentDevice === null && stack?.includes(MODE) === true)
        changes.push({ path: ['process', 'torch_function_mode_stack'], value: stack.filter((name) => name !== MODE) })
      return [{ title: `default device ${loading.currentDevice ?? 'None'}`, changes }]
    }
    case 'dual-level':
      return [
        {
          title: `forward-AD level ${expected.level}`,
          changes: [{ path: ['process', 'dual_level'], value: Number(expected.level) }],
        },
      ]
    case 'functorch-stack':
      if (expected.states !== '[]') return []
      return [
        { title: 'outside functorch', changes: [{ path: ['process', 'functorch_stack'], value: [] }, ...noEnv(env)] },
      ]
    default:
      return []
  }
}

const noEnv = (env: string | null): ScenarioChange[] =>
  env === null || env === 'none' ? [] : [{ path: ['env'], value: 'none' }]

/** Where the state itself is not given, only the context the call ran in. */
function outside(env: string | null): Remedy[] {
  const changes = noEnv(env)
  return changes.length === 0 ? [] : [{ title: `outside ${env}`, changes }]
}

function stateRemedy(saved: GlobalState, actual: GlobalState, env: string | null): Remedy[] {
  const keys = Object.keys(saved).filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(actual[key]))
  if (keys.length === 0) return []
  const changes = keys.map((key): ScenarioChange => ({
    path: ['process', 'global_state', key],
    value: saved[key] as Json,
  }))
  const leaves = env === 'inference_mode' && saved.grad_mode
  return [
    {
      title: [
        ...(leaves ? ['outside inference mode'] : []),
        ...keys.flatMap((key) => wordsOf(key, saved, actual)),
      ].join(', '),
      changes: [...changes, ...noEnv(env)],
    },
  ]
}

/** `grad mode on`, `default dtype torch.float32`, `2 threads`. */
export function wordsOf(key: string, to: GlobalState, from: GlobalState | null): string[] {
  const value = to[key]
  switch (key) {
    case 'autocast_state':
      return autocastWords(to, from)
    case 'default_dtype':
      return [`default dtype ${dtypeName(to.default_dtype)}`]
    case 'num_threads':
      return [`${to.num_threads} thread${to.num_threads === 1 ? '' : 's'}`]
    default: {
      const name = key.replace(/_/g, ' ')
      return [typeof value === 'boolean' ? `${name} ${value ? 'on' : 'off'}` : `${name} ${JSON.stringify(value)}`]
    }
  }
}

function autocastWords({ autocast_state: to }: GlobalState, from: GlobalState | null): string[] {
  const old = from?.autocast_state
  const words = to.enabled.flatMap((enabled, i): string[] => {
    if (enabled === old?.enabled[i] && (!enabled || to.dtype[i] === old.dtype[i])) return []
    const device = AUTOCAST_DEVICES[i] ?? String(i)
    return [enabled ? `autocast on ${device} in ${dtypeName(to.dtype[i] ?? -1)}` : `no autocast on ${device}`]
  })
  if (to.cached_enabled !== old?.cached_enabled) words.push(`autocast cache ${to.cached_enabled ? 'on' : 'off'}`)
  return words.length > 0 ? words : ['autocast as saved']
}
