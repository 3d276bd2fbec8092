/** Where the driver's libraries are, for each system. */

interface LibraryNames {
  /** A path to load instead; tests name a stand-in so. */
  readonly override: string
  readonly names: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>
}

export const NVML_NAMES: LibraryNames = {
  override: 'GUARDSCOPE_NVML',
  names: {
    linux: ['libnvidia-ml.so.1', '/usr/lib/wsl/lib/libnvidia-ml.so.1'],
    win32: ['nvml.dll', String.raw`C:\Program Files\NVIDIA Corporation\NVSMI\nvml.dll`],
  },
}

export const CUDA_NAMES: LibraryNames = {
  override: 'GUARDSCOPE_CUDA',
  names: { linux: ['libcuda.so.1', '/usr/lib/wsl/lib/libcuda.so.1'], win32: ['nvcuda.dll'] },
}

export function namesFor(library: LibraryNames, platform = process.platform, env = process.env): readonly string[] {
  const override = env[library.override]
  return override ? [override] : (library.names[platform] ?? [])
}
