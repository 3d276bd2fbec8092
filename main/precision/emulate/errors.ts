/** The errors of each operation in each precision, by emulation; and how two results differ. */
import { EMULATED_OPERATIONS, EMULATED_PRECISIONS } from '../../../shared/emulated'
import type { EmulatedErrors, EmulatedOperation, OperationError } from '../../../shared/emulated'
import { OPERATIONS } from './operations'

/** Takes a fifth of a second: not for the thread of the window. */
export function emulatedErrors(): EmulatedErrors {
  const sizes = {} as Record<EmulatedOperation, string>
  const rows = EMULATED_OPERATIONS.flatMap((operation) => {
    const { size, exact, emulated } = OPERATIONS[operation]()
    sizes[operation] = size
    const reference = exact()
    return EMULATED_PRECISIONS.map((precision) => ({
      operation,
      precision,
      ...errorOf(emulated(precision), reference),
    }))
  })
  return { sizes, rows }
}

/** Of values against their float64 reference. */
export function errorOf(values: Float32Array, reference: Float64Array): OperationError {
  let maxAbs = 0
  let difference = 0
  let size = 0
  for (let at = 0; at < reference.length; at++) {
    const expected = reference[at] ?? 0
    const off = Math.abs((values[at] ?? 0) - expected)
    // a NaN stays visible: Math.max keeps it
    maxAbs = Math.max(maxAbs, off)
    difference += off * off
    size += expected * expected
  }
  return { maxAbs, relative: Math.sqrt(difference / size) }
}
