/** A torch log on disk, plain or packed by gzip: read from end to end in steps, and again where a text of it lies. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { FileError, readable } from './read-file'

/** Something that holds the bytes of a torch log. */
export interface LogSource {
  /** What is shown of it. */
  readonly path: string
  /** Bytes to be read, or records: for the progress. */
  readonly size: number
  /** `consumed` counts what was read of them. `take` ends it with false. The chunk is used again afterwards. */
  each(take: TakeChunk): Promise<void>
  /** The bytes from `start` to `end`. */
  range(start: number, end: number): Promise<Uint8Array>
  /** Those of several ranges, beginnings and ends in turn, in the order of the log. */
  ranges(places: readonly number[]): Promise<readonly Uint8Array[]>
}

export type TakeChunk = (chunk: Uint8Array, consumed: number) => boolean | void

/** What is read at once. */
const STEP = 1024 * 1024

export function logFile(path: string, size: number): LogSource {
  return {
    path,
    size,
    each: (take) => eachChunk(path, take),
    range: async (start, end) => (await bytesOf(path, [start, end]))[0] ?? new Uint8Array(),
    ranges: (places) => bytesOf(path, places),
  }
}

/** `consumed` counts the bytes of the file, compressed or not. Throws FileError. */
export async function eachChunk(path: string, take: TakeChunk): Promise<void> {
  try {
    const handle = await open(path, 'r')
    try {
      const buffer = new Uint8Array(STEP)
      let consumed = 0
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, STEP, consumed)
        if (bytesRead === 0) return
        if (consumed === 0 && isGzip(buffer)) break
        consumed += bytesRead
        if (take(buffer.subarray(0, bytesRead), consumed) === false) return
      }
    } finally {
      await handle.close()
    }
    const file = createReadStream(path)
    for await (const chunk of file.pipe(createGunzip())) if (take(chunk, file.bytesRead) === false) break
    file.destroy()
  } catch (error) {
    throw readable(path, error)
  }
}

/** Ranges of the log's bytes, unpacked where it is compressed: then the file is read once. */
async function bytesOf(path: string, places: readonly number[]): Promise<readonly Uint8Array[]> {
  const ranges: { readonly start: number; readonly end: number; readonly bytes: Uint8Array }[] = []
  for (let i = 0; i < places.length; i += 2) {
    const [start = 0, end = 0] = [places[i], places[i + 1]]
    ranges.push({ start, end, bytes: new Uint8Array(end - start) })
  }
  if (!readPlain(path, ranges)) {
    const last = ranges.reduce((most, { end }) => Math.max(most, end), 0)
    let at = 0
    let first = 0
    await eachChunk(path, (chunk) => {
      const chunkEnd = at + chunk.length
      for (let i = first; i < ranges.length; i++) {
        const range = ranges[i]
        if (range === undefined || range.start >= chunkEnd) break
        const { start, end, bytes } = range
        const from = Math.max(start, at)
        const to = Math.min(end, chunkEnd)
        if (from < to) bytes.set(chunk.subarray(from - at, to - at), from - start)
        if (end <= chunkEnd && i === first) first++
      }
      at = chunkEnd
      return at < last
    })
  }
  return ranges.map(({ bytes }) => bytes)
}

/** Many small texts are asked for one after the other: waiting for each costs more than the reading. False for a packed file. */
function readPlain(path: string, ranges: readonly { readonly start: number; readonly bytes: Uint8Array }[]): boolean {
  let fd = -1
  try {
    fd = openSync(path, 'r')
    const magic = new Uint8Array(2)
    readSync(fd, magic, 0, 2, 0)
    if (isGzip(magic)) return false
    for (const { start, bytes } of ranges) {
      let filled = 0
      for (let read = 1; read > 0 && filled < bytes.length; filled += read)
        read = readSync(fd, bytes, filled, bytes.length - filled, start + filled)
      if (filled < bytes.length) throw new FileError(path, 'is shorter than when it was opened')
    }
    return true
  } catch (error) {
    throw readable(path, error)
  } finally {
    if (fd >= 0) closeSync(fd)
  }
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
