/** GLOBAL_STATE: torch's GlobalStateGuard, compared as GlobalStateGuard::check and ::reason do (guards.cpp). */
import { AUTOCAST_DEVICES, SCALAR_TYPES } from '../../../shared/scalar-types'
import { type GlobalState, GlobalStateSchema } from '../../../shared/scenario'
import type { Dialect } from '../dialects'
import { misfitOf } from './schema-words'

/** `torch.float32` for 6. */
export const dtypeName = (scalarType: number): string => `torch.${SCALAR_TYPES[scalarType]?.[1] ?? `#${scalarType}`}`

const NAMES: ReadonlyMap<string, string> = new Map(SCALAR_TYPES.map(([name, dtype]) => [`torch.${dtype}`, name]))

/** `Float` for `torch.float32`. */
export const scalarTypeName = (dtype: string): string => NAMES.get(dtype) ?? dtype

/** The state from its JSON, or why it is none. */
export function parseGlobalState(json: string): GlobalState | string {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    return 'it is not JSON'
  }
  const result = GlobalStateSchema.safeParse(raw)
  if (result.success) return result.data
  const { path, message } = misfitOf(result.error.issues, raw)
  return `${path.length === 0 ? 'the state' : path.join('.')}: ${message}`
}

const REASON_KEYS = [
  'torch_function',
  'deterministic_algorithms',
  'deterministic_algorithms_warn_only',
  'matmul',
  'allow_fp16_reduce',
  'allow_bf16_reduce',
  'num_threads',
  'default_dtype',
] as const

export interface GlobalStateAnswer {
  readonly same: boolean
  /** What torch prints behind `GLOBAL_STATE changed: `: each token with a space behind it. */
  readonly reason: string
}

export function compareGlobalState(expected: GlobalState, actual: GlobalState, dialect: Dialect): GlobalStateAnswer {
  const tokens: string[] = []
  if (expected.grad_mode !== actual.grad_mode) tokens.push('grad_mode')
  tokens.push(...autocastReasons(expected, actual, dialect))
  for (const key of REASON_KEYS) {
    if (key === 'matmul') {
      if (!sameMatmul(expected, actual, dialect)) tokens.push(dialect.matmulState)
    } else if (Number(expected[key]) !== Number(actual[key])) tokens.push(key)
  }
  // check() compares this one too, but reason() does not name it
  const disabled = expected.torch_function_all_disabled === actual.torch_function_all_disabled
  return { same: tokens.length === 0 && disabled, reason: tokens.map((token) => `${token} `).join('') }
}

/** Of `cuda_matmul_precision`: what `allow_tf32` told of before there was such a key. */
const TF32 = 2
const BFX9 = 5

/**
 * Since 2.15 by `cuda_matmul_precision`, a C++ int. A state of a torch that does not write it says by `allow_tf32` whether it
 * is tf32, and is never that of bfx9.
 */
function sameMatmul(expected: GlobalState, actual: GlobalState, dialect: Dialect): boolean {
  const [a, b] = [expected.cuda_matmul_precision, actual.cuda_matmul_precision]
  if (dialect.matmulState === 'allow_tf32' || (a === undefined && b === undefined))
    return expected.allow_tf32 === actual.allow_tf32
  if (a !== undefined && b !== undefined) return Math.trunc(a) === Math.trunc(b)
  const [precision, allowed] = a === undefined ? [b, expected.allow_tf32] : [a, actual.allow_tf32]
  return precision !== BFX9 && allowed === (precision === TF32)
}

function autocastReasons(expected: GlobalState, actual: GlobalState, dialect: Dialect): string[] {
  const [a, b] = [expected.autocast_state, actual.autocast_state]
  const tokens: string[] = []
  for (let i = 0; i < Math.max(a.enabled.length, b.enabled.length); i++) {
    if (a.enabled[i] !== true && b.enabled[i] !== true) continue
    if (a.enabled[i] !== b.enabled[i]) tokens.push(`autocast(${AUTOCAST_DEVICES[i] ?? i})_enabled`)
    else if (a.dtype[i] !== b.dtype[i]) tokens.push(`autocast(${AUTOCAST_DEVICES[i] ?? i})_dtype`)
  }
  if (a.cached_enabled !== b.cached_enabled) tokens.push('autocast_cache_enabled')
  return dialect.autocastReason === 'whole' && tokens.length > 0 ? ['autocast'] : tokens
}

export interface GlobalStateRow {
  readonly key: string
  readonly expected: string
  readonly actual: string
  readonly same: boolean
}

/** Both states key by key, dtypes and devices by name. */
export function globalStateRows(expected: GlobalState, actual: GlobalState): GlobalStateRow[] {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()
  return keys.flatMap((key) => {
    if (key === 'autocast_state') return autocastRows(expected, actual)
    const [a, b] = [shown(key, expected[key]), shown(key, actual[key])]
    return [{ key, expected: a, actual: b, same: a === b }]
  })
}

function shown(key: string, value: unknown): string {
  if (value === undefined) return 'absent'
  return key === 'default_dtype' && typeof value === 'number' ? dtypeName(value) : JSON.stringify(value)
}

function autocastRows(expected: GlobalState, actual: GlobalState): GlobalStateRow[] {
  const side = (state: GlobalState, i: number): string =>
    state.autocast_state.enabled[i] === true ? dtypeName(state.autocast_state.dtype[i] ?? -1) : 'off'
  const count = Math.max(expected.autocast_state.enabled.length, actual.autocast_state.enabled.length)
  const rows = Array.from({ length: count }, (_, i): GlobalStateRow => {
    const [a, b] = [side(expected, i), side(actual, i)]
    return { key: `autocast ${AUTOCAST_DEVICES[i] ?? i}`, expected: a, actual: b, same: a === b }
  })
  const [a, b] = [expected, actual].map((state) => String(state.autocast_state.cached_enabled))
  return [...rows, { key: 'autocast cache', expected: a ?? '', actual: b ?? '', same: a === b }]
}
