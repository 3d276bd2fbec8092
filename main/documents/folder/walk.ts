/** The files below a folder, in one order. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface FoundFile {
  /** Below the folder, its parts parted by `/`. */
  readonly file: string
  /** Why its folder could not be listed; null for a file. */
  readonly error: string | null
}

/**
 * All regular files below `root` but hidden ones, by the code units of their paths. A link to a file counts as one; links to
 * folders are not followed, so that a ring has an end. `without`: a folder that is passed over.
 */
export function filesBelow(root: string, without: string | null): readonly FoundFile[] {
  const found: FoundFile[] = []
  const visit = (folder: string, prefix: string): void => {
    let entries
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      found.push({ file: prefix === '' ? '.' : prefix.slice(0, -1), error: `the folder cannot be listed (${code})` })
      return
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (path !== without) visit(path, `${prefix}${entry.name}/`)
      } else if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path)))
        found.push({ file: prefix + entry.name, error: null })
    }
  }
  visit(root, '')
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
}

/** A link that leads nowhere is a broken file, and told of as one. */
function leadsToFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return true
  }
}
