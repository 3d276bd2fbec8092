/** A report on a folder of blobs: every file read on all cores, its rows as NDJSON and Parquet, and one index page. */
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileWriter } from 'hyparquet-writer'
import { version } from '../../../package.json'
import { folderPage } from '../../report/folder/page'
import { writeParquet } from '../../report/folder/parquet'
import type { FolderRow } from '../../report/folder/schema'
import { type FolderTotals, Totals } from '../../report/folder/totals'
import type { TorchVersion } from '../../state/dialect'
import { saveFile } from '../save'
import { Journal } from './journal'
import { Pool, type PoolLimits } from './pool'
import { brokenFile } from './rows'
import { filesBelow, type FoundFile } from './walk'
import { writeAll } from './write-all'

export interface FolderOptions {
  readonly folder: string
  /** Made where it is not there. */
  readonly output: string
  readonly title: string
  /** The version that is to load the blobs; null for the one that saved each. */
  readonly torch: TorchVersion | null
  /** Reads every file, also those whose rows are known from a run before. */
  readonly fresh: boolean
  /** The built folder-worker.js. */
  readonly script: string
  readonly limits: PoolLimits
  readonly onProgress: (done: number, of: number) => void
}

export interface FolderResult {
  readonly totals: FolderTotals
  /** Files without guards. */
  readonly others: number
  /** Files whose bytes were read before, and their rows kept. */
  readonly same: number
}

const NAMES = {
  journal: '.guardscope-journal',
  rows: 'guards.ndjson',
  table: 'guards.parquet',
  page: 'index.html',
} as const
/** The page names so many of the files without guards. */
const OTHERS_NAMED = 200
const MADE_BY = `guardscope ${version}`

/** @throws what the file system says of `folder` as a whole, or of `output`. */
export async function reportFolder(options: FolderOptions): Promise<FolderResult> {
  const { folder, output, torch, fresh } = options
  mkdirSync(output, { recursive: true })
  const found = filesBelow(realpathSync(folder), realpathSync(output))
  const made = `${MADE_BY}, torch ${torch ?? 'of each'}`
  const journal = Journal.open(join(output, NAMES.journal), made, fresh)
  try {
    return await readAll(options, found, journal, made)
  } catch (error) {
    journal.release()
    throw error
  }
}

async function readAll(
  { folder, output, title, torch, script, limits, onProgress }: FolderOptions,
  found: readonly FoundFile[],
  journal: Journal,
  made: string,
): Promise<FolderResult> {
  const files = found.filter(({ error }) => error === null)
  let [done, same] = [0, 0]
  onProgress(0, files.length)
  await new Pool(script, limits).ask(
    files.map(({ file }) => ({ file, path: join(folder, file), torch, before: journal.known(file) })),
    ({ file }, answer) => {
      journal.answer(file, answer)
      if (answer.is === 'same') same++
      onProgress(++done, files.length)
    },
  )
  const otherNames: string[] = []
  let others = 0
  const totals = new Totals()
  async function* rows(): AsyncIterable<FolderRow> {
    for (const { file, error } of found) {
      const its = error === null ? journal.rows(file) : [brokenFile(file, error)]
      if (its.length === 0 && others++ < OTHERS_NAMED) otherNames.push(file)
      for (const row of its) {
        totals.add(row)
        yield row
      }
    }
  }
  await writeTables(output, rows())
  const page = { title, madeBy: MADE_BY, totals: totals.all, others, otherNames }
  saveFile(join(output, NAMES.page), Buffer.from(folderPage(page)))
  journal.close(
    files.map(({ file }) => file),
    made,
  )
  return { totals: page.totals, others, same }
}

/** Both tables in one pass; neither is there by its name before it is whole. */
async function writeTables(output: string, rows: AsyncIterable<FolderRow>): Promise<void> {
  const [lines, table] = [join(output, NAMES.rows), join(output, NAMES.table)]
  const [linesNext, tableNext] = [`${lines}.next`, `${table}.next`]
  const fd = openSync(linesNext, 'w')
  try {
    const writer = fileWriter(tableNext)
    await writeParquet(written(rows, fd), writer, MADE_BY)
    fsyncSync(fd)
  } catch (error) {
    rmSync(linesNext, { force: true })
    rmSync(tableNext, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
  renameSync(linesNext, lines)
  renameSync(tableNext, table)
}

async function* written(rows: AsyncIterable<FolderRow>, fd: number): AsyncIterable<FolderRow> {
  for await (const row of rows) {
    writeAll(fd, Buffer.from(`${JSON.stringify(row)}\n`, 'utf8'))
    yield row
  }
}
