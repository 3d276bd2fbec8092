/** Writes small files of text whole or not at all. */
import { open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { removeLeftovers, temporaryFor } from './temporary'

/** A file that was not written, and why. */
export class SaveError extends Error {
  override readonly name = 'SaveError'
}

/** Puts `text` in the place of what stands at `path`. Throws SaveError; then the file is as it was. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const temporary = temporaryFor(path)
  try {
    const file = await open(temporary, 'w', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    removeLeftovers(path)
  } catch (error) {
    await rm(temporary, { force: true })
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new SaveError(`${basename(path)} could not be written: ${code}`)
  }
}
