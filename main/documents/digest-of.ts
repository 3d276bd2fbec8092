/** A digest of a file's bytes, made once and in turns: a large file does not hold up the process. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

const TURN = 4 * 1024 * 1024

const digests = new WeakMap<Uint8Array, Promise<string>>()

export function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = digests.get(bytes) ?? make(bytes)
  digests.set(bytes, digest)
  return digest
}

async function make(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += TURN) {
    if (at > 0) await setImmediate()
    hash.update(bytes.subarray(at, at + TURN))
  }
  return hash.digest('hex')
}
