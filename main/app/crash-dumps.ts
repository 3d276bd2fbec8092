/** What Electron writes of a process that crashed: kept here, never sent, the last few alone. */
import { crashReporter } from 'electron'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const KEPT = 5

interface Dump {
  readonly path: string
  readonly bytes: number
  readonly time: number
}

/** Before any other process is started. `folder`: where Electron was told to write (`crashDumps`). */
export function keepCrashDumps(folder: string): void {
  crashReporter.start({ uploadToServer: false, submitURL: '', ignoreSystemCrashHandler: false })
  const old = dumpsIn(folder).sort((a, b) => b.time - a.time)
  for (const { path } of old.slice(KEPT)) rmSync(path, { force: true })
}

export function crashDumps(folder: string): { readonly count: number; readonly bytes: number } {
  const dumps = dumpsIn(folder)
  return { count: dumps.length, bytes: dumps.reduce((sum, { bytes }) => sum + bytes, 0) }
}

export function removeCrashDumps(folder: string): void {
  for (const { path } of dumpsIn(folder)) rmSync(path, { force: true })
}

/** In it and in the folders that Crashpad makes: `pending`, `completed`, `reports`. */
function dumpsIn(folder: string): Dump[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Dump[] => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return dumpsIn(path)
      if (!entry.name.endsWith('.dmp')) return []
      const { size, mtimeMs } = statSync(path)
      return [{ path, bytes: size, time: mtimeMs }]
    })
  } catch {
    return []
  }
}
