/** What the named context of a scenario changes, where the scenario does not carry the state itself. */

/** Name of the context to the tokens of GLOBAL_STATE that it changes (2.8 cannot write its state down). */
const CHANGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['no_grad', ['grad_mode']],
  ['inference_mode', ['grad_mode']],
  ['deterministic', ['deterministic_algorithms']],
  ['default_dtype_float64', ['default_dtype']],
  ['num_threads_1', ['num_threads']],
  ['autocast_cpu_bf16', ['autocast']],
  ['disable_torch_function', ['torch_function']],
  ['tf32_or_fp16_reduction', ['allow_tf32']],
  ['none', []],
  ['default_device_meta', []],
  ['set_default_device_cpu', []],
  ['dual_level', []],
  ['saved_tensors_hooks', []],
  ['torch_function_mode', []],
  ['in_vmap', []],
  ['global_flag_false', []],
  ['global_mode_slow', []],
  ['global_tensor_f64', []],
  ['global_add_one_rebound', []],
])

/** The tokens that change from one context to another, in the order GLOBAL_STATE names them; null where one is not known. */
export function contextChanges(env: string | null, from: string | null): readonly string[] | null {
  const [before, after] = [from, env].map((name) => (name === null ? undefined : CHANGES.get(name)))
  if (before === undefined || after === undefined) return null
  // what both change, they change alike
  return ORDER.filter((token) => before.includes(token) !== after.includes(token))
}

const ORDER = [
  'grad_mode',
  'autocast',
  'torch_function',
  'deterministic_algorithms',
  'allow_tf32',
  'num_threads',
  'default_dtype',
]
