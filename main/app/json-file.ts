/** A JSON file of the app's own, replaced whole or not at all; one that cannot be read is kept beside the new one. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Null where there is no file. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** A disk that refuses loses the memory, not the session. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.new`
  try {
    writeFileSync(temporary, JSON.stringify(value, null, 2) + '\n', { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    console.error(`not saved: ${String(error)}`)
  }
}

/** Keeps what cannot be read, for the person. */
export function keepUnreadable(path: string, text: string): void {
  try {
    writeFileSync(`${path}.unreadable`, text, { mode: 0o600 })
  } catch {
    // a copy only
  }
}

/** The object that a text is; null where it is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
