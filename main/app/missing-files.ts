/** Which files are not there; a place that does not answer in time, such as a share that is gone, counts as there. */
import { access } from 'node:fs/promises'

const PATIENCE_MS = 2000

export async function missingFiles(paths: readonly string[]): Promise<string[]> {
  const gone = await Promise.all(paths.map((path) => Promise.race([isGone(path), later()])))
  return paths.filter((_path, index) => gone[index] === true)
}

async function isGone(path: string): Promise<boolean> {
  try {
    await access(path)
    return false
  } catch {
    return true
  }
}

async function later(): Promise<boolean> {
  return new Promise((done) => setTimeout(() => done(false), PATIENCE_MS).unref())
}
