/** What both libraries tell of the GPUs, joined by the place on the bus. */
import type { DeviceReport, GpuReport, Reading } from '../../shared/device'
import { cudaDevices, cudaDriverVersion } from './cuda/driver'
import type { CudaDevice, CudaLibrary } from './cuda/driver'
import { DeviceCallError, LibraryError, read } from './errors'
import { cudaVersion } from './nvml/read'
import type { Nvml, NvmlDevice } from './nvml/read'
import { precisionsOf } from './precisions'

/** A library that runs, or why it does not. */
export type Started<T> = { readonly ok: true; readonly library: T } | { readonly ok: false; readonly error: Error }

export function started<T>(start: () => T): Started<T> {
  try {
    return { ok: true, library: start() }
  } catch (error) {
    if (error instanceof LibraryError || error instanceof DeviceCallError) return { ok: false, error }
    throw error
  }
}

export function reportOf(nvml: Started<Nvml>, cuda: Started<CudaLibrary>): DeviceReport {
  const seen = listed(nvml, (library) => library.devices())
  const computing = listed(cuda, cudaDevices)
  const gpus = join(seen.devices, computing.devices)
  return {
    driver: nvml.ok ? nvml.library.driver() : unread(nvml.error),
    cuda: nvml.ok ? nvml.library.cuda() : cudaOf(cuda),
    gpus,
    note: noteOf(gpus.length, seen.error, computing.error),
  }
}

function listed<L, D>(from: Started<L>, list: (library: L) => D[]): { devices: D[]; error: Error | null } {
  if (!from.ok) return { devices: [], error: from.error }
  try {
    return { devices: list(from.library), error: null }
  } catch (error) {
    if (error instanceof DeviceCallError) return { devices: [], error }
    throw error
  }
}

function noteOf(gpus: number, nvml: Error | null, cuda: Error | null): string | null {
  if (gpus === 0) {
    if (nvml instanceof LibraryError && cuda instanceof LibraryError) return `No NVIDIA driver: ${nvml.message}.`
    const why = nvml ?? cuda
    return why === null ? 'No NVIDIA GPU.' : `No NVIDIA GPU: ${why.message}.`
  }
  if (nvml !== null) return `NVML gives nothing: ${nvml.message}.`
  return cuda === null ? null : `The CUDA driver gives nothing: ${cuda.message}.`
}

/** Those that NVML lists, each with its device of CUDA; then those that only CUDA sees. */
function join(seen: readonly NvmlDevice[], computing: readonly CudaDevice[]): GpuReport[] {
  const left = new Map(computing.map((device) => [busKey(device.pciBusId) ?? `cuda ${device.ordinal}`, device]))
  const joined = seen.map((device): GpuReport => {
    const key = busKey(device.pciBusId)
    const same = key === null ? undefined : left.get(key)
    if (key !== null) left.delete(key)
    return gpuOf(device, same)
  })
  return [...joined, ...[...left.values()].map((device) => gpuOf(undefined, device))]
}

function gpuOf(nvml: NvmlDevice | undefined, cuda: CudaDevice | undefined): GpuReport {
  const none = { value: null, why: 'NVML does not list it' } as const
  const capability = firstRead(nvml?.capability, cuda?.capability)
  return {
    pciBusId: firstRead(nvml?.pciBusId, cuda?.pciBusId).value ?? '',
    ordinal: cuda?.ordinal ?? null,
    name: firstRead(nvml?.name, cuda?.name),
    capability,
    memory: nvml?.memory ?? none,
    use: nvml?.use ?? none,
    temperature: nvml?.temperature ?? none,
    power: nvml?.power ?? none,
    powerLimit: nvml?.powerLimit ?? none,
    clocks: nvml?.clocks ?? { sm: { now: none, most: none }, memory: { now: none, most: none } },
    processes: nvml?.processes ?? none,
    attributes: cuda?.attributes ?? [],
    precisions: precisionsOf(capability.value),
  }
}

function firstRead(...readings: readonly (Reading<string> | undefined)[]): Reading<string> {
  const known = readings.filter((reading) => reading !== undefined)
  return known.find(({ value }) => value !== null) ?? known[0] ?? { value: null, why: 'not told' }
}

/** NVML writes the domain with eight digits and CUDA with four, either in small letters or not. */
function busKey({ value }: Reading<string>): string | null {
  return value === null ? null : value.toLowerCase().replace(/^0{4}(?=[\da-f]{4}:)/, '')
}

function cudaOf(cuda: Started<CudaLibrary>): Reading<string> {
  return cuda.ok ? read(() => cudaVersion(cudaDriverVersion(cuda.library))) : unread(cuda.error)
}

function unread(error: Error): Reading<never> {
  return { value: null, why: error.message }
}
