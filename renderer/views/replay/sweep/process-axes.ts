/** What of a process's global state a sweep can vary, in the names that torch's GlobalStateGuard gives its parts. */
import { MATMUL_PRECISIONS } from '../../../../shared/matmul-precisions'
import type { AxisOffer, AxisValues } from './axis'
import { BOOLS, itemsOf, type JsonObject, objectIn, offer, rangeAround } from './offer'

const FLAGS = [
  'grad_mode',
  'torch_function',
  'torch_function_all_disabled',
  'deterministic_algorithms',
  'deterministic_algorithms_warn_only',
  'allow_tf32',
]
/** at::CuBLASReductionOption by number; a bool in older files. */
const REDUCTIONS = ['allow_fp16_reduce', 'allow_bf16_reduce']
const REDUCTION_VALUES = itemsOf([0, 1, 2, 3].map((option) => [String(option), option]))
/** c10::ScalarType by number: what torch.set_default_dtype takes. */
const DEFAULT_DTYPES: readonly (readonly [string, number])[] = [
  ['float32', 6],
  ['float64', 7],
  ['float16', 5],
  ['bfloat16', 15],
]
/** In the order of _AUTOCAST_SUPPORTED_DEVICES (autocast_mode.h). */
const AUTOCAST_DEVICES = ['cpu', 'cuda', 'mtia', 'maia', 'xpu', 'ipu', 'hpu', 'xla', 'privateuseone', 'mps']

/** None where the scenario says nothing of the global state. */
export function processAxes(scenario: JsonObject): AxisOffer[] {
  const state = objectIn(objectIn(scenario['process'])?.['global_state'])
  if (state === null) return []
  const at = (key: string, values: AxisValues, now: string): AxisOffer =>
    offer(key, 'Global state', ['process', 'global_state', key], values, now)
  const flags = FLAGS.filter((key) => typeof state[key] === 'boolean').map((key) => at(key, BOOLS, word(state[key])))
  const reductions = REDUCTIONS.filter((key) => key in state).map((key) =>
    typeof state[key] === 'boolean' ? at(key, BOOLS, word(state[key])) : at(key, REDUCTION_VALUES, String(state[key])),
  )
  const precision = state['cuda_matmul_precision']
  const matmul =
    typeof precision === 'number' ? [at('cuda_matmul_precision', itemsOf(MATMUL_PRECISIONS), String(precision))] : []
  const threads = typeof state['num_threads'] === 'number' ? [state['num_threads']] : []
  return [
    ...flags,
    ...matmul,
    ...threads.map((now) => ({
      ...at('num_threads', { ...rangeAround(now, 1), to: Math.max(16, now) }, String(now)),
      least: 1,
    })),
    at('default_dtype', itemsOf(DEFAULT_DTYPES), dtypeLabel(state['default_dtype'])),
    ...reductions,
    ...autocastAxes(objectIn(state['autocast_state'])),
  ]
}

function autocastAxes(state: JsonObject | null): AxisOffer[] {
  if (state === null) return []
  const enabled = Array.isArray(state['enabled']) ? (state['enabled'] as readonly unknown[]) : []
  const dtypes = Array.isArray(state['dtype']) ? (state['dtype'] as readonly unknown[]) : []
  const at = (label: string, steps: readonly (string | number)[], values: AxisValues, now: string): AxisOffer =>
    offer(label, 'Autocast', ['process', 'global_state', 'autocast_state', ...steps], values, now)
  return [
    ...enabled.flatMap((on, i) => {
      const device = AUTOCAST_DEVICES[i]
      if (device === undefined) return []
      return [
        at(`autocast(${device})_enabled`, ['enabled', i], BOOLS, word(on)),
        at(`autocast(${device})_dtype`, ['dtype', i], itemsOf(DEFAULT_DTYPES), dtypeLabel(dtypes[i])),
      ]
    }),
    at('autocast_cache_enabled', ['cached_enabled'], BOOLS, word(state['cached_enabled'])),
  ]
}

const word = (value: unknown): string => (value === true ? 'True' : 'False')

function dtypeLabel(scalarType: unknown): string {
  return DEFAULT_DTYPES.find(([, number]) => number === scalarType)?.[0] ?? String(scalarType)
}
