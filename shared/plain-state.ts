/** The global state of a process that nothing was set in. */
import { AUTOCAST_DEVICES } from './scalar-types'
import type { GlobalState } from './scenario'

/** As `GlobalStateGuard.__getstate__()` writes it, parsed. */
export const PLAIN_STATE: GlobalState = {
  grad_mode: true,
  autocast_state: {
    enabled: AUTOCAST_DEVICES.map(() => false),
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
