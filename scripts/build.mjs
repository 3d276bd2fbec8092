/** Builds out/; with `--if-older`, only where a source is newer than the last build. */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, runTool } from './process.mjs'

const STAMP = join(root, 'out', '.built')
const SOURCES = ['main', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** Builds; the exit status. */
export async function build() {
  // Not the end: a source saved while it builds makes the next build.
  const started = new Date()
  const status = await runTool('electron-vite', ['build', '--logLevel', 'warn'])
  if (status === 0) writeFileSync(STAMP, started.toISOString() + '\n')
  return status
}

/** Whether out/ holds what the sources say. */
export function isBuilt() {
  try {
    const built = Date.parse(readFileSync(STAMP, 'utf8').trim())
    return SOURCES.every((path) => newest(join(root, path)) <= built)
  } catch {
    return false
  }
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  let latest = stat.mtimeMs
  for (const entry of readdirSync(path)) latest = Math.max(latest, newest(join(path, entry)))
  return latest
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-older') && isBuilt()) process.exit(0)
  process.exit(await build())
}
