/** Reads what NVML tells of each GPU, a value at a time: one that is refused takes no other with it. */
import type { GpuProcess, Reading } from '../../../shared/device'
import { DeviceCallError, read } from '../errors'
import type { Layout } from '../layout'
import { Structs, textIn } from '../layout'
import type { Argument } from '../library'
import { NativeLibrary } from '../library'
import { NVML_NAMES, namesFor } from '../names'
import {
  CLOCK_MEM,
  CLOCK_SM,
  DEVICE_NAME_CHARS,
  DRIVER_VERSION_CHARS,
  MEMORY_V1,
  MEMORY_V2,
  MEMORY_V2_VERSION,
  NOT_AVAILABLE,
  NVML,
  PCI_INFO,
  PROCESS_INFO,
  PROCESS_NAME_CHARS,
  TEMPERATURE_GPU,
  UTILIZATION,
} from './functions'
import { INSUFFICIENT_SIZE } from './status'

type NvmlFunction = keyof typeof NVML.functions
type ProcessField = typeof PROCESS_INFO extends Layout<infer Name> ? Name : never

export interface NvmlDevice {
  readonly pciBusId: Reading<string>
  readonly name: Reading<string>
  readonly capability: Reading<string>
  readonly memory: Reading<{ readonly used: number; readonly total: number }>
  readonly use: Reading<{ readonly gpu: number; readonly memory: number }>
  readonly temperature: Reading<number>
  readonly power: Reading<number>
  readonly powerLimit: Reading<number>
  readonly clocks: Readonly<Record<'sm' | 'memory', { readonly now: Reading<number>; readonly most: Reading<number> }>>
  readonly processes: Reading<readonly GpuProcess[]>
}

export class Nvml {
  private constructor(private readonly library: NativeLibrary<typeof NVML.functions>) {}

  /** A LibraryError where there is none, a DeviceCallError where it does not start (no driver, no device). */
  static start(names = namesFor(NVML_NAMES)): Nvml {
    const library = NativeLibrary.load(NVML, names)
    library.call('nvmlInit', [])
    return new Nvml(library)
  }

  stop(): void {
    this.library.call('nvmlShutdown', [])
    this.library.unload()
  }

  driver(): Reading<string> {
    return this.text('nvmlSystemGetDriverVersion', [], DRIVER_VERSION_CHARS)
  }

  cuda(): Reading<string> {
    return read(() => cudaVersion(this.number('nvmlSystemGetCudaDriverVersion', [])))
  }

  devices(): NvmlDevice[] {
    const count = this.number('nvmlDeviceGetCount', [])
    return Array.from({ length: count }, (_, index) => this.device(index))
  }

  private device(index: number): NvmlDevice {
    const handle = read(() => {
      const memory = new BigUint64Array(1)
      this.library.call('nvmlDeviceGetHandleByIndex', [index, memory])
      return memory[0] ?? 0n
    })
    const of = <T>(get: (handle: bigint) => T): Reading<T> =>
      handle.value === null ? handle : read(() => get(handle.value))
    const number = (name: NvmlFunction, kind?: number): Reading<number> =>
      of((device) => this.number(name, kind === undefined ? [device] : [device, kind]))
    const watts = (name: NvmlFunction): Reading<number> => of((device) => this.number(name, [device]) / 1000)
    return {
      pciBusId: of((device) => {
        const info = new Structs(PCI_INFO)
        this.library.call('nvmlDeviceGetPciInfo', [device, info.memory])
        return info.text('busId')
      }),
      name: handle.value === null ? handle : this.text('nvmlDeviceGetName', [handle.value], DEVICE_NAME_CHARS),
      capability: of((device) => {
        const [major, minor] = [new Int32Array(1), new Int32Array(1)]
        this.library.call('nvmlDeviceGetCudaComputeCapability', [device, major, minor])
        return `${major[0]}.${minor[0]}`
      }),
      memory: of((device) => this.memory(device)),
      use: of((device) => {
        const rates = new Structs(UTILIZATION)
        this.library.call('nvmlDeviceGetUtilizationRates', [device, rates.memory])
        return { gpu: rates.uint('gpu'), memory: rates.uint('memory') }
      }),
      temperature: number('nvmlDeviceGetTemperature', TEMPERATURE_GPU),
      power: watts('nvmlDeviceGetPowerUsage'),
      powerLimit: watts('nvmlDeviceGetEnforcedPowerLimit'),
      clocks: {
        sm: { now: number('nvmlDeviceGetClockInfo', CLOCK_SM), most: number('nvmlDeviceGetMaxClockInfo', CLOCK_SM) },
        memory: {
          now: number('nvmlDeviceGetClockInfo', CLOCK_MEM),
          most: number('nvmlDeviceGetMaxClockInfo', CLOCK_MEM),
        },
      },
      processes: of((device) => this.processes(device)),
    }
  }

