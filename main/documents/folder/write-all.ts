/** Writes all of `bytes`: the system may take only some of them at once. */
import { writeSync } from 'node:fs'

export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
}
