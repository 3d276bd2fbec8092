/** Which precisions a device's matrix units have, by its compute capability: the PTX ISA's target notes as a table. */
import type { DevicePrecision } from '../../shared/device'

/**
 * Of `wmma.mma`, `mma` and, from 10.0 on, the kinds f8f6f4 and mxf4. A GeForce GTX 16 is 7.5 and computes fp16 without
 * matrix units.
 */
const FIRST: readonly (readonly [name: string, major: number, minor: number])[] = [
  ['fp16', 7, 0],
  ['int8', 7, 2],
  ['bf16', 8, 0],
  ['tf32', 8, 0],
  ['fp64', 8, 0],
  ['fp8', 8, 9],
  ['fp6', 10, 0],
  ['fp4', 10, 0],
]

/** `capability` as `8.9`; null where it is not known. */
export function precisionsOf(capability: string | null): DevicePrecision[] {
  const [major, minor] = (capability ?? '').split('.').map(Number)
  return FIRST.map(([name, fromMajor, fromMinor]) => ({
    name,
    from: `${fromMajor}.${fromMinor}`,
    has:
      major === undefined || minor === undefined || Number.isNaN(major)
        ? null
        : major > fromMajor || (major === fromMajor && minor >= fromMinor),
  }))
}
