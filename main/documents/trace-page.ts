/** Writes the page of a trace, and into the index of tlparse a link to it. */
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GENERATOR, tracePage } from '../traces/page/page'
import { linkedIndex } from '../traces/page/tlparse-index'
import { FileError } from './read-file'
import { saveFile } from './save'
import { INDEX, tlparseFolder } from './tlparse-folder'
import type { TraceFile } from './trace-file'

const NAME = 'guardscope.html'

/** Where the page of a log goes: `out`, or `guardscope.html` in it where it is a folder. Throws FileError. */
export function pagePath(out: string, file: TraceFile): string {
  const path = existsSync(out) && statSync(out).isDirectory() ? join(out, NAME) : out
  if (!existsSync(path)) return path
  if (file.trace.logs.some((log) => existsSync(log.path) && realpathSync(log.path) === realpathSync(path)))
    throw new FileError(path, 'this is the log itself')
  if (!isPage(path)) throw new FileError(path, 'this file is no page of Guardscope, and stays: name another')
  return path
}

const SNIFFED = 4096

function isPage(path: string): boolean {
  if (!statSync(path).isFile()) return false
  const fd = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(SNIFFED)
    const read = readSync(fd, bytes, 0, SNIFFED, 0)
    return new TextDecoder().decode(bytes.subarray(0, read)).includes(GENERATOR)
  } finally {
    closeSync(fd)
  }
}

/** Throws FileError; then nothing is written. */
export async function writePage(path: string, file: TraceFile): Promise<void> {
  const bytes = await tracePage(file.trace, async (chain) => {
    const trees = new Map<number, string>()
    for (const compile of file.trace.chains[chain]?.compiles ?? []) {
      const text = await file.tree(compile)
      if (text !== null) trees.set(compile, text)
    }
    return { story: await file.story(chain), trees }
  })
  saveFile(path, bytes)
}

/** The index of tlparse from which a page can be linked; null where the page lies elsewhere, or tlparse wrote none. */
export function indexFor(page: string, log: string): string | null {
  const folder = tlparseFolder(log)
  return folder !== null && existsSync(dirname(page)) && realpathSync(dirname(page)) === realpathSync(folder)
    ? join(folder, INDEX)
    : null
}

/** Puts links to the page beside it into an index; the original stays as `.orig`. Throws FileError. */
export function linkPage(index: string, page: string, file: TraceFile): void {
  const before = readFileSync(index)
  const after = Buffer.from(linkedIndex(before.toString('utf8'), basename(page), file.trace))
  if (!after.equals(before)) saveFile(index, after, { opened: before, keepOriginal: true })
}
