import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { GlobalState } from '../../../shared/scenario'
import { DIALECTS } from '../dialects'
import { compareGlobalState, parseGlobalState } from './global-state'

const [FLOAT, DOUBLE, HALF, BFLOAT16] = [6, 7, 5, 15]
type Autocast = GlobalState['autocast_state']

const off: Autocast = {
  enabled: Array.from({ length: 10 }, () => false),
  dtype: [BFLOAT16, HALF, HALF, BFLOAT16, HALF, HALF, BFLOAT16, BFLOAT16, HALF, HALF],
  cached_enabled: true,
}
const state: GlobalState = {
  grad_mode: true,
  autocast_state: off,
  torch_function: true,
  torch_function_all_disabled: false,
  deterministic_algorithms: false,
  deterministic_algorithms_warn_only: false,
  allow_tf32: false,
  allow_fp16_reduce: 0,
  allow_bf16_reduce: 0,
  num_threads: 2,
  default_dtype: FLOAT,
}
const put = <T>(list: readonly T[], i: number, item: T): T[] => list.map((old, at) => (at === i ? item : old))
const autocast = (changes: Partial<Autocast>): GlobalState => ({ ...state, autocast_state: { ...off, ...changes } })
const onCpu = put(off.enabled, 0, true)

// what torch printed behind `GLOBAL_STATE changed: `, and whether its guard passed
describe('a global state', () => {
  it.each<[string, GlobalState, GlobalState, boolean, string, string]>([
    ['nothing', state, state, true, '', ''],
    ['autocast on the cpu', state, autocast({ enabled: onCpu }), false, 'autocast ', 'autocast(cpu)_enabled '],
    ['autocast off again', autocast({ enabled: onCpu }), state, false, 'autocast ', 'autocast(cpu)_enabled '],
    ['the dtype of a device that is off', state, autocast({ dtype: put(off.dtype, 1, BFLOAT16) }), true, '', ''],
    [
      'the dtype of a device that is on',
      autocast({ enabled: onCpu }),
      autocast({ enabled: onCpu, dtype: put(off.dtype, 0, HALF) }),
      false,
      'autocast ',
      'autocast(cpu)_dtype ',
    ],
    ["autocast's cache", state, autocast({ cached_enabled: false }), false, 'autocast ', 'autocast_cache_enabled '],
    [
      'autocast on two devices, and its cache',
      state,
      autocast({ enabled: put(onCpu, 1, true), cached_enabled: false }),
      false,
      'autocast ',
      'autocast(cpu)_enabled autocast(cuda)_enabled autocast_cache_enabled ',
    ],
    ['what is compared but not named', state, { ...state, torch_function_all_disabled: true }, false, '', ''],
    ['a flag for a number', state, { ...state, allow_fp16_reduce: false, allow_bf16_reduce: false }, true, '', ''],
    [
      'all that is named',
      state,
      {
        ...autocast({ enabled: onCpu }),
        grad_mode: false,
        torch_function: false,
        deterministic_algorithms: true,
        deterministic_algorithms_warn_only: true,
        allow_tf32: true,
        allow_fp16_reduce: 1,
        allow_bf16_reduce: true,
        num_threads: 1,
        default_dtype: DOUBLE,
      },
      false,
      'grad_mode autocast torch_function deterministic_algorithms deterministic_algorithms_warn_only allow_tf32 allow_fp16_reduce allow_bf16_reduce num_threads default_dtype ',
      'grad_mode autocast(cpu)_enabled torch_function deterministic_algorithms deterministic_algorithms_warn_only allow_tf32 allow_fp16_reduce allow_bf16_reduce num_threads default_dtype ',
    ],
  ])('names %s, as a whole in 2.10 and by device in 2.13', (_, expected, actual, same, whole, byDevice) => {
    expect([
      compareGlobalState(expected, actual, DIALECTS['2.10']),
      compareGlobalState(expected, actual, DIALECTS['2.13']),
    ]).toEqual([
      { same, reason: whole },
      { same, reason: byDevice },
    ])
  })

  it('is read from what a blob holds, or is told where it does not fit', () => {
    const text = (json: unknown): string => JSON.stringify(json)
    const { grad_mode: _, ...without } = state
    expect([
      parseGlobalState(text({ ...state, of_a_later_version: 1 })),
      parseGlobalState('{'),
      parseGlobalState('3'),
      parseGlobalState(text(without)),
      parseGlobalState(text(autocast({ dtype: put(off.dtype, 0, 1.5) }))),
    ]).toEqual([
      { ...state, of_a_later_version: 1 },
      'it is not JSON',
      'the state: expected an object, got 3',
      'grad_mode: expected true or false, but it is missing',
      'autocast_state.dtype.0: expected a whole number, got 1.5',
    ])
  })
})

interface Recorded {
  readonly settings: readonly { readonly keys: Partial<GlobalState> }[]
  readonly saved: readonly { readonly keys: Partial<GlobalState>; readonly passes: string; readonly reason: string }[]
}

// scripts/record-precision-guards.py
it.each([
  ['2.14.1', '2.14'],
  ['2.15.0', '2.15'],
] as const)('of each precision passes where torch %s has it pass, with its reason', (recorded, version) => {
  const file = new URL(`../../../fixtures/precision-guards/${recorded}.json.gz`, import.meta.url)
  const { settings, saved } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recorded
  const { allow_tf32: _, ...rest } = state
  const wrong = saved.flatMap(({ keys, passes, reason }) =>
    settings.flatMap((now, i) => {
      const answer = compareGlobalState({ ...rest, ...keys }, { ...rest, ...now.keys }, DIALECTS[version])
      const same = passes[i] === '1'
      return answer.same === same && answer.reason === (same ? '' : reason) ? [] : [{ keys, now: now.keys, answer }]
    }),
  )
  expect(wrong).toEqual([])
  expect(saved.length * settings.length).toBeGreaterThan(500)
})
