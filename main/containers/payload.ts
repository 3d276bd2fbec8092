/** Finds the bytes of a guards_state that a pickle holds as a bytes object. */
import type { PickleNode } from '../pickle/node'
import { ContainerError, type Candidate } from './container'

export interface Payload {
  readonly bytes: Uint8Array
  /** Byte offset in the file, and length, of the payload itself: the opcode and length before it not counted. */
  readonly offset: number
  readonly length: number
}

/** The payload of a bytes node, as a view on the file. `what` names it in the error, where it is something else. */
export function payload(node: PickleNode, file: Candidate, what: string): Payload {
  if (node.kind !== 'bytes' && node.kind !== 'bytearray') {
    const offset = file.base + node.start
    throw new ContainerError(`${what} at byte ${offset} should be bytes, not a ${node.kind}`, offset)
  }
  const bytes = node.value
  if (bytes.buffer !== file.bytes.buffer) {
    // A protocol without bytes opcodes spells them as escaped text: there is no run of the file that is the payload.
    const offset = file.base + node.start
    throw new ContainerError(`${what} at byte ${offset} is written as text, which only protocols 0 and 1 do`, offset)
  }
  return { bytes, offset: file.base + (bytes.byteOffset - file.bytes.byteOffset), length: bytes.length }
}
