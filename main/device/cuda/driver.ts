/** The CUDA driver: started once, and what it tells of its devices. */
import type { DeviceAttribute, Reading } from '../../../shared/device'
import { DeviceCallError, read } from '../errors'
import { textIn } from '../layout'
import { NativeLibrary } from '../library'
import { CUDA_NAMES, namesFor } from '../names'
import { ATTRIBUTES, CAPABILITY_MAJOR, CAPABILITY_MINOR, CUDA, NAME_CHARS, PCI_CHARS } from './functions'

export interface CudaDevice {
  readonly ordinal: number
  readonly pciBusId: Reading<string>
  readonly name: Reading<string>
  readonly capability: Reading<string>
  /** Bytes. */
  readonly totalMemory: Reading<number>
  readonly attributes: readonly DeviceAttribute[]
}

export type CudaLibrary = NativeLibrary<typeof CUDA.functions>

/** A LibraryError where there is none, a DeviceCallError where it does not start. */
export function startCuda(names = namesFor(CUDA_NAMES)): CudaLibrary {
  const library = NativeLibrary.load(CUDA, names)
  library.call('cuInit', [0])
  return library
}

/** As `nvmlSystemGetCudaDriverVersion`. */
export function cudaDriverVersion(library: CudaLibrary): number {
  return intFrom((memory) => library.call('cuDriverGetVersion', [memory]))
}

export function cudaDevices(library: CudaLibrary): CudaDevice[] {
  const count = intFrom((memory) => library.call('cuDeviceGetCount', [memory]))
  return Array.from({ length: count }, (_, ordinal): CudaDevice => {
    const device = deviceAt(library, ordinal)
    const attribute = (number: number): number =>
      intFrom((memory) => library.call('cuDeviceGetAttribute', [memory, number, device]))
    return {
      ordinal,
      pciBusId: read(() => {
        const memory = Buffer.alloc(PCI_CHARS)
        library.call('cuDeviceGetPCIBusId', [memory, PCI_CHARS, device])
        return textIn(memory)
      }),
      name: read(() => {
        const memory = Buffer.alloc(NAME_CHARS)
        library.call('cuDeviceGetName', [memory, NAME_CHARS, device])
        return textIn(memory)
      }),
      capability: read(() => `${attribute(CAPABILITY_MAJOR)}.${attribute(CAPABILITY_MINOR)}`),
      totalMemory: read(() => {
        const memory = new BigUint64Array(1)
        library.call('cuDeviceTotalMem', [memory, device])
        return Number(memory[0])
      }),
      attributes: ATTRIBUTES.flatMap(({ attribute: number, name, unit }): DeviceAttribute[] => {
        try {
          return [{ name, value: attribute(number), unit }]
        } catch (error) {
          // an older driver does not know it
          if (error instanceof DeviceCallError) return []
          throw error
        }
      }),
    }
  })
}

/** The driver's CUdevice of an ordinal. */
export function deviceAt(library: CudaLibrary, ordinal: number): number {
  return intFrom((memory) => library.call('cuDeviceGet', [memory, ordinal]))
}

function intFrom(fill: (memory: Int32Array) => unknown): number {
  const memory = new Int32Array(1)
  fill(memory)
  return memory[0] ?? 0
}
