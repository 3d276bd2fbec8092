/** A folder of blobs, good and broken, as the terminal reports on it: its rows are those of the files, and no run loses another's. */
import { spawn } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderPage } from '../../report/folder/page'
import { type FolderRow, FolderRowSchema } from '../../report/folder/schema'
import { Totals } from '../../report/folder/totals'
import { builtMain } from '../../testing/built-main'
import { openDocument } from '../document'
import { Pool } from './pool'
import { reportFolder } from './report'

const FIXTURES = resolve('fixtures')
const LIMITS = { threads: 2, heapMb: 512, milliseconds: 60_000 }
const scratch = mkdtempSync(join(tmpdir(), 'guardscope-folder-'))
const folder = join(scratch, 'blobs')
let script = ''

beforeAll(async () => {
  script = await builtMain('main/documents/folder/worker.ts', 'guardscope-folder-test')
  mkdirSync(join(folder, 'nested "a"<b>'), { recursive: true })
  const blob = (name: string, to = `${name}.guards_state`): void =>
    copyFileSync(join(FIXTURES, '2.13.0', `${name}.guards_state`), join(folder, to))
  blob('mlp_safe')
  blob('mlp_safe', 'nested "a"<b>/\u202ename.guards_state')
  blob('shape_env_two_tensors')
  copyFileSync(join(FIXTURES, '2.8.0', 'global_state.guards_state'), join(folder, 'old.guards_state'))
  cpSync(join(FIXTURES, 'containers', '2.13.0', 'caching_precompile_mlp.entry'), join(folder, 'cache.entry'))
  writeFileSync(join(folder, 'cut.guards_state'), readFileSync(join(folder, 'mlp_safe.guards_state')).subarray(0, 500))
  writeFileSync(join(folder, 'empty.guards_state'), '')
  writeFileSync(join(folder, 'text.guards_state'), 'not a pickle\n')
  writeFileSync(join(folder, 'readme.txt'), 'hello\n')
  writeFileSync(join(folder, '.hidden.guards_state'), '')
  symlinkSync(join(scratch, 'nowhere'), join(folder, 'dead.guards_state'))
  symlinkSync('.', join(folder, 'ring'))
}, 120_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const report = (output: string, more: Partial<Parameters<typeof reportFolder>[0]> = {}) =>
  reportFolder({
    folder,
    output: join(scratch, output),
    title: 'blobs',
    torch: null,
    fresh: false,
    script,
    limits: LIMITS,
    onProgress: () => {},
    ...more,
  })

const rowsOf = (output: string): readonly FolderRow[] =>
  readFileSync(join(scratch, output, 'guards.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => FolderRowSchema.parse(JSON.parse(line)))

const bytesOf = (output: string): string[] =>
  ['guards.ndjson', 'guards.parquet', 'index.html'].map((name) => readFileSync(join(scratch, output, name), 'latin1'))

describe('a folder', () => {
  test('has a row for each blob, and one for each file that is broken', async () => {
    const { totals, others } = await report('first')
    const rows = rowsOf('first')
    expect(rows.map(({ file, error }) => [file, error])).toEqual([
      ['cache.entry', null],
      ['cut.guards_state', expect.stringContaining('wants')],
      ['dead.guards_state', 'no such file'],
      ['empty.guards_state', 'the file is empty'],
      ['mlp_safe.guards_state', null],
      ['nested "a"<b>/\u202ename.guards_state', null],
      ['old.guards_state', null],
      ['shape_env_two_tensors.guards_state', null],
      ['text.guards_state', 'no guards_state in it: it looks like text'],
    ])
    for (const row of rows.filter(({ error }) => error === null)) {
      const document = openDocument(readFileSync(join(folder, row.file)))
      const { summary } = document.openBlob(row.blob ?? -1)
      expect([row.guards, row.nodes, row.torch, row.kind]).toEqual([
        summary.guards,
        summary.nodes,
        summary.torch,
        document.info.kind,
      ])
    }
    expect([totals.blobs, totals.unreadable, others]).toEqual([5, 4, 1])
  })

  test('is the same in Parquet as in NDJSON', async () => {
    const file = readFileSync(join(scratch, 'first', 'guards.parquet'))
    const objects = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length),
    })
    const plain = JSON.parse(
      JSON.stringify(objects, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    )
    expect(plain).toEqual(rowsOf('first'))
  })

  test('gives the same bytes with one thread, and reads no file again that has not changed', async () => {
    await report('second', { limits: { ...LIMITS, threads: 1 } })
    expect(bytesOf('second')).toEqual(bytesOf('first'))
    const { same } = await report('second')
    expect(same).toBe(8 - 1)
    expect(bytesOf('second')).toEqual(bytesOf('first'))
  })

  test('takes in a file that changed, and leaves out one that went', async () => {
    await report('third')
    const [changed, gone] = [join(folder, 'changed.guards_state'), join(folder, 'gone.guards_state')]
    copyFileSync(join(folder, 'mlp_safe.guards_state'), changed)
    copyFileSync(join(folder, 'mlp_safe.guards_state'), gone)
    await report('third')
    copyFileSync(join(folder, 'shape_env_two_tensors.guards_state'), changed)
    rmSync(gone)
    await report('third')
    const rows = new Map(rowsOf('third').map((row) => [row.file, row]))
    rmSync(changed)
    expect(rows.get('changed.guards_state')?.guards).toBe(rows.get('shape_env_two_tensors.guards_state')?.guards)
    expect(rows.has('gone.guards_state')).toBe(false)
  })

  test.each([
    ['after its first answers', (text: string) => `${text.split('\n').slice(0, 4).join('\n')}\n`],
    ['in the middle of a line', (text: string) => text.slice(0, -200)],
    ['in its first line', (text: string) => text.slice(0, 9)],
  ])('goes on where a run was stopped %s', async (_, cut) => {
    const path = join(scratch, 'first', '.guardscope-journal')
    const output = join(scratch, 'resumed')
    rmSync(output, { recursive: true, force: true })
    mkdirSync(output)
    writeFileSync(join(output, '.guardscope-journal'), cut(readFileSync(path, 'utf8')))
    await report('resumed')
    expect(bytesOf('resumed')).toEqual(bytesOf('first'))
    await report('resumed')
    expect(bytesOf('resumed')).toEqual(bytesOf('first'))
  })

  test('is written by one process at a time, and a killed one does not keep it', async () => {
    mkdirSync(join(scratch, 'locked'))
    const lock = join(scratch, 'locked', '.guardscope-journal.lock')
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    writeFileSync(lock, String(other.pid))
    await expect(report('locked')).rejects.toThrow(/another guardscope \(process \d+\) writes this report/)
    other.kill('SIGKILL')
    await new Promise((done) => other.once('exit', done))
    await report('locked')
    expect(bytesOf('locked')).toEqual(bytesOf('first'))
  })

  test('is not stopped by a file that takes too long or too much', async () => {
    const worker = join(scratch, 'slow.js')
    writeFileSync(
      worker,
      `const { parentPort } = require('node:worker_threads')
       parentPort.on('message', ({ file }) => {
         if (file === 'long') for (;;);
         if (file === 'much') { const all = []; for (;;) all.push(new Array(1000).fill(file)) }
         if (file === 'throws') throw new Error('of its own')
         parentPort.postMessage({ is: 'other', why: '' })
       })`,
    )
    const told = new Map<string, unknown>()
    const question = { path: '', torch: null, before: null }
    await new Pool(worker, { threads: 2, heapMb: 32, milliseconds: 1500 }).ask(
      ['good', 'long', 'much', 'throws', 'good too'].map((file) => ({ ...question, file })),
      ({ file }, answer) => told.set(file, answer.is === 'rows' ? answer.rows[0]?.error : answer.is),
    )
    expect(Object.fromEntries(told)).toEqual({
      good: 'other',
      long: 'not read within 1.5 s',
      much: 'wants more than the 32 MiB of memory that a file may have',
      throws: 'of its own',
      'good too': 'other',
    })
  })
})

test('the page holds no mark-up of a name, and runs its own script alone', () => {
  const page = readFileSync(join(scratch, 'first', 'index.html'), 'utf8')
  expect(page).toContain('nested &quot;a&quot;&lt;b&gt;/<span class=esc>\\u202e</span>name.guards_state')
  expect(page).toMatch(
    /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/,
  )
  expect(page.match(/<script/g)).toHaveLength(1)
})

test('a page of a million rows is as long as one of ten thousand', () => {
  const totals = new Totals()
  const row = rowsOf('first')[4]
  if (row === undefined) throw new Error('no row')
  for (let i = 0; i < 1_000_000; i++) totals.add({ ...row, file: `${i}` })
  const page = folderPage({ title: '', madeBy: '', totals: totals.all, others: 0, otherNames: [] })
  expect(totals.all.blobs).toBe(1_000_000)
  expect(page.length).toBeLessThan(4_000_000)
  expect(page).toContain('990,000 rows more in the tables beside this page')
})
