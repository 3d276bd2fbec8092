/** Scenarios beside a document: written whole or not at all, never over what someone else wrote, kept until they are saved. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SaveError, writeWhole } from './write-whole'

export class ScenarioFiles {
  /** Path to what was last read or written there. */
  private readonly known = new Map<string, string>()
  /** Writing for the next session, one after the other. */
  private keeping: Promise<void> = Promise.resolve()

  /** `folder` holds what is not saved; null where nothing is kept. */
  constructor(private readonly folder: string | null) {}

  async exists(path: string): Promise<boolean> {
    return (await hashOf(path)) !== null
  }

  /** Notes what stands in a file that was just read: it may be replaced from now on. */
  async seen(path: string): Promise<void> {
    const hash = await hashOf(path)
    if (hash !== null) this.known.set(path, hash)
  }

  /** Writes scenarios, each given as JSON. Throws SaveError where the file is not as it was last seen, or cannot be written. */
  async save(path: string, scenarios: readonly string[]): Promise<void> {
    const there = await hashOf(path)
    if (there !== null && there !== this.known.get(path))
      throw new SaveError(
        `${basename(path)} was changed by another program: open it to see its scenarios, or move it away`,
      )
    const text = `${JSON.stringify({ scenarios: scenarios.map(parsed) }, null, 2)}\n`
    await writeWhole(path, text, 0o666)
    this.known.set(path, digest(Buffer.from(text)))
    await this.forget(path)
  }

  /** Keeps scenarios of a file until it is saved; a disk that refuses loses the memory, not the session. */
  async keep(path: string, scenarios: readonly string[]): Promise<void> {
    const { folder } = this
    if (folder === null) return
    this.keeping = this.keeping.then(async () => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeWhole(this.keptPath(folder, path), JSON.stringify({ scenarios: scenarios.map(parsed) }), 0o600)
      } catch (error) {
        console.error(`unsaved scenarios not kept: ${String(error)}`)
      }
    })
    await this.keeping
  }

  /** Where scenarios of a file are kept unsaved; null where none are. */
  async kept(path: string): Promise<string | null> {
    if (this.folder === null) return null
    await this.keeping
    const kept = this.keptPath(this.folder, path)
    return (await hashOf(kept)) === null ? null : kept
  }

  private async forget(path: string): Promise<void> {
    await this.keeping
    if (this.folder !== null) await rm(this.keptPath(this.folder, path), { force: true })
  }

  /** Named by a digest: a file's path is nobody else's business. */
  private keptPath(folder: string, path: string): string {
    return join(folder, `${digest(Buffer.from(path)).slice(0, 32)}.json`)
  }
}

function parsed(text: string, i: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SaveError(`scenario ${i} is not JSON: mend or remove it, then save`)
  }
}

async function hashOf(path: string): Promise<string | null> {
  try {
    return digest(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new SaveError(`${basename(path)} cannot be read: ${codeOf(error)}`)
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
