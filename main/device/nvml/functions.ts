/** The functions and structs of NVML that are read, as nvml.h of CUDA 12 declares them. */
import type { BoundFunction, LibrarySpec } from '../library'
import { layoutOf } from '../layout'
import { nvmlStatusName } from './status'

const FUNCTIONS = {
  nvmlInit: { symbols: ['nvmlInit_v2'], takes: [] },
  nvmlShutdown: { symbols: ['nvmlShutdown'], takes: [] },
  nvmlSystemGetDriverVersion: { symbols: ['nvmlSystemGetDriverVersion'], takes: ['memory', 'uint'] },
  nvmlSystemGetCudaDriverVersion: {
    symbols: ['nvmlSystemGetCudaDriverVersion_v2', 'nvmlSystemGetCudaDriverVersion'],
    takes: ['memory'],
  },
  nvmlSystemGetProcessName: { symbols: ['nvmlSystemGetProcessName'], takes: ['uint', 'memory', 'uint'] },
  nvmlDeviceGetCount: { symbols: ['nvmlDeviceGetCount_v2'], takes: ['memory'] },
  nvmlDeviceGetHandleByIndex: { symbols: ['nvmlDeviceGetHandleByIndex_v2'], takes: ['uint', 'memory'] },
  nvmlDeviceGetName: { symbols: ['nvmlDeviceGetName'], takes: ['handle', 'memory', 'uint'] },
  nvmlDeviceGetPciInfo: { symbols: ['nvmlDeviceGetPciInfo_v3'], takes: ['handle', 'memory'] },
  nvmlDeviceGetCudaComputeCapability: {
    symbols: ['nvmlDeviceGetCudaComputeCapability'],
    takes: ['handle', 'memory', 'memory'],
  },
  nvmlDeviceGetMemoryInfo_v2: { symbols: ['nvmlDeviceGetMemoryInfo_v2'], takes: ['handle', 'memory'] },
  nvmlDeviceGetMemoryInfo: { symbols: ['nvmlDeviceGetMemoryInfo'], takes: ['handle', 'memory'] },
  nvmlDeviceGetUtilizationRates: { symbols: ['nvmlDeviceGetUtilizationRates'], takes: ['handle', 'memory'] },
  nvmlDeviceGetTemperature: { symbols: ['nvmlDeviceGetTemperature'], takes: ['handle', 'int', 'memory'] },
  nvmlDeviceGetPowerUsage: { symbols: ['nvmlDeviceGetPowerUsage'], takes: ['handle', 'memory'] },
  nvmlDeviceGetEnforcedPowerLimit: { symbols: ['nvmlDeviceGetEnforcedPowerLimit'], takes: ['handle', 'memory'] },
  nvmlDeviceGetClockInfo: { symbols: ['nvmlDeviceGetClockInfo'], takes: ['handle', 'int', 'memory'] },
  nvmlDeviceGetMaxClockInfo: { symbols: ['nvmlDeviceGetMaxClockInfo'], takes: ['handle', 'int', 'memory'] },
  // _v3 fills the same struct, but for drivers 535.43 to 535.86, whose entries are 8 bytes wider (nvitop 79, 89)
  nvmlDeviceGetComputeRunningProcesses: {
    symbols: ['nvmlDeviceGetComputeRunningProcesses_v2', 'nvmlDeviceGetComputeRunningProcesses_v3'],
    takes: ['handle', 'memory', 'memory'],
  },
  nvmlDeviceGetGraphicsRunningProcesses: {
    symbols: ['nvmlDeviceGetGraphicsRunningProcesses_v2', 'nvmlDeviceGetGraphicsRunningProcesses_v3'],
    takes: ['handle', 'memory', 'memory'],
  },
} as const satisfies Readonly<Record<string, BoundFunction>>

export const NVML: LibrarySpec<typeof FUNCTIONS> = {
  title: 'NVML',
  functions: FUNCTIONS,
  missing: 'NVML_ERROR_FUNCTION_NOT_FOUND',
  statusName: nvmlStatusName,
}

/** Sizes that nvml.h gives for texts: NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE, NVML_DEVICE_NAME_V2_BUFFER_SIZE. */
export const DRIVER_VERSION_CHARS = 80
export const DEVICE_NAME_CHARS = 96
/** Of our choice: NVML cuts a process name to what fits. */
export const PROCESS_NAME_CHARS = 1024

/** nvmlTemperatureSensors_t, nvmlClockType_t. */
export const TEMPERATURE_GPU = 0
export const CLOCK_SM = 1
export const CLOCK_MEM = 2

export const MEMORY_V2 = layoutOf([
  ['version', 'uint'],
  ['total', 'uint64'],
  ['reserved', 'uint64'],
  ['free', 'uint64'],
  ['used', 'uint64'],
])
/** NVML_STRUCT_VERSION(Memory, 2): the size, and the version above it. */
export const MEMORY_V2_VERSION = MEMORY_V2.size | (2 << 24)
export const MEMORY_V1 = layoutOf([
  ['total', 'uint64'],
  ['free', 'uint64'],
  ['used', 'uint64'],
])
export const UTILIZATION = layoutOf([
  ['gpu', 'uint'],
  ['memory', 'uint'],
])
/** nvmlProcessInfo_v2_t. */
export const PROCESS_INFO = layoutOf([
  ['pid', 'uint'],
  ['usedGpuMemory', 'uint64'],
  ['gpuInstanceId', 'uint'],
  ['computeInstanceId', 'uint'],
])
export const PCI_INFO = layoutOf([
  ['busIdLegacy', { chars: 16 }],
  ['domain', 'uint'],
  ['bus', 'uint'],
  ['device', 'uint'],
  ['pciDeviceId', 'uint'],
  ['pciSubSystemId', 'uint'],
  ['busId', { chars: 32 }],
])
/** NVML_VALUE_NOT_AVAILABLE, as 64 bits. */
export const NOT_AVAILABLE = 0xffff_ffff_ffff_ffffn
