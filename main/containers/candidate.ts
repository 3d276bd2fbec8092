/** Bytes offered to the recognisers, decoded as a pickle at most once. */
import { decodePickle, PickleError, type DecodeOptions } from '../pickle/decode'
import type { Pickle } from '../pickle/node'
import { aotHeaderLength } from './aot-header'
import { type Candidate, ContainerError } from './container'

/** The first byte of a pickle of a protocol that says so. */
export const PROTO = 0x80
const HIGHEST_PROTOCOL = 5

/** `base`: the offset of `bytes` in the file. */
export function candidate(bytes: Uint8Array, base = 0, options: DecodeOptions = {}): Candidate {
  let decoded: Pickle | null | undefined
  return {
    bytes,
    base,
    pickle: () => {
      if (decoded === undefined) decoded = decode(bytes, base, options)
      return decoded
    },
  }
}

function decode(bytes: Uint8Array, base: number, options: DecodeOptions): Pickle | null {
  const start = aotHeaderLength(bytes, base)
  try {
    return decodePickle(bytes, { ...options, start })
  } catch (error) {
    if (!(error instanceof PickleError)) throw error
    if (!startsAsPickle(bytes.subarray(start))) return null
    throw new ContainerError(located(error, base), base + error.offset)
  }
}

/** Protocols 2 and up announce themselves. Older ones have no mark: only a whole one tells itself from other bytes. */
function startsAsPickle(bytes: Uint8Array): boolean {
  const protocol = bytes[1]
  return bytes[0] === PROTO && protocol !== undefined && protocol <= HIGHEST_PROTOCOL
}

/** The decoder counts from the first byte it was given; a person counts from the first byte of the file. */
function located(error: PickleError, base: number): string {
  const tail = ` at byte ${error.offset}`
  return base > 0 && error.message.endsWith(tail)
    ? `${error.message.slice(0, -tail.length)} at byte ${base + error.offset}`
    : error.message
}
