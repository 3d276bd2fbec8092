/** Reads a file whole, and says in one line why it could not. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { CommandError } from './command'

/** More than any file of torch, and within what one buffer holds. */
const MAX_BYTES = 2 * 1024 * 1024 * 1024 - 1
const CHUNK = 1024 * 1024

/**
 * The bytes of a regular file or a pipe.
 * @throws CommandError: missing, a directory, no permission, a device, too large, changed while it was read.
 */
export function readFile(path: string): Uint8Array {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw fileError(path, error)
  }
  try {
    const before = fstatSync(fd)
    if (before.isDirectory()) throw new CommandError(`${path}: is a directory, not a file`)
    if (before.isFIFO()) return readPipe(fd, path)
    if (!before.isFile()) throw new CommandError(`${path}: is a device, not a file`)
    if (before.size > MAX_BYTES)
      throw new CommandError(`${path}: ${before.size} bytes are more than the ${MAX_BYTES} that can be opened`)
    const bytes = new Uint8Array(before.size)
    const read = readInto(fd, bytes)
    const after = fstatSync(fd)
    if (read !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new CommandError(
        `${path}: changed while it was being read (${before.size} bytes at first, ${after.size} now): try again`,
      )
    }
    return bytes
  } catch (error) {
    throw error instanceof CommandError ? error : fileError(path, error)
  } finally {
    closeSync(fd)
  }
}

function readInto(fd: number, bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const read = readSync(fd, bytes, at, bytes.length - at, null)
    if (read === 0) break
    at += read
  }
  return at
}

function readPipe(fd: number, path: string): Uint8Array {
  const parts: Uint8Array[] = []
  let total = 0
  for (;;) {
    const part = new Uint8Array(CHUNK)
    const read = readSync(fd, part, 0, CHUNK, null)
    if (read === 0) break
    total += read
    if (total > MAX_BYTES) throw new CommandError(`${path}: gave more than the ${MAX_BYTES} bytes that can be opened`)
    parts.push(part.subarray(0, read))
  }
  const bytes = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'a part of the path is not a directory'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'is a directory, not a file'],
  ['EEXIST', 'already exists'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['ELOOP', 'too many links'],
  ['EMFILE', 'too many open files'],
  ['ENAMETOOLONG', 'the name is too long'],
])

/** What the system said about a path, in one line. */
export function fileError(path: string, error: unknown): CommandError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = error instanceof Error ? error.message : String(error)
  return new CommandError(`${path}: ${reasons.get(code) ?? message}`)
}
