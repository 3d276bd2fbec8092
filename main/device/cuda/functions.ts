/** The functions of the CUDA driver that are called, as cuda.h of CUDA 12 declares them. */
import type { BoundFunction, LibrarySpec } from '../library'
import { cudaStatusName } from './status'

const FUNCTIONS = {
  cuInit: { symbols: ['cuInit'], takes: ['uint'] },
  cuDriverGetVersion: { symbols: ['cuDriverGetVersion'], takes: ['memory'] },
  cuDeviceGetCount: { symbols: ['cuDeviceGetCount'], takes: ['memory'] },
  cuDeviceGet: { symbols: ['cuDeviceGet'], takes: ['memory', 'int'] },
  cuDeviceGetName: { symbols: ['cuDeviceGetName'], takes: ['memory', 'int', 'int'] },
  cuDeviceGetPCIBusId: { symbols: ['cuDeviceGetPCIBusId'], takes: ['memory', 'int', 'int'] },
  cuDeviceTotalMem: { symbols: ['cuDeviceTotalMem_v2'], takes: ['memory', 'int'] },
  cuDeviceGetAttribute: { symbols: ['cuDeviceGetAttribute'], takes: ['memory', 'int', 'int'] },
  cuDevicePrimaryCtxRetain: { symbols: ['cuDevicePrimaryCtxRetain'], takes: ['memory', 'int'] },
  cuDevicePrimaryCtxRelease: {
    symbols: ['cuDevicePrimaryCtxRelease_v2', 'cuDevicePrimaryCtxRelease'],
    takes: ['int'],
  },
  cuCtxPushCurrent: { symbols: ['cuCtxPushCurrent_v2'], takes: ['handle'] },
  cuCtxPopCurrent: { symbols: ['cuCtxPopCurrent_v2'], takes: ['memory'] },
  cuCtxSynchronize: { symbols: ['cuCtxSynchronize'], takes: [] },
  cuModuleLoadDataEx: { symbols: ['cuModuleLoadDataEx'], takes: ['memory', 'memory', 'uint', 'memory', 'memory'] },
  cuModuleUnload: { symbols: ['cuModuleUnload'], takes: ['handle'] },
  cuModuleGetFunction: { symbols: ['cuModuleGetFunction'], takes: ['memory', 'handle', 'memory'] },
  cuMemAlloc: { symbols: ['cuMemAlloc_v2'], takes: ['memory', 'size'] },
  cuMemFree: { symbols: ['cuMemFree_v2'], takes: ['handle'] },
  cuMemcpyHtoD: { symbols: ['cuMemcpyHtoD_v2'], takes: ['handle', 'memory', 'size'] },
  cuMemcpyDtoH: { symbols: ['cuMemcpyDtoH_v2'], takes: ['memory', 'handle', 'size'] },
  cuEventCreate: { symbols: ['cuEventCreate'], takes: ['memory', 'uint'] },
  cuEventRecord: { symbols: ['cuEventRecord'], takes: ['handle', 'handle'] },
  cuEventSynchronize: { symbols: ['cuEventSynchronize'], takes: ['handle'] },
  cuEventElapsedTime: { symbols: ['cuEventElapsedTime'], takes: ['memory', 'handle', 'handle'] },
  cuEventDestroy: { symbols: ['cuEventDestroy_v2'], takes: ['handle'] },
  cuLaunchKernel: {
    symbols: ['cuLaunchKernel'],
    // function, grid x y z, block x y z, shared bytes, stream, parameters, extra
    takes: ['handle', 'uint', 'uint', 'uint', 'uint', 'uint', 'uint', 'uint', 'handle', 'memory', 'memory'],
  },
} as const satisfies Readonly<Record<string, BoundFunction>>

export const CUDA: LibrarySpec<typeof FUNCTIONS> = {
  title: 'The CUDA driver',
  functions: FUNCTIONS,
  // cuGetProcAddress answers so for what a driver lacks
  missing: 'CUDA_ERROR_NOT_FOUND',
  statusName: cudaStatusName,
}

/** CUdevice_attribute. */
export const CAPABILITY_MAJOR = 75
export const CAPABILITY_MINOR = 76
export const ATTRIBUTES = [
  { attribute: 16, name: 'Multiprocessors', unit: '' },
  { attribute: 39, name: 'Threads per multiprocessor', unit: '' },
  { attribute: 97, name: 'Shared memory per block', unit: 'bytes' },
  { attribute: 38, name: 'L2 cache', unit: 'bytes' },
  { attribute: 37, name: 'Memory bus', unit: 'bits' },
] as const

/** CUjit_option. */
export const JIT_ERROR_LOG = 5
export const JIT_ERROR_LOG_BYTES = 6

/** cuda.h asks for a name of any size; PCI ids are 13 characters and a NUL. */
export const NAME_CHARS = 256
export const PCI_CHARS = 32
