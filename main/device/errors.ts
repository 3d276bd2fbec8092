/** What can go wrong with a library of the driver; and how one value's failure is kept beside the values that were read. */
import type { Reading } from '../../shared/device'

/** The library is not here, or does not load. */
export class LibraryError extends Error {
  constructor(
    readonly library: string,
    message: string,
  ) {
    super(message)
    this.name = 'LibraryError'
  }
}

/** A call was refused; `status` is the library's own name for why. */
export class DeviceCallError extends Error {
  constructor(
    readonly call: string,
    readonly status: string,
  ) {
    super(`${call}: ${status}`)
    this.name = 'DeviceCallError'
  }
}

/** The value, or the status that refused it. Anything but a refused call is a defect and goes on. */
export function read<T>(get: () => T): Reading<T> {
  try {
    return { value: get() }
  } catch (error) {
    if (error instanceof DeviceCallError) return { value: null, why: error.status }
    throw error
  }
}
