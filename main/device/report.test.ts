/** The bindings, called on a stand-in library that is compiled here; and the machine's own library where it has one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import koffi from 'koffi'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { DeviceReportSchema, ProbeResultSchema } from '../../shared/device'
import type { DeviceReport, GpuReport } from '../../shared/device'
import { startCuda } from './cuda/driver'
import { probe } from './cuda/probe'
import { CUDA_NAMES, namesFor, NVML_NAMES } from './names'
import { Nvml } from './nvml/read'
import { reportOf, started } from './report'
import { buildStandIn } from './testing/stand-in'

// a probe multiplies large matrices on the processor here
vi.setConfig({ testTimeout: 60_000 })
const folder = mkdtempSync(join(tmpdir(), 'guardscope-device-'))
const standIn = buildStandIn(folder)
const oldStandIn = buildStandIn(folder, true)
afterEach(() => {
  delete process.env['STAND_IN']
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(nvml: readonly string[], cuda: readonly string[]): DeviceReport {
  const [seen, computing] = [started(() => Nvml.start(nvml)), started(() => startCuda(cuda))]
  const made = reportOf(seen, computing)
  if (seen.ok) seen.library.stop()
  // what crosses to the window is what its schema says
  expect(DeviceReportSchema.parse(made)).toEqual(made)
  return made
}

const value = <T>(of: T): { value: T } => ({ value: of })
const refused = (why: string): { value: null; why: string } => ({ value: null, why })

/** Of the first GPU, without its processes. */
const FIRST: Omit<GpuReport, 'processes' | 'precisions'> = {
  pciBusId: '00000000:1B:00.0',
  ordinal: 1,
  name: value('NVIDIA Stand-in 80GB'),
  capability: value('9.0'),
  memory: value({ used: 23_622_320_128, total: 85_520_809_984 }),
  use: value({ gpu: 41, memory: 17 }),
  temperature: value(61),
  power: value(342.75),
  powerLimit: value(700),
  clocks: {
    sm: { now: value(1755), most: value(1980) },
    memory: { now: value(2619), most: value(2619) },
  },
  attributes: [
    { name: 'Multiprocessors', value: 132, unit: '' },
    { name: 'Threads per multiprocessor', value: 2048, unit: '' },
    // an attribute that the driver does not know is left out
    { name: 'L2 cache', value: 52_428_800, unit: 'bytes' },
    { name: 'Memory bus', value: 5120, unit: 'bits' },
  ],
}

test('each GPU is read value by value, joined with its CUDA device by the bus, refusals in the words of the library', () => {
  const { driver, cuda, gpus, note } = report([standIn], [standIn])
  expect({ driver, cuda, note, gpus: gpus.length }).toEqual({
    driver: value('555.42.06'),
    cuda: value('12.5'),
    note: null,
    gpus: 2,
  })
  const [first, second] = gpus
  const { processes, precisions, ...rest } = first ?? ({} as GpuReport)
  expect(rest).toEqual(FIRST)
  expect(precisions?.map(({ name, from, has }) => `${name} ${from} ${has}`)).toEqual([
    'fp16 7.0 true',
    'int8 7.2 true',
    'bf16 8.0 true',
    'tf32 8.0 true',
    'fp64 8.0 true',
    'fp8 8.9 true',
    'fp6 10.0 false',
    'fp4 10.0 false',
  ])
  // more than the room it first asks with; the one that computes and draws is one
  expect(processes?.value?.length).toBe(41)
  expect(processes?.value?.slice(0, 3)).toEqual([
    { pid: 5000, name: value('/opt/venv/bin/python3'), memory: value(40 * 2 ** 28), kind: 'compute' },
    { pid: 77, name: value('/usr/lib/xorg/Xorg'), memory: value(39 * 2 ** 28), kind: 'both' },
    { pid: 4242, name: refused('NVML_ERROR_NO_PERMISSION'), memory: value(38 * 2 ** 28), kind: 'compute' },
  ])
  expect(processes?.value?.at(-1)).toEqual({
    pid: 5003,
    name: value('/opt/venv/bin/python3'),
    memory: refused('NVML_VALUE_NOT_AVAILABLE'),
    kind: 'compute',
  })
  expect(second).toMatchObject({
    ordinal: 0,
    // not ended by a NUL, and no byte beyond
    name: value(`NVIDIA Stand-in with a very long name ${'x'.repeat(96 - 38)}`),
    capability: value('7.5'),
    use: refused('NVML_ERROR_NOT_SUPPORTED'),
    power: refused('NVML_ERROR_NOT_SUPPORTED'),
    processes: refused('NVML_ERROR_NO_PERMISSION'),
  })
  expect(second?.precisions.filter(({ has }) => has).map(({ name }) => name)).toEqual(['fp16', 'int8'])
})

