import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reply } from '../../../shared/api'
import type { DeviceReport, ProbeResult } from '../../../shared/device'
import { REFRESH, createDevicesStore } from './devices-store'

const NONE: DeviceReport = { driver: { value: '1' }, cuda: { value: '12.0' }, gpus: [], note: 'No NVIDIA GPU.' }
/** What it holds does not matter here. */
const ONE = { ...NONE, gpus: [{}], note: null } as unknown as DeviceReport
const RESULT: ProbeResult = { size: 1024, runs: 15, sampled: 2048, rows: [] }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function storeOf(answers: readonly Reply<DeviceReport>[]) {
  let asked = 0
  const store = createDevicesStore({
    devices: async () => answers[Math.min(asked++, answers.length - 1)] ?? { ok: true, value: NONE },
    probeDevice: async (ordinal) =>
      ordinal === 0 ? { ok: true, value: RESULT } : { ok: false, error: { message: 'no such device', offset: null } },
    emulatedErrors: async () => ({ ok: true, value: { sizes: { matmul: '', conv: '', rnn: '' }, rows: [] } }),
  })
  return { store, asked: () => asked }
}

describe('devices store', () => {
  it('should ask each second while it is watched, and no more afterwards', async () => {
    const { store, asked } = storeOf([{ ok: true, value: ONE }])
    expect(asked()).toBe(0)
    const end = store.getState().watch()
    await vi.advanceTimersByTimeAsync(3 * REFRESH)
    expect(asked()).toBe(4)
    end()
    await vi.advanceTimersByTimeAsync(3 * REFRESH)
    expect(asked()).toBe(4)
  })

  it('should ask once where there is no GPU', async () => {
    const { store, asked } = storeOf([{ ok: true, value: NONE }])
    store.getState().watch()
    await vi.advanceTimersByTimeAsync(5 * REFRESH)
    expect([asked(), store.getState().report?.note]).toEqual([1, 'No NVIDIA GPU.'])
  })

  it('should keep what it knew and say why there is nothing newer', async () => {
    const { store, asked } = storeOf([
      { ok: true, value: ONE },
      { ok: false, error: { message: 'hung', offset: null } },
    ])
    store.getState().watch()
    await vi.advanceTimersByTimeAsync(5 * REFRESH)
    expect([asked(), store.getState().report, store.getState().error]).toEqual([2, ONE, 'hung'])
  })

  it('should keep the probe of each device apart', async () => {
    const { store } = storeOf([])
    const done = Promise.all([store.getState().probe(0), store.getState().probe(1)])
    expect(store.getState().probes.get(1)).toEqual({ status: 'running' })
    await done
    expect([...store.getState().probes]).toEqual([
      [0, { status: 'done', result: RESULT }],
      [1, { status: 'failed', message: 'no such device' }],
    ])
  })
})
