/** GLOBAL_STATE: torch's GlobalStateGuard, compared as GlobalStateGuard::check and ::reason do (guards.cpp). */
import { type GlobalState, GlobalStateSchema } from '../../../shared/scenario'
import type { Dialect } from '../dialects'
import { misfitOf } from './schema-words'

/** c10::ScalarType by number, as its name is printed and as Python's dtype. */
export const SCALAR_TYPES: readonly (readonly [name: string, dtype: string])[] = [
  ['Byte', 'uint8'],
  ['Char', 'int8'],
  ['Short', 'int16'],
  ['Int', 'int32'],
  ['Long', 'int64'],
  ['Half', 'float16'],
  ['Float', 'float32'],
  ['Double', 'float64'],
  ['ComplexHalf', 'complex32'],
  ['ComplexFloat', 'complex64'],
  ['ComplexDouble', 'complex128'],
  ['Bool', 'bool'],
  ['QInt8', 'qint8'],
  ['QUInt8', 'quint8'],
  ['QInt32', 'qint32'],
  ['BFloat16', 'bfloat16'],
  ['QUInt4x2', 'quint4x2'],
  ['QUInt2x4', 'quint2x4'],
  ['Bits1x8', 'bits1x8'],
  ['Bits2x4', 'bits2x4'],
  ['Bits4x2', 'bits4x2'],
  ['Bits8', 'bits8'],
  ['Bits16', 'bits16'],
  ['Float8_e5m2', 'float8_e5m2'],
  ['Float8_e4m3fn', 'float8_e4m3fn'],
  ['Float8_e5m2fnuz', 'float8_e5m2fnuz'],
  ['Float8_e4m3fnuz', 'float8_e4m3fnuz'],
  ['UInt16', 'uint16'],
  ['UInt32', 'uint32'],
  ['UInt64', 'uint64'],
  ['UInt1', 'uint1'],
  ['UInt2', 'uint2'],
  ['UInt3', 'uint3'],
  ['UInt4', 'uint4'],
  ['UInt5', 'uint5'],
  ['UInt6', 'uint6'],
  ['UInt7', 'uint7'],
  ['Int1', 'int1'],
  ['Int2', 'int2'],
  ['Int3', 'int3'],
  ['Int4', 'int4'],
  ['Int5', 'int5'],
  ['Int6', 'int6'],
  ['Int7', 'int7'],
  ['Float8_e8m0fnu', 'float8_e8m0fnu'],
  ['Float4_e2m1fn_x2', 'float4_e2m1fn_x2'],
]

/** `torch.float32` for 6. */
export const dtypeName = (scalarType: number): string => `torch.${SCALAR_TYPES[scalarType]?.[1] ?? `#${scalarType}`}`

const NAMES: ReadonlyMap<string, string> = new Map(SCALAR_TYPES.map(([name, dtype]) => [`torch.${dtype}`, name]))

/** `Float` for `torch.float32`. */
export const scalarTypeName = (dtype: string): string => NAMES.get(dtype) ?? dtype

/** Devices that autocast knows, in their order (_AUTOCAST_SUPPORTED_DEVICES). */
export const AUTOCAST_DEVICES = ['cpu', 'cuda', 'mtia', 'maia', 'xpu', 'ipu', 'hpu', 'xla', 'privateuseone', 'mps']

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
  'allow_tf32',
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
  for (const key of REASON_KEYS) if (Number(expected[key]) !== Number(actual[key])) tokens.push(key)
  // check() compares this one too, but reason() does not name it
  const disabled = expected.torch_function_all_disabled === actual.torch_function_all_disabled
  return { same: tokens.length === 0 && disabled, reason: tokens.map((token) => `${token} `).join('') }
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
