/** Reads a whole file, in steps that can be followed and stopped, and says in one line why where it cannot. */
import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { CANCELLED } from '../../shared/work'

/** Larger files are refused: 2 GiB. */
export const SIZE_LIMIT = 2 ** 31

const STEP = 4 * 1024 * 1024

export interface ReadOptions {
  /** Bytes; SIZE_LIMIT unless told. */
  readonly limit?: number
  readonly signal?: AbortSignal
  /** Into memory that threads share. */
  readonly shared?: boolean
  /** `fraction` from 0 to 1, after each step. */
  readonly onProgress?: (fraction: number) => void
}

/** A file that cannot be read; the message says which and why. */
export class FileError extends Error {
  constructor(
    readonly path: string,
    why: string,
  ) {
    super(`${path}: ${why}`)
    this.name = 'FileError'
  }
}

/**
 * The bytes of the file at `path`, in memory of their own. A file that changes meanwhile is read once more.
 * Throws FileError; where `signal` stops it, an error with the message CANCELLED.
 */
export async function readWhole(path: string, options: ReadOptions = {}): Promise<Uint8Array> {
  try {
    const handle = await openRegular(path)
    try {
      const bytes = (await readOnce(path, handle, options)) ?? (await readOnce(path, handle, options))
      if (bytes === null) throw new FileError(path, 'the file changes while it is read')
      return bytes
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw readable(path, error)
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const info = await stat(path)
  if (info.isDirectory()) throw new FileError(path, 'this is a folder, not a file')
  if (!info.isFile()) throw new FileError(path, 'this is not a regular file')
  // Not to wait on a pipe that took the file's place.
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
}

/** Null where the file changed under the reader. */
async function readOnce(path: string, handle: FileHandle, options: ReadOptions): Promise<Uint8Array | null> {
  const { limit = SIZE_LIMIT, signal, onProgress } = options
  const before = await handle.stat({ bigint: true })
  if (before.size > BigInt(limit)) {
    throw new FileError(path, `the file is larger than the limit (${before.size} bytes, limit ${limit})`)
  }
  if (before.size === 0n) throw new FileError(path, 'the file is empty')
  const size = Number(before.size)
  const bytes = new Uint8Array(options.shared === true ? new SharedArrayBuffer(size) : new ArrayBuffer(size))
  let offset = 0
  while (offset < bytes.length) {
    if (signal?.aborted) throw new Error(CANCELLED)
    const { bytesRead } = await handle.read(bytes, offset, Math.min(STEP, bytes.length - offset), offset)
    if (bytesRead === 0) return null
    offset += bytesRead
    onProgress?.(offset / bytes.length)
  }
  const after = await handle.stat({ bigint: true })
  return after.size === before.size && after.mtimeNs === before.mtimeNs ? bytes : null
}

/** What the system said about a path, in one line. */
export function readable(path: string, error: unknown): Error {
  if (error instanceof FileError || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error))
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileError(path, 'no such file')
  if (code === 'EACCES' || code === 'EPERM') return new FileError(path, 'no permission to read it')
  if (code === 'EISDIR') return new FileError(path, 'this is a folder, not a file')
  if (error instanceof RangeError) return new FileError(path, 'not enough memory to read it')
  return code === undefined ? error : new FileError(path, `cannot be read (${code})`)
}
