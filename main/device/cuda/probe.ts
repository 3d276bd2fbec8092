/** A matmul on the device without torch or Python: PTX of our own, compiled by the driver, timed by its events. */
import type { ProbePrecision, ProbeResult, ProbeRow } from '../../../shared/device'
import { randomValues } from '../../precision/emulate/random'
import { DeviceCallError, read } from '../errors'
import { textIn } from '../layout'
import type { Argument } from '../library'
import { deviceAt } from './driver'
import type { CudaLibrary } from './driver'
import { JIT_ERROR_LOG, JIT_ERROR_LOG_BYTES } from './functions'
import { FP32_PTX, FP32_TILE } from './probe-fp32'
import { TF32_COLUMNS, TF32_PTX, TF32_ROWS } from './probe-tf32'
import { SAMPLED, compareSampled } from './sampled'

/** Side of the matrices: every kernel's tile divides it. */
export const PROBE_SIZE = 1024
/** The first runs warm the device and are not counted. */
const WARM_UPS = 3
const RUNS = 15
const LOG_BYTES = 4096
/** Seeds of A and B, and how A x B spreads: products of values near 1 over 1024 terms. */
const SEEDS = [11, 12] as const

interface Kernel {
  readonly entry: string
  readonly ptx: string
  readonly grid: (size: number) => readonly [number, number]
  readonly block: readonly [number, number]
}

export const KERNELS: Readonly<Record<ProbePrecision, Kernel>> = {
  fp32: {
    entry: 'matmul_fp32',
    ptx: FP32_PTX,
    grid: (size) => [size / FP32_TILE, size / FP32_TILE],
    block: [FP32_TILE, FP32_TILE],
  },
  tf32: {
    entry: 'matmul_tf32',
    ptx: TF32_PTX,
    grid: (size) => [size / TF32_COLUMNS, size / TF32_ROWS],
    block: [32, 1],
  },
}

/** Throws a DeviceCallError where the device itself refuses; a kernel that it refuses is a row that says so. */
export function probe(library: CudaLibrary, ordinal: number): ProbeResult {
  const cleanup: (() => void)[] = []
  const size = PROBE_SIZE
  const bytes = size * size * 4
  try {
    const device = deviceAt(library, ordinal)
    const context = handleFrom((memory) => library.call('cuDevicePrimaryCtxRetain', [memory, device]))
    cleanup.push(() => library.call('cuDevicePrimaryCtxRelease', [device]))
    library.call('cuCtxPushCurrent', [context])
    cleanup.push(() => library.call('cuCtxPopCurrent', [new BigUint64Array(1)]))
    const allocate = (): bigint => {
      const at = handleFrom((memory) => library.call('cuMemAlloc', [memory, bytes]))
      cleanup.push(() => library.call('cuMemFree', [at]))
      return at
    }
    const [a, b] = [randomValues(size * size, SEEDS[0]), randomValues(size * size, SEEDS[1])]
    const [onA, onB, onC] = [allocate(), allocate(), allocate()]
    library.call('cuMemcpyHtoD', [onA, a, bytes])
    library.call('cuMemcpyHtoD', [onB, b, bytes])
    const rows = (['fp32', 'tf32'] as const).map((precision): ProbeRow => {
      const c = new Float32Array(size * size)
      const ms = read(() => {
        const time = run(library, KERNELS[precision], [onA, onB, onC], size)
        library.call('cuMemcpyDtoH', [c, onC, bytes])
        return time
      })
      const { measured, emulated } = compareSampled(a, b, ms.value === null ? null : c, size, precision)
      if (ms.value === null) return { precision, measured: ms, emulated }
      return { precision, measured: { value: { ...measured, ms: ms.value } }, emulated }
    })
    return { size, runs: RUNS, sampled: SAMPLED, rows }
  } finally {
    for (const undo of cleanup.reverse()) ignoringRefusals(undo)
  }
}

/** The median time of a run, in milliseconds. */
function run(library: CudaLibrary, kernel: Kernel, buffers: readonly bigint[], size: number): number {
  const cleanup: (() => void)[] = []
  try {
    const module = compile(library, kernel.ptx)
    cleanup.push(() => library.call('cuModuleUnload', [module]))
    const entry = Buffer.from(`${kernel.entry}\0`)
    const launched = handleFrom((memory) => library.call('cuModuleGetFunction', [memory, module, entry]))
    const event = (): bigint => {
      const made = handleFrom((memory) => library.call('cuEventCreate', [memory, 0]))
      cleanup.push(() => library.call('cuEventDestroy', [made]))
      return made
    }
    const [start, end] = [event(), event()]
    // the launch reads through these pointers before it returns
    const values = [...buffers.map((at) => BigUint64Array.of(at)), Uint32Array.of(size)]
    const parameters = BigUint64Array.from(values, (value) => library.address(value))
    const [gridX, gridY] = kernel.grid(size)
    const [blockX, blockY] = kernel.block
    const launch: readonly Argument[] = [launched, gridX, gridY, 1, blockX, blockY, 1, 0, 0, parameters, null]
    for (let warm = 0; warm < WARM_UPS; warm++) library.call('cuLaunchKernel', launch)
    library.call('cuCtxSynchronize', [])
    const times = Array.from({ length: RUNS }, () => {
      library.call('cuEventRecord', [start, 0])
      library.call('cuLaunchKernel', launch)
      library.call('cuEventRecord', [end, 0])
      library.call('cuEventSynchronize', [end])
      const ms = new Float32Array(1)
      library.call('cuEventElapsedTime', [ms, start, end])
      return ms[0] ?? NaN
    })
    return times.sort((x, y) => x - y)[Math.floor(RUNS / 2)] ?? NaN
  } finally {
    for (const undo of cleanup.reverse()) ignoringRefusals(undo)
  }
}

/** Loads PTX, which the driver compiles for the device; what its compiler says goes into the error. */
function compile(library: CudaLibrary, ptx: string): bigint {
  const log = Buffer.alloc(LOG_BYTES)
  const options = Int32Array.of(JIT_ERROR_LOG, JIT_ERROR_LOG_BYTES)
  // a size is passed in the place of its pointer
  const values = BigUint64Array.of(library.address(log), BigInt(LOG_BYTES))
  const image = Buffer.from(`${ptx}\0`)
  try {
    return handleFrom((memory) => library.call('cuModuleLoadDataEx', [memory, image, 2, options, values]))
  } catch (error) {
    const said = textIn(log).trim().split('\n', 1)[0] ?? ''
    if (!(error instanceof DeviceCallError) || said === '') throw error
    throw new DeviceCallError(error.call, `${error.status}: ${said}`)
  }
}

function handleFrom(fill: (memory: BigUint64Array) => unknown): bigint {
  const memory = new BigUint64Array(1)
  fill(memory)
  return memory[0] ?? 0n
}

/** After a kernel that failed every call is refused; the first refusal is the one to tell. */
function ignoringRefusals(undo: () => void): void {
  try {
    undo()
  } catch (error) {
    if (!(error instanceof DeviceCallError)) throw error
  }
}
