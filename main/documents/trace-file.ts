/** Opens a torch log, or a folder of them: read once from end to end in bounded memory, its texts again when they are asked for. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChainStory, CompileShapes, Trace } from '../../shared/trace'
import { CANCELLED } from '../../shared/work'
import { readCodeParts } from '../traces/code-parts'
import { LogCollector } from '../traces/collect'
import type { TextPlace } from '../traces/drafts'
import { textOfPlace } from '../traces/place-text'
import { NO_SHAPES } from '../traces/shape-match'
import { parseTree } from '../traces/printed-tree'
import { looksLikeLog } from '../traces/reader'
import { shapesIn } from '../traces/shapes'
import { type Holds, holdsBy } from '../traces/sizes'
import { type CompileTexts, storyOf } from '../traces/story'
import { type CompilePlaces, type ReadLog, traceOf } from '../traces/trace'
import { eachChunk, logFile, type LogSource } from './log-file'
import { FileError, readable } from './read-file'
import { factsFor } from './tables'
import { TracedGuards } from './traced-guards'
import { tlparseFolder, tlparseLogs } from './tlparse-folder'

export interface TraceOptions {
  readonly signal?: AbortSignal
  /** `fraction` from 0 to 1 of the bytes of all files. */
  readonly onProgress?: (fraction: number) => void
}

const SNIFFED = 64 * 1024
const DEEPEST = 4
/** A larger text is not one of a compile that a person would read. */
const LARGEST_TEXT = 256 * 1024 * 1024

/** Arithmetic is the same in all of them. */
const NEWEST = '2.15'

const NONE: ReadonlyMap<number, string> = new Map()

const decoder = new TextDecoder()

export class TraceFile {
  private holds: Holds | null = null

  private constructor(
    readonly path: string,
    readonly trace: Trace,
    private readonly places: readonly CompilePlaces[],
    private readonly sources: readonly LogSource[],
  ) {}

  /** Throws FileError; where `signal` stops it, an error with the message CANCELLED. */
  static async open(path: string, { signal, onProgress }: TraceOptions = {}): Promise<TraceFile> {
    const sources = await sourcesOf(path)
    const total = sources.reduce((sum, { size }) => sum + size, 0)
    const logs: ReadLog[] = []
    let done = 0
    for (const source of sources) {
      const collector = new LogCollector()
      await source.each((chunk, consumed) => {
        if (signal?.aborted) throw new Error(CANCELLED)
        collector.push(chunk)
        onProgress?.(total === 0 ? 1 : Math.min(1, (done + consumed) / total))
      })
      done += source.size
      logs.push({ log: collector.end(source.path), collector })
    }
    const { trace, places } = traceOf(logs)
    if (trace.compiles.length === 0 && trace.logs.every(({ records }) => records === 0))
      throw new FileError(path, 'holds no record of TORCH_TRACE and no guards of TORCH_LOGS')
    return new TraceFile(path, trace, places, sources)
  }

  /** The printed guard tree of a compile, as torch printed it; null where the log has none. */
  tree(compile: number): Promise<string | null> {
    return this.text(compile, this.places[compile]?.tree ?? null)
  }

  /** All that there is of the guards of a compile: their tree, and the stacks of their code parts. */
  async guards(compile: number): Promise<TracedGuards> {
    const place = this.places[compile]
    const parts = await this.text(compile, place?.codeParts ?? null)
    const read = parts === null ? [] : readCodeParts(parts, place?.files ?? NONE)
    return new TracedGuards(await this.tree(compile), read, await this.shapes(compile))
  }

  /** What the log tells of the sizes of a compile: symbols, added guards, sizes made static. */
  async shapes(compile: number): Promise<CompileShapes> {
    const { shapes = [], files = NONE } = this.places[compile] ?? {}
    const source = this.sources[this.trace.compiles[compile]?.log ?? -1]
    if (source === undefined || shapes.length === 0) return NO_SHAPES
    const texts = await source.ranges(shapes)
    return shapesIn(
      texts.map((bytes) => decoder.decode(bytes)),
      files,
    )
  }

  /** Why the function of a chain was compiled again. */
  async story(chain: number): Promise<ChainStory> {
    const texts = new Map<number, CompileTexts>()
    for (const compile of this.trace.chains[chain]?.compiles ?? []) {
      const text = await this.tree(compile)
      texts.set(compile, {
        tree: text === null ? null : parseTree(text),
        symbols: this.places[compile]?.symbols ?? new Map(),
        shapes: await this.shapes(compile),
      })
    }
    this.holds ??= holdsBy(factsFor(NEWEST))
    return storyOf(this.trace, chain, texts, this.holds)
  }

  private async text(compile: number, place: TextPlace | null): Promise<string | null> {
    const about = this.trace.compiles[compile]
    const source = this.sources[about?.log ?? -1]
    if (place === null || about === undefined || source === undefined) return null
    const { start, end } = place
    if (end - start > LARGEST_TEXT) throw new FileError(source.path, `the text of ${about.id} is too large to show`)
    return textOfPlace(await source.range(start, end), place, about.pid)
  }
}

/** The logs of a folder, sorted; a file is taken as it is. */
async function sourcesOf(path: string): Promise<readonly LogSource[]> {
  try {
    const report = tlparseFolder(path)
    if (report !== null) return await tlparseLogs(report)
    const info = await stat(path)
    if (info.isFile()) return [logFile(path, info.size)]
    if (!info.isDirectory()) throw new FileError(path, 'this is not a regular file')
    const found = await logsBelow(path, 0)
    if (found.length === 0) throw new FileError(path, 'no torch log in this folder')
    return found
  } catch (error) {
    throw readable(path, error)
  }
}

async function logsBelow(folder: string, depth: number): Promise<readonly LogSource[]> {
  const found: LogSource[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (tlparseFolder(path) !== null) found.push(...(await tlparseLogs(path)))
      else if (depth < DEEPEST) found.push(...(await logsBelow(path, depth + 1)))
    } else if (entry.isFile() && (await isLog(path))) found.push(logFile(path, (await stat(path)).size))
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
