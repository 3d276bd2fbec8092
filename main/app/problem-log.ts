/** The log of what went wrong: a line of JSON each, in few files of bounded size, for the person of this machine alone. */
import { appendFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, WrittenProblemSchema, type WrittenProblem, withoutContents } from '../../shared/problems'

/** Of a file, in bytes, before the next is begun; and of files. */
const MOST_BYTES = 128 * 1024
const FILES = 4
/** Of a session: what goes wrong again and again says nothing new, and a disk is not to be filled. */
const MOST_A_SESSION = 200
/** That are shown. */
const MOST_SHOWN = 200

interface ProblemLogOptions {
  readonly folder: string
  readonly version: string
  /** Whether messages and whole paths may be written. */
  readonly detailed: () => boolean
  readonly mostBytes?: number
}

export class ProblemLog {
  private written = 0

  constructor(private readonly options: ProblemLogOptions) {}

  /** Writes it at once: the process may be about to end. A disk that refuses loses the record alone. */
  note(problem: Problem): void {
    if (this.written >= MOST_A_SESSION) return
    this.written++
    const { folder, version, detailed } = this.options
    const known = detailed() ? problem : withoutContents(problem)
    const written: WrittenProblem = { time: new Date().toISOString(), version, ...known }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      this.turn()
      appendFileSync(this.place(0), `${JSON.stringify(written)}\n`, { mode: 0o600 })
    } catch (error) {
      console.error(`a problem was not written down: ${String(error)}`)
    }
  }

  /** The last first. What is no record is passed over. */
  read(): WrittenProblem[] {
    const found: WrittenProblem[] = []
    for (let file = 0; file < FILES && found.length < MOST_SHOWN; file++) {
      for (const line of linesOf(this.place(file)).reverse()) {
        const checked = WrittenProblemSchema.safeParse(parsed(line))
        if (checked.success) found.push(checked.data)
      }
    }
    return found.slice(0, MOST_SHOWN)
  }

  /** Removes all that was written. */
  remove(): void {
    for (let file = 0; file < FILES; file++) rmSync(this.place(file), { force: true })
    this.written = 0
  }

  /** The folder, made where it is not there. */
  folder(): string {
    mkdirSync(this.options.folder, { recursive: true, mode: 0o700 })
    return this.options.folder
  }

  private turn(): void {
    const { folder, mostBytes = MOST_BYTES } = this.options
    if (!readdirSync(folder).includes('problems.log') || statSync(this.place(0)).size < mostBytes) return
    rmSync(this.place(FILES - 1), { force: true })
    for (let file = FILES - 2; file >= 0; file--) {
      try {
        renameSync(this.place(file), this.place(file + 1))
      } catch {
        // there were not as many yet
      }
    }
  }

  private place(file: number): string {
    return join(this.options.folder, file === 0 ? 'problems.log' : `problems.${file}.log`)
  }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
