/** What a scenario says of the process: what guards read from there, key by key. */
import type { GlobalState } from '../../../../shared/scenario'
import { type JsonRecord, recordOf } from '../scenario-tree'

/** A process that nothing was set in. */
export const PLAIN_STATE: GlobalState = {
  grad_mode: true,
  autocast_state: {
    enabled: [false, false, false, false, false, false, false, false, false, false],
    dtype: [15, 5, 5, 15, 5, 5, 15, 15, 5, 5],
    cached_enabled: true,
  },
  torch_function: true,
  torch_function_all_disabled: false,
  deterministic_algorithms: false,
  deterministic_algorithms_warn_only: false,
  allow_tf32: false,
  allow_fp16_reduce: 0,
  allow_bf16_reduce: 0,
  num_threads: 1,
  default_dtype: 6,
}

const ORDER: readonly string[] = Object.keys(PLAIN_STATE).filter((key) => key !== 'autocast_state')

/** The keys that have one line, as torch orders them, those of other versions behind. */
export function stateKeys(state: JsonRecord): readonly string[] {
  const others = Object.keys(state).filter((key) => !ORDER.includes(key) && key !== 'autocast_state')
  return [...ORDER.filter((key) => key in state), ...others]
}

export const globalStateOf = (root: JsonRecord): JsonRecord | null =>
  recordOf(recordOf(root['process'])?.['global_state'])

/** A part of the process; undefined where it is not said. */
export const processPart = (root: JsonRecord, key: string): unknown => recordOf(root['process'])?.[key]

/** `grad_mode` as it is read. */
export const keyWords = (key: string): string => key.replaceAll('_', ' ')
