/** The one error of this codec: what is wrong with a pickle, and at which byte. */

export class PickleError extends Error {
  override readonly name = 'PickleError'
  /** Byte offset, from the beginning of the bytes that were given. */
  readonly offset: number

  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset}`)
    this.offset = offset
  }
}

/** A byte as a person reads it in a message: 0x0a. */
export function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}
