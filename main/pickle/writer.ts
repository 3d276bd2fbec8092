/** A growing run of bytes, cut into frames as CPython's C pickler cuts them (_pickle.c, _Pickler_Write and its kin). */
import { PickleError } from './error'
import { FRAME } from './opcodes'

const FRAME_TARGET = 64 * 1024
const FRAME_MIN = 4
const FRAME_HEADER = 9

export interface Writer {
  out: Uint8Array
  length: number
  /** Where the open frame's header stands, -1 without one. */
  frame: number
  readonly framing: boolean
  readonly maxBytes: number
}

export function newWriter(framing: boolean, size: number, maxBytes: number): Writer {
  return { out: new Uint8Array(Math.max(64, size)), length: 0, frame: -1, framing, maxBytes }
}

/** Makes room for `size` bytes, which the caller then writes at `length`; opens a frame where one is due. */
export function reserve(w: Writer, size: number): void {
  if (w.framing && w.frame < 0) {
    grow(w, size + FRAME_HEADER)
    w.frame = w.length
    w.length += FRAME_HEADER
  } else grow(w, size)
}

export function writeByte(w: Writer, byte: number): void {
  reserve(w, 1)
  w.out[w.length++] = byte
}

export function writeBytes(w: Writer, bytes: Uint8Array): void {
  reserve(w, bytes.length)
  w.out.set(bytes, w.length)
  w.length += bytes.length
}

/** An opcode and its unsigned little-endian argument of `width` bytes. */
export function writeUint(w: Writer, op: number, value: number, width: number): void {
  reserve(w, 1 + width)
  putUint(w, op, value, width)
}

/** An opcode and a line of Latin-1 text. */
export function writeLine(w: Writer, op: number, text: string): void {
  reserve(w, text.length + 2)
  w.out[w.length++] = op
  for (let i = 0; i < text.length; i++) w.out[w.length++] = text.charCodeAt(i)
  w.out[w.length++] = 0x0a
}

/** An opcode, the length of a payload and the payload; a large payload stands outside of frames. */
export function writePayload(w: Writer, op: number, width: number, payload: Uint8Array): void {
  if (payload.length < FRAME_TARGET) reserve(w, 1 + width + payload.length)
  else {
    closeFrame(w)
    grow(w, 1 + width + payload.length)
  }
  putUint(w, op, payload.length, width)
  w.out.set(payload, w.length)
  w.length += payload.length
}

/** CPython looks here, before each object, whether the frame is full. */
export function frameBoundary(w: Writer): void {
  if (w.frame >= 0 && w.length - w.frame - FRAME_HEADER >= FRAME_TARGET) closeFrame(w)
}

/** Completes the open frame; one of fewer than 4 bytes goes without header. */
export function closeFrame(w: Writer): void {
  if (w.frame < 0) return
  const body = w.frame + FRAME_HEADER
  const size = w.length - body
  if (size < FRAME_MIN) {
    w.out.copyWithin(w.frame, body, w.length)
    w.length -= FRAME_HEADER
  } else {
    const end = w.length
    w.length = w.frame
    putUint(w, FRAME, size, 8)
    w.length = end
  }
  w.frame = -1
}

function putUint(w: Writer, op: number, value: number, width: number): void {
  w.out[w.length++] = op
  let rest = value
  for (let i = 0; i < width; i++) {
    w.out[w.length++] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

function grow(w: Writer, size: number): void {
  const wanted = w.length + size
  if (wanted <= w.out.length) return
  if (wanted > w.maxBytes) throw new PickleError(`The pickle grows beyond the limit of ${w.maxBytes} bytes`, w.length)
  const larger = new Uint8Array(Math.min(w.maxBytes, Math.max(wanted, w.out.length * 2)))
  larger.set(w.out.subarray(0, w.length))
  w.out = larger
}
