import { expect, test } from 'vitest'
import type { GuardRows } from './leave-out'
import { type Ask, profileInTorch } from './torch-profile'

const ROWS: GuardRows = {
  ends: Int32Array.of(6, 2, 5, 4, 5, 6),
  guardOf: Int32Array.of(-1, 0, -1, 1, 2, 3),
  guards: ['G ', 'T x', 'E x', 'L '],
}
/** What each guard takes, and a check without any. */
const [GUARDS, EMPTY] = [[200, 40, 60, 400], 100] as const
const SCENARIO = { name: 'a call', f_locals: {} } as never

interface Asked {
  readonly warm: number
  readonly cold: number
  readonly guards?: readonly number[]
}

/** A process in which time stands still but for what it is asked, a second each time. */
function processOf({
  check = true,
  guards = ROWS.guards,
  evicts = true,
  times = GUARDS as readonly number[],
  bad = -1,
} = {}) {
  let clock = 0
  const asked: string[] = []
  const whole = EMPTY + GUARDS.reduce((sum, one) => sum + one, 0)
  const ask = (async (method: string, params: object) => {
    clock += 1000
    asked.push(method)
    if (method === 'timeCall')
      return { check, notes: [], guards, perRun: 7, calling: EMPTY, torchEvicts: evicts, evicted: 1, busy: false }
    const { warm, cold, guards: left = [] } = params as Asked
    if (method === 'timeRuns')
      return { warm: Array.from({ length: warm }, () => whole), cold: Array.from({ length: cold }, () => whole * 10) }
    const less = left.reduce((sum, guard) => sum + (times[guard] ?? 0), 0)
    const turns = (by: number): [number, number][] => [[whole * by, (whole - less) * by]]
    if (left.includes(bad)) return { warm: [], cold: [], failed: 'torch builds no manager without them' }
    return { warm: warm > 0 ? turns(1) : [], cold: cold > 0 ? turns(10) : [], failed: null }
  }) as unknown as Ask
  return { ask, asked, now: () => clock }
}

const options = { name: 'd', torch: '2.13.0', pid: 7, scenario: SCENARIO, rows: ROWS, runs: { warm: 60, cold: 9 } }

test('rows have the time that a check takes less without their guards, cold and warm', async () => {
  const profile = await profileInTorch({ ...options, ...processOf(), seconds: 1000 })
  expect([...profile.warm.total]).toEqual([800, 200, 100, 40, 60, 400])
  expect([...profile.cold.total]).toEqual([8000, 2000, 1000, 400, 600, 4000])
  // what a manager takes by itself is not told by leaving out
  expect([...profile.warm.own]).toEqual([NaN, 200, NaN, 40, 60, 400])
  expect([profile.warm.runs.length, profile.cold.runs.length]).toEqual([60, 9])
  expect(profile.origin).toEqual({ kind: 'torch', torch: '2.13.0', pid: 7, evicts: true, busy: false })
  expect(profile.warm.method).toMatchObject({ kind: 'left-out', groups: 5, perRun: 7, calling: 100, evicted: 0 })
  expect(profile.cold.method).toMatchObject({ kind: 'left-out', groups: 5, perRun: 1, calling: 0, evicted: 1 })
})

test('what there was no time for is not measured', async () => {
  const { warm, cold } = await profileInTorch({ ...options, ...processOf(), seconds: 4 })
  expect([...warm.total]).toEqual([800, 200, 100, NaN, NaN, NaN])
  // what takes long warm comes first, and what is not known of before what is known to take little
  expect([...cold.total]).toEqual([8000, 2000, NaN, NaN, NaN, 4000])
})

test('a row without which torch builds nothing is not measured, and the others are', async () => {
  const { warm } = await profileInTorch({ ...options, ...processOf({ bad: 3 }), seconds: 1000 })
  expect([...warm.total]).toEqual([800, 200, 100, 40, 60, NaN])
})

test('of a call that is refused, and where nobody wants them, there are whole checks alone', async () => {
  for (const given of [
    { process: processOf({ check: false }), seconds: 9 },
    { process: processOf(), seconds: 0 },
  ]) {
    const profile = await profileInTorch({ ...options, ...given.process, seconds: given.seconds })
    expect([...profile.warm.total]).toEqual([800, NaN, NaN, NaN, NaN, NaN])
    expect(given.process.asked).not.toContain('timeWithout')
  }
})

test('guards in another order go by their names, and those that share one only together', async () => {
  const times = [...GUARDS]
  const shared = { ...ROWS, guards: ['G ', 'T x', 'T x', 'L '] }
  const other = processOf({
    guards: ['L ', 'T x', 'G ', 'T x'],
    times: [times[3], times[1], times[0], times[2]] as number[],
  })
  const { warm } = await profileInTorch({ ...options, ...other, rows: shared, seconds: 1000 })
  expect([...warm.total]).toEqual([800, 200, 100, NaN, NaN, 400])
})

test('other guards than here are not left out', async () => {
  const other = processOf({ guards: ['G ', 'T x', 'L ', 'F x'] })
  await expect(profileInTorch({ ...options, ...other, seconds: 9 })).rejects.toThrow('torch holds other guards')
})

test('it is called off between two questions', async () => {
  const process = processOf()
  const onProgress = (fraction: number): void => {
    if (fraction > 0.3) throw new Error('cancelled')
  }
  await expect(profileInTorch({ ...options, ...process, seconds: 9, onProgress })).rejects.toThrow('cancelled')
  expect(process.asked.filter((method) => method === 'timeWithout').length).toBeLessThan(4)
})
