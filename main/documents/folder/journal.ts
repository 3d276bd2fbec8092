/** What is known of a folder's files so far, on disk: a line a file, as each was read. A run that was stopped goes on from it. */
import { closeSync, fsyncSync, openSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs'
import * as z from 'zod/mini'
import { type FolderRow, FolderRowSchema } from '../../report/folder/schema'
import type { FileAnswer } from './rows'
import { writeAll } from './write-all'

/** A file's answer on its line. */
const EntrySchema = z.object({ file: z.string(), sha256: z.string(), rows: z.array(FolderRowSchema) })
type Entry = Pick<z.infer<typeof EntrySchema>, 'file' | 'sha256'> & { readonly rows: readonly FolderRow[] }

interface Place {
  readonly offset: number
  readonly length: number
  readonly sha256: string
}

const CHUNK = 1024 * 1024
const NEWLINE = 10

export class Journal {
  private readonly places = new Map<string, Place>()
  private end = 0

  private constructor(
    private readonly path: string,
    private readonly fd: number,
    private readonly lock: string,
  ) {}

  /**
   * The journal at `path`, made where there is none. `made`: what its rows depend on besides the files; one that was made
   * otherwise is begun anew, and so is one that `fresh` says is not wanted. @throws where another process writes it.
   */
  static open(path: string, made: string, fresh: boolean): Journal {
    const lock = lockOf(path)
    if (fresh) rmSync(path, { force: true })
    const journal = new Journal(path, openSync(path, 'a+', 0o666), lock)
    if (journal.read() === made) return journal
    closeSync(journal.fd)
    rmSync(path, { force: true })
    const anew = new Journal(path, openSync(path, 'a+', 0o666), lock)
    anew.append(JSON.stringify({ made }))
    return anew
  }

  /** The SHA-256 of the file whose rows are known; null where it is to be read. */
  known(file: string): string | null {
    const sha256 = this.places.get(file)?.sha256 ?? ''
    return sha256 === '' ? null : sha256
  }

  answer(file: string, answer: FileAnswer): void {
    if (answer.is === 'same') return
    const rows = answer.is === 'rows' ? answer.rows : []
    const entry: Entry = { file, sha256: rows[0]?.sha256 ?? '', rows }
    this.places.set(file, { ...this.append(JSON.stringify(entry)), sha256: entry.sha256 })
  }

  rows(file: string): readonly FolderRow[] {
    const place = this.places.get(file)
    if (place === undefined) return []
    const entry = EntrySchema.safeParse(json(this.text(place)))
    if (!entry.success) throw new Error(`${this.path} is damaged: --fresh reads all files again`)
    return entry.data.rows
  }

  /** Keeps the lines of `files` alone, and closes. */
  close(files: Iterable<string>, made: string): void {
    const next = `${this.path}.next`
    const fd = openSync(next, 'w', 0o666)
    try {
      writeAll(fd, lineOf(JSON.stringify({ made })))
      for (const file of files) {
        const place = this.places.get(file)
        if (place !== undefined) writeAll(fd, lineOf(this.text(place)))
      }
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(next, this.path)
    this.release()
  }

  /** What was answered so far stays. */
  release(): void {
    closeSync(this.fd)
    rmSync(this.lock, { force: true })
  }

  private append(line: string): { readonly offset: number; readonly length: number } {
    const bytes = lineOf(line)
    writeAll(this.fd, bytes)
    const place = { offset: this.end, length: bytes.length - 1 }
    this.end += bytes.length
    return place
  }

  private text({ offset, length }: Pick<Place, 'offset' | 'length'>): string {
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length;) {
      const read = readSync(this.fd, bytes, at, length - at, offset + at)
      if (read === 0) throw new Error(`${this.path} has become shorter while it was read`)
      at += read
    }
    return bytes.toString('utf8')
  }

  /** Takes in the whole lines; what a stopped run left of a last one is parted off by a line break. Answers what it was made with. */
  private read(): string | null {
    let made: string | null = null
    let line: Buffer[] = []
    let start = 0
    let at = 0
    const chunk = Buffer.alloc(CHUNK)
    for (;;) {
      const read = readSync(this.fd, chunk, 0, CHUNK, at)
      if (read === 0) break
      let from = 0
      for (
        let i = chunk.subarray(0, read).indexOf(NEWLINE);
        i >= 0;
        i = chunk.subarray(0, read).indexOf(NEWLINE, from)
      ) {
        line.push(Buffer.from(chunk.subarray(from, i)))
        const text = Buffer.concat(line).toString('utf8')
        if (start === 0) made = madeOf(text)
        else this.take(text, start, at + i - start)
        line = []
        from = i + 1
        start = at + from
      }
      if (from < read) line.push(Buffer.from(chunk.subarray(from, read)))
      at += read
    }
    this.end = at
    if (line.length > 0 && start > 0) this.append('')
    return made
  }

  private take(text: string, offset: number, length: number): void {
    const entry = headOf(text)
    if (entry !== null) this.places.set(entry.file, { offset, length, sha256: entry.sha256 })
  }
}

const lineOf = (text: string): Uint8Array => Buffer.from(`${text}\n`, 'utf8')

/** Held by one process at a time; one that was killed holds it no longer. */
function lockOf(path: string): string {
  const lock = `${path}.lock`
  for (let tries = 0; ; tries++) {
    try {
      const fd = openSync(lock, 'wx', 0o666)
      writeAll(fd, Buffer.from(String(process.pid)))
      closeSync(fd)
      return lock
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || tries > 0) throw error
      const pid = Number(readFileSync(lock, 'utf8'))
      if (isAlive(pid)) throw new Error(`another guardscope (process ${pid}) writes this report`)
      rmSync(lock, { force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function madeOf(text: string): string | null {
  const value = json(text)
  return typeof value === 'object' && value !== null && 'made' in value && typeof value.made === 'string'
    ? value.made
    : null
}

/** What places a line: its rows are looked at when they are wanted. */
function headOf(text: string): { readonly file: string; readonly sha256: string } | null {
  const entry = z.object({ file: z.string(), sha256: z.string() }).safeParse(json(text))
  return entry.success ? entry.data : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
