/** The JSON of the global state: where torch cannot read it, the whole loading process aborts. */
import { PLAIN_STATE } from '../../../shared/plain-state'
import { SCALAR_TYPES } from '../../../shared/scalar-types'
import type { Finding, Repair } from '../../../shared/findings'
import type { TorchVersion } from '../../state/dialect'
import type { Examination } from '../patient'

const ABORTS = 'torch reads it in C++ without a handler, so the loading process aborts (SIGABRT)'

export const globalState: Examination = ({ state, torch }) => {
  if (state.globalState === null) return []
  const raw = read(state.globalState)
  const loader = torch ?? state.version
  const standard = STANDARD[loader] ?? PLAIN_STATE
  if (raw === null) {
    const repair: Repair = { do: 'replace-global-state', state: standard }
    return [finding('global-state-unread', `the saved global state is no JSON object: ${ABORTS}`, repair)]
  }
  return Object.entries(checksOf(loader, raw)).flatMap(([key, check]) => {
    const value = raw[key]
    const wrong = value === undefined ? 'is missing' : check(value)
    if (wrong === null) return []
    const of = key === 'num_threads' ? '; the number put in must be that of the loading process' : ''
    const repair: Repair = { do: 'set-global-state', key, value: standard[key] }
    return [finding('global-state-aborts', `${key} of the saved global state ${wrong}: ${ABORTS}${of}`, repair)]
  })
}

function finding(code: string, message: string, repair: Repair): Finding {
  return { code, severity: 'error', guard: null, message, repair: [repair] }
}

/** As nlohmann::json reads it: a byte order mark may lead, a lone surrogate is refused. */
function read(json: string): { readonly [key: string]: unknown } | null {
  try {
    const raw: unknown = JSON.parse(json.replace(/^\ufeff/, ''))
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null
    return /\\ud[89a-f]/.test(JSON.stringify(raw)) ? null : { ...raw }
  } catch {
    return null
  }
}

/** What is wrong with a value, or null. */
type Check = (value: unknown) => string | null

const flag: Check = (value) => (typeof value === 'boolean' ? null : 'is neither true nor false')
const number: Check = (value) => (typeof value === 'number' ? null : 'is no number')
const count: Check = (value) => (typeof value === 'boolean' ? null : number(value))
const scalarType: Check = (value) =>
  number(value) ??
  (Number(value) >= 0 && Number(value) < SCALAR_TYPES.length ? null : `is ${String(value)}, which is no dtype's number`)

/** Autocast's devices: more are not looked at, fewer are read beyond the end. */
const DEVICES = 10

function list(value: unknown, of: Check): string | null {
  if (!Array.isArray(value)) return 'is no list'
  if (value.length < DEVICES) return `holds ${value.length} of ${DEVICES} devices`
  return value.slice(0, DEVICES).every((item) => of(item) === null) ? null : 'holds a value of another type'
}

const autocast: Check = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object'
  const parts = value as { readonly [key: string]: unknown }
  for (const [key, check] of AUTOCAST) {
    const wrong = parts[key] === undefined ? 'is missing' : check(parts[key])
    if (wrong !== null) return `is broken: its ${key} ${wrong}`
  }
  return null
}

const AUTOCAST: readonly (readonly [string, Check])[] = [
  ['enabled', (value) => list(value, flag)],
  ['dtype', (value) => list(value, number)],
  ['cached_enabled', flag],
]

/** Every key that GlobalStateGuard::__setstate__ asks for (torch/csrc/dynamo/guards.cpp), as torch 2.10 and later take it. */
const CHECKS: Readonly<Record<string, Check>> = {
  grad_mode: flag,
  autocast_state: autocast,
  torch_function: flag,
  torch_function_all_disabled: flag,
  deterministic_algorithms: flag,
  deterministic_algorithms_warn_only: flag,
  allow_tf32: flag,
  allow_fp16_reduce: number,
  allow_bf16_reduce: number,
  num_threads: count,
  default_dtype: scalarType,
}

/** In 2.9 the two were flags. */
const CHECKS_2_9: Readonly<Record<string, Check>> = { ...CHECKS, allow_fp16_reduce: flag, allow_bf16_reduce: flag }

const DEFAULTS_2_9: Readonly<Record<string, unknown>> = {
  ...PLAIN_STATE,
  allow_fp16_reduce: true,
  allow_bf16_reduce: true,
}

/** 2.15 asks for the precision of matrix products where it is there, and only where it is not for the flag before it. */
const PRECISION = 'cuda_matmul_precision'

const STANDARD: Readonly<Partial<Record<TorchVersion, Readonly<Record<string, unknown>>>>> = {
  '2.9': DEFAULTS_2_9,
  '2.15': { ...PLAIN_STATE, [PRECISION]: 0 },
}

function checksOf(torch: TorchVersion, raw: { readonly [key: string]: unknown }): Readonly<Record<string, Check>> {
  if (torch === '2.9') return CHECKS_2_9
  if (torch !== '2.15' || raw[PRECISION] === undefined) return CHECKS
  const { allow_tf32: _, ...others } = CHECKS
  return { ...others, [PRECISION]: number }
}
