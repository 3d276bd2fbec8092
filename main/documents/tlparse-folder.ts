/** A folder that tlparse wrote: the log that it kept, or where it kept none, the records and payloads that it parted. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import {
  type FoundRecord,
  partedLog,
  type PartedRecord,
  recordOfLine,
  recordsOfDirectory,
  recordsOfJsonl,
} from '../traces/tlparse'
import { lineAt, linesOf } from './file-lines'
import { logFile, type LogSource } from './log-file'
import { readable } from './read-file'

export const INDEX = 'index.html'
const RAW = 'raw.log'
const RECORDS = 'raw.jsonl'
const DIRECTORY = 'compile_directory.json'
/** A report on several ranks holds a folder for each. */
const RANK = /^rank_\d+$/

/** The folder where a path is one of tlparse or the index in it; null where it is neither. Never throws. */
export function tlparseFolder(path: string): string | null {
  try {
    const folder = statSync(path).isDirectory() ? path : basename(path) === INDEX ? dirname(path) : null
    return folder !== null && existsSync(join(folder, INDEX)) && isReport(folder) ? folder : null
  } catch {
    return null
  }
}

const HELD = [RAW, RECORDS, DIRECTORY]

function isReport(folder: string): boolean {
  return HELD.some((name) => existsSync(join(folder, name))) || rank0(folder)
}

const rank0 = (folder: string): boolean => HELD.some((name) => existsSync(join(folder, 'rank_0', name)))

/** The logs in a folder of tlparse, one for each rank. Throws FileError. */
export async function tlparseLogs(folder: string): Promise<readonly LogSource[]> {
  try {
    const own = await logIn(folder)
    if (own !== null) return [own]
    const ranks = (await readdir(folder)).filter((name) => RANK.test(name))
    const found: LogSource[] = []
    for (const name of ranks.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))) {
      const log = await logIn(join(folder, name))
      if (log !== null) found.push(log)
    }
    return found
  } catch (error) {
    throw readable(folder, error)
  }
}

async function logIn(folder: string): Promise<LogSource | null> {
  const raw = join(folder, RAW)
  if (existsSync(raw)) return logFile(raw, (await stat(raw)).size)
  const records = join(folder, RECORDS)
  if (existsSync(records)) {
    const again = (at: number): PartedRecord | null => recordOfLine(lineAt(records, at))
    return parted(folder, records, statSync(records).size, recordsOfJsonl(linesOf(records)), again)
  }
  const directory = join(folder, DIRECTORY)
  if (!existsSync(directory)) return null
  const kept = [...recordsOfDirectory(await readFile(directory, 'utf8'))]
  const found = kept.map((record, key) => ({ record, key }))
  return parted(folder, directory, kept.length, found, (key) => kept[key] ?? null)
}

/** The log that it was before, put together again. `size`: what the keys of records end at. */
function parted(
  folder: string,
  path: string,
  size: number,
  records: Iterable<FoundRecord>,
  again: (key: number) => PartedRecord | null,
): LogSource {
  const payload = (name: string): string | null => {
    // a name that leads out of the folder is no payload of it
    const file = resolve(folder, name)
    if (!file.startsWith(resolve(folder) + sep)) return null
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  }
  const log = partedLog(records, again, payload)
  return {
    path,
    size,
    each: async (take) => {
      for (const { bytes, key } of log.chunks()) if (take(bytes, key) === false) return
      take(new Uint8Array(), size)
    },
    range: async (start, end) => log.range(start, end),
    ranges: async (places) =>
      places.flatMap((start, i) => (i % 2 === 0 ? [log.range(start, places[i + 1] ?? start)] : [])),
  }
}
