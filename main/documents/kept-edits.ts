/** Edits that are not saved, kept for the next session: one file a document, for its owner alone. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobEdits } from './edit-session'
import { writeWhole } from './write-whole'

/** The edits of a file, and a digest of the file they are of. */
export interface Kept {
  readonly digest: string
  readonly edits: readonly BlobEdits[]
}

export class KeptEdits {
  /** One after the other: the last that was asked for is what stays. */
  private working: Promise<void> = Promise.resolve()

  /** `folder` is where they are kept; null where nothing is. */
  constructor(private readonly folder: string | null) {}

  /** Keeps the edits of the document at `path`; a disk that refuses loses the memory, not the session. */
  keep(path: string, kept: Kept): Promise<void> {
    return this.next(async (folder) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(placeOf(folder, path), JSON.stringify(kept), 0o600)
    })
  }

  forget(path: string): Promise<void> {
    return this.next((folder) => rm(placeOf(folder, path), { force: true }))
  }

  /** What was kept of a document; null where nothing was. */
  async read(path: string): Promise<Kept | null> {
    const { folder } = this
    if (folder === null) return null
    await this.working
    try {
      return JSON.parse(await readFile(placeOf(folder, path), 'utf8')) as Kept
    } catch {
      return null
    }
  }

  private next(work: (folder: string) => Promise<void>): Promise<void> {
    const { folder } = this
    if (folder === null) return Promise.resolve()
    this.working = this.working.then(async () => {
      try {
        await work(folder)
      } catch (error) {
        console.error(`unsaved edits not kept: ${String(error)}`)
      }
    })
    return this.working
  }
}

/** Named by a digest: a file's path is nobody else's business. */
const placeOf = (folder: string, path: string): string =>
  join(folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.edits.json`)
