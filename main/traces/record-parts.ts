/** The ends of a record's JSON, without the stacks between them, which are nearly all of it. */
import { type Json, jsonObject } from './fields'

const decoder = new TextDecoder()

const TAIL = 256
const HEAD = 1024

/** `}, "frame_id": 0, "frame_compile_id": 1, "attempt": 0}`, which ends a record without payload; null where it ends otherwise. */
export function idsOf(bytes: Uint8Array): Json | null {
  const tail = decoder.decode(bytes.subarray(Math.max(0, bytes.length - TAIL)))
  const ids = /\}, ((?:"\w+": -?\d+(?:, )?)+)\}\s*$/.exec(tail)?.[1]
  return ids === undefined ? null : jsonObject(`{${ids}}`)
}

/** The event of a record up to its stacks; null where they do not follow soon. */
export function headOf(bytes: Uint8Array, body: number): Json | null {
  const head = decoder.decode(bytes.subarray(body, body + HEAD))
  // a quote in a string stands behind a backslash
  const at = head.indexOf(', "user_stack": ')
  return at < 0 ? null : jsonObject(`${head.slice(0, at)}}}`)
}