test('an older driver is read by the functions it has', () => {
  const { cuda, gpus } = report([oldStandIn], [oldStandIn])
  expect(cuda).toEqual(value('11.4'))
  expect(gpus[0]?.memory).toEqual(value({ used: 2 ** 30, total: 2 ** 32 }))
  expect(gpus[0]?.processes.value?.length).toBe(41)
})

test.each([
  {
    what: 'CUDA alone',
    nvml: 'absent.so.1',
    cuda: standIn,
    gpus: ['0 7.5', '1 9.0'],
    note: 'NVML gives nothing: absent.so.1 is not here.',
  },
  {
    what: 'NVML alone',
    nvml: standIn,
    cuda: 'absent.so.1',
    gpus: ['null 9.0', 'null 7.5'],
    note: 'The CUDA driver gives nothing: absent.so.1 is not here.',
  },
  {
    what: 'neither',
    nvml: 'absent.so.1',
    cuda: 'absent.so',
    gpus: [],
    note: 'No NVIDIA driver: absent.so.1 is not here.',
  },
])('with $what one line says what is missing', ({ nvml, cuda, gpus, note }) => {
  const made = report([nvml], [cuda])
  expect(made.gpus.map(({ ordinal, capability }) => `${ordinal} ${capability.value}`)).toEqual(gpus)
  expect(made.note).toBe(note)
})

test('libraries without a driver, files that are none, and systems that have none say so in one line', () => {
  process.env['STAND_IN'] = 'no-driver'
  expect(report([standIn], [standIn]).note).toBe('No NVIDIA GPU: nvmlInit: NVML_ERROR_DRIVER_NOT_LOADED.')
  expect(report([__filename], [__filename]).note).toMatch(
    /^No NVIDIA driver: .*report\.test\.ts does not load: [^\n]+\.$/,
  )
  expect(report(namesFor(NVML_NAMES, 'darwin', {}), []).note).toBe(
    'No NVIDIA driver: NVML does not exist for this system.',
  )
})

test('the probe compiles, runs, times and compares both kernels, and leaves nothing behind', () => {
  const library = startCuda([standIn])
  const result = probe(library, 1)
  expect(ProbeResultSchema.parse(result)).toEqual(result)
  expect({ ...result, rows: result.rows.map(({ precision }) => precision) }).toEqual({
    size: 1024,
    runs: 15,
    sampled: 2048,
    rows: ['fp32', 'tf32'],
  })
  for (const { measured, emulated } of result.rows)
    // the stand-in sums as the emulation does: what went to the device and came back is all that could differ
    expect(measured).toEqual(value({ ...emulated, ms: 1.5 }))
  const [fp32, tf32] = result.rows
  expect(fp32?.emulated.relative).toBeLessThan(1e-6)
  expect(tf32?.emulated.relative).toBeGreaterThan(1e-4)
  expect(leftOver()).toBe(0)
})

test('a kernel that the device does not take is a row with what its compiler said; the other runs', () => {
  const library = startCuda([standIn])
  const { rows } = probe(library, 0)
  expect(rows[0]?.measured.value?.ms).toBe(1.5)
  expect(rows[1]?.measured).toEqual(
    refused("CUDA_ERROR_INVALID_PTX: ptxas fatal   : .target 'sm_80' is not for this stand-in"),
  )
  expect(leftOver()).toBe(0)
  expect(() => probe(library, 7)).toThrow('cuDeviceGet: CUDA_ERROR_INVALID_DEVICE')
})

const real = started(() => Nvml.start(namesFor(NVML_NAMES, process.platform, {})))
const realCuda = started(() => startCuda(namesFor(CUDA_NAMES, process.platform, {})))
const here = realCuda.ok ? 'are called' : `are not called: ${realCuda.error.message}`
test(`the libraries of this machine ${here}; the report and a probe say what there is`, () => {
  const { gpus, note } = reportOf(real, realCuda)
  if (!realCuda.ok) {
    if (!real.ok) expect({ gpus, note }).toEqual({ gpus: [], note: expect.stringMatching(/^No NVIDIA/) })
    return
  }
  expect(gpus.map(({ name }) => name.value)).not.toContain(null)
  for (const { ordinal, capability } of gpus) {
    if (ordinal === null) continue
    for (const { precision, measured, emulated } of probe(realCuda.library, ordinal).rows)
      if (precision === 'fp32' || Number(capability.value) >= 8)
        expect((measured.value?.relative ?? NaN) / emulated.relative, precision).toBeCloseTo(1, 0)
  }
})

/** What the stand-in counts: contexts, memory, events and modules that were not given back. */
function leftOver(): number {
  return koffi.load(standIn).func('standInLeftOver', 'int', [])() as number
}