  private memory(device: bigint): { used: number; total: number } {
    const info = new Structs(MEMORY_V2)
    info.setUint('version', MEMORY_V2_VERSION)
    try {
      this.library.call('nvmlDeviceGetMemoryInfo_v2', [device, info.memory])
      return { used: Number(info.uint64('used')), total: Number(info.uint64('total')) }
    } catch (error) {
      // before driver 510 there is the first form only, which counts what is reserved as used; 510.39 has the second
      // by name and refuses it so
      if (!(error instanceof DeviceCallError) || error.status !== NVML.missing) throw error
      const old = new Structs(MEMORY_V1)
      this.library.call('nvmlDeviceGetMemoryInfo', [device, old.memory])
      return { used: Number(old.uint64('used')), total: Number(old.uint64('total')) }
    }
  }

  private processes(device: bigint): GpuProcess[] {
    const found = new Map<number, GpuProcess>()
    for (const [kind, name] of [
      ['compute', 'nvmlDeviceGetComputeRunningProcesses'],
      ['graphics', 'nvmlDeviceGetGraphicsRunningProcesses'],
    ] as const) {
      const list = this.running(name, device)
      for (let at = 0; at < list.count; at++) {
        const pid = list.infos.uint('pid', at)
        const used = list.infos.uint64('usedGpuMemory', at)
        const known = found.get(pid)
        found.set(pid, {
          pid,
          name: known?.name ?? this.text('nvmlSystemGetProcessName', [pid], PROCESS_NAME_CHARS),
          // the driver model of Windows does not tell
          memory: used === NOT_AVAILABLE ? { value: null, why: 'NVML_VALUE_NOT_AVAILABLE' } : { value: Number(used) },
          kind: known === undefined ? kind : 'both',
        })
      }
    }
    return [...found.values()].sort((a, b) => (b.memory.value ?? 0) - (a.memory.value ?? 0) || a.pid - b.pid)
  }

  /** Asked with room for some; asked again with more where there are more. Processes come meanwhile: a few tries. */
  private running(name: NvmlFunction, device: bigint): { infos: Structs<ProcessField>; count: number } {
    const count = new Uint32Array([32])
    for (let tries = 0; ; tries++) {
      const room = count[0] ?? 0
      // with space behind, for a driver whose entries are wider
      const infos = new Structs(PROCESS_INFO, 2 * room)
      const status = this.library.call(name, [device, count, infos.memory], tries < 3 ? [INSUFFICIENT_SIZE] : [])
      if (status === 0) return { infos, count: Math.min(count[0] ?? 0, room) }
      count[0] = (count[0] ?? 0) + 16
    }
  }

  private number(name: NvmlFunction, args: readonly Argument[]): number {
    const memory = new Uint32Array(1)
    this.library.call(name, [...args, memory])
    return memory[0] ?? 0
  }

  private text(name: NvmlFunction, args: readonly Argument[], chars: number): Reading<string> {
    return read(() => {
      const memory = Buffer.alloc(chars)
      this.library.call(name, [...args, memory, chars])
      return textIn(memory)
    })
  }
}

/** 12090 is CUDA 12.9. */
export function cudaVersion(version: number): string {
  return `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`
}
