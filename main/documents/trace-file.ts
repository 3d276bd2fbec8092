/** Opens a torch log, or a folder of them: read once from end to end in bounded memory, its texts again when they are asked for. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { ChainStory, Trace } from '../../shared/trace'
import { CANCELLED } from '../../shared/work'
import { LogCollector } from '../traces/collect'
import type { TextPlace } from '../traces/drafts'
import { textOfPlace } from '../traces/place-text'
import { parseTree } from '../traces/printed-tree'
import { looksLikeLog } from '../traces/reader'
import { type Holds, holdsBy } from '../traces/sizes'
import { type CompileTexts, storyOf } from '../traces/story'
import { type CompilePlaces, type ReadLog, traceOf } from '../traces/trace'
import { FileError, readable } from './read-file'
import { factsFor } from './tables'

export interface TraceOptions {
  readonly signal?: AbortSignal
  /** `fraction` from 0 to 1 of the bytes of all files. */
  readonly onProgress?: (fraction: number) => void
}

/** What is read at once. */
const STEP = 1024 * 1024
const SNIFFED = 64 * 1024
const DEEPEST = 4
/** A larger text is not one of a compile that a person would read. */
const LARGEST_TEXT = 256 * 1024 * 1024

/** Arithmetic is the same in all of them. */
const NEWEST = '2.14'

export class TraceFile {
  private holds: Holds | null = null

  private constructor(
    readonly path: string,
    readonly trace: Trace,
    private readonly places: readonly CompilePlaces[],
  ) {}

  /** Throws FileError; where `signal` stops it, an error with the message CANCELLED. */
  static async open(path: string, { signal, onProgress }: TraceOptions = {}): Promise<TraceFile> {
    const files = await filesOf(path)
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const logs: ReadLog[] = []
    let done = 0
    for (const file of files) {
      const collector = new LogCollector()
      await eachChunk(file, (chunk, consumed) => {
        if (signal?.aborted) throw new Error(CANCELLED)
        collector.push(chunk)
        onProgress?.(total === 0 ? 1 : Math.min(1, (done + consumed) / total))
      })
      done += sizes[logs.length] ?? 0
      logs.push({ log: collector.end(file), collector })
    }
    const { trace, places } = traceOf(logs)
    if (trace.compiles.length === 0 && trace.logs.every(({ records }) => records === 0))
      throw new FileError(path, 'holds no record of TORCH_TRACE and no guards of TORCH_LOGS')
    return new TraceFile(path, trace, places)
  }

  /** The printed guard tree of a compile, as torch printed it; null where the log has none. */
  tree(compile: number): Promise<string | null> {
    return this.text(compile, this.places[compile]?.tree ?? null)
  }

  /** `dynamo_guards`: a list of code parts with their stacks, as JSON. */
  codeParts(compile: number): Promise<string | null> {
    return this.text(compile, this.places[compile]?.codeParts ?? null)
  }

  /** Why the function of a chain was compiled again. */
  async story(chain: number): Promise<ChainStory> {
    const texts = new Map<number, CompileTexts>()
    for (const compile of this.trace.chains[chain]?.compiles ?? []) {
      const text = await this.tree(compile)
      texts.set(compile, {
        tree: text === null ? null : parseTree(text),
        symbols: this.places[compile]?.symbols ?? new Map(),
      })
    }
    this.holds ??= holdsBy(factsFor(NEWEST))
    return storyOf(this.trace, chain, texts, this.holds)
  }

  private async text(compile: number, place: TextPlace | null): Promise<string | null> {
    const about = this.trace.compiles[compile]
    const file = this.trace.logs[about?.log ?? -1]?.path
    if (place === null || about === undefined || file === undefined) return null
    if (place.end - place.start > LARGEST_TEXT)
      throw new FileError(file, `the text of ${about.id} is too large to show`)
    return textOfPlace(await bytesOf(file, place), place, about.pid)
  }
}

/** The logs of a folder, sorted; a file is taken as it is. */
async function filesOf(path: string): Promise<readonly string[]> {
  try {
    const info = await stat(path)
    if (info.isFile()) return [path]
    if (!info.isDirectory()) throw new FileError(path, 'this is not a regular file')
    const found = await logsBelow(path, 0)
    if (found.length === 0) throw new FileError(path, 'no torch log in this folder')
    return found
  } catch (error) {
    throw readable(path, error)
  }
}

async function logsBelow(folder: string, depth: number): Promise<readonly string[]> {
  const found: string[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth < DEEPEST) found.push(...(await logsBelow(path, depth + 1)))
    else if (entry.isFile() && (await isLog(path))) found.push(path)
  }
  return found
}

async function isLog(path: string): Promise<boolean> {
  let answer = false
  await eachChunk(path, (chunk) => {
    answer = looksLikeLog(chunk.subarray(0, SNIFFED))
    return false
  })
  return answer
}

/** `consumed` counts the bytes of the file, compressed or not; `take` ends it with false. The chunk is used again afterwards. */
async function eachChunk(path: string, take: (chunk: Uint8Array, consumed: number) => boolean | void): Promise<void> {
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

/** A range of the log's bytes, unpacked where it is compressed. */
async function bytesOf(path: string, { start, end }: TextPlace): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start)
  if (!readPlain(path, bytes, start)) {
    let at = 0
    await eachChunk(path, (chunk) => {
      const from = Math.max(start, at)
      const to = Math.min(end, at + chunk.length)
      if (from < to) bytes.set(chunk.subarray(from - at, to - at), from - start)
      at += chunk.length
      return at < end
    })
  }
  return bytes
}

/** Many small texts are asked for one after the other: waiting for each costs more than the reading. False for a packed file. */
function readPlain(path: string, bytes: Uint8Array, start: number): boolean {
  let fd = -1
  try {
    fd = openSync(path, 'r')
    const magic = new Uint8Array(2)
    readSync(fd, magic, 0, 2, 0)
    if (isGzip(magic)) return false
    let filled = 0
    for (let read = 1; read > 0 && filled < bytes.length; filled += read)
      read = readSync(fd, bytes, filled, bytes.length - filled, start + filled)
    if (filled < bytes.length) throw new FileError(path, 'is shorter than when it was opened')
    return true
  } catch (error) {
    throw readable(path, error)
  } finally {
    if (fd >= 0) closeSync(fd)
  }
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
