/** Scenarios beside a document: written whole or not at all, and never over what someone else wrote there. */
import { createHash } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'

/** A file that was not written, and why. */
export class SaveError extends Error {
  override readonly name = 'SaveError'
}

export class ScenarioFiles {
  /** Path to what was last read or written there. */
  private readonly known = new Map<string, string>()

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
    const temporary = `${path}.${process.pid}.new`
    try {
      const file = await open(temporary, 'w')
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw new SaveError(`${basename(path)} could not be written: ${codeOf(error)}`)
    }
    this.known.set(path, digest(Buffer.from(text)))
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
