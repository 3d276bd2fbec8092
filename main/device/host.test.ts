/** The process that calls the driver, as a child of Node: asked, idle, hanging, crashing. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { DeviceHost } from './host'
import type { DeviceHostOptions, DeviceProcess } from './host'
import type { FromDevice } from './protocol'
import { buildStandIn } from './testing/stand-in'

// processes start, and a compiler runs: a busy machine takes its time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const folder = mkdtempSync(join(tmpdir(), 'guardscope-device-host-'))
const script = join(folder, 'process.js')
let standIn = ''
let host: DeviceHost | null = null

beforeAll(async () => {
  standIn = buildStandIn(folder)
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(__dirname, 'process.ts'), formats: ['cjs'], fileName: () => 'process.js' },
      rollupOptions: { external: [/^node:/, 'koffi'] },
    },
  })
})
afterEach(() => host?.stop())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function hostWith(mode: string, options: Omit<DeviceHostOptions, 'start'> = {}, library = standIn): DeviceHost {
  const start = (): DeviceProcess => {
    const env = {
      ...process.env,
      NODE_PATH: resolve(__dirname, '../../node_modules'),
      GUARDSCOPE_NVML: library,
      GUARDSCOPE_CUDA: library,
      STAND_IN: mode,
    }
    const child = fork(script, { env, execArgv: [], stdio: 'ignore' })
    return {
      post: (message) => void child.send(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromDevice)),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    }
  }
  host = new DeviceHost({ start, ...options })
  return host
}

test('nothing runs until it is asked; it answers again and again, and ends when nobody asks', async () => {
  const devices = hostWith('', { idle: 200 })
  expect(devices.active).toBe(false)
  const uses: unknown[] = []
  for (let asked = 0; asked < 3; asked++) {
    const reply = await devices.ask('report', {})
    uses.push(reply.ok ? reply.value.gpus[0]?.use.value?.gpu : reply.error)
  }
  // one process: the stand-in counts its polls
  expect(uses).toEqual([41, 42, 43])
  await expect.poll(() => devices.active, { timeout: 20_000 }).toBe(false)
  const again = await devices.ask('report', {})
  expect(again.ok && again.value.gpus[0]?.use.value?.gpu).toBe(41)
})

test('a probe of a device that is none is an error, and the process goes on', async () => {
  const devices = hostWith('')
  expect(await devices.ask('probe', { ordinal: 9 })).toEqual({
    ok: false,
    error: { message: 'cuDeviceGet: CUDA_ERROR_INVALID_DEVICE', offset: null },
  })
  expect((await devices.ask('report', {})).ok).toBe(true)
})

test('a report that is asked during a probe waits for it, however long it takes', async () => {
  const devices = hostWith('', { patience: { report: 150, probe: 30_000 } })
  const [probed, reported] = await Promise.all([devices.ask('probe', { ordinal: 1 }), devices.ask('report', {})])
  devices.stop()
  expect([probed.ok, reported.ok]).toEqual([true, true])
})

test('no library is an answer', async () => {
  const reply = await hostWith('', {}, 'libabsent.so.1').ask('report', {})
  expect(reply).toMatchObject({ ok: true, value: { gpus: [], note: 'No NVIDIA driver: libabsent.so.1 is not here.' } })
})

test.each([
  { mode: 'hang', patience: 1500, why: 'the driver did not answer within 1.5 s' },
  { mode: 'crash', patience: 30_000, why: 'the process that calls the driver ended by itself' },
])(
  'a driver that makes it $mode is ended and said; the next question starts another',
  async ({ mode, patience, why }) => {
    const devices = hostWith(mode, { patience: { report: patience, probe: patience } })
    const told = { ok: false, error: { message: why, offset: null } }
    expect(await Promise.all([devices.ask('report', {}), devices.ask('report', {})])).toEqual([told, told])
    expect(devices.active).toBe(false)
    expect(await devices.ask('report', {})).toEqual(told)
  },
)
