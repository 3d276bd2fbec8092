import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Report } from '../report/model'
import { openDocument } from '../documents/document'
import { EditedFile, parseEdits } from '../documents/edit-file'
import { inProcess, type Outcome } from './testing/in-process'

const fixtures = join(__dirname, '../../fixtures')
const GPT = join(fixtures, '2.13.0/gpt_block.guards_state')
const ENTRY = join(fixtures, 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl')
let folder = ''
let model = ''
const scratch = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-report-'))
  model = scratch('model.guards_state')
  copyFileSync(GPT, model)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => void vi.restoreAllMocks())

const guardscope = (...args: readonly string[]): Promise<Outcome> => inProcess(['report', ...args])

function edited(name: string, edits: readonly unknown[]): string {
  const file = new EditedFile(new Uint8Array(readFileSync(GPT)))
  file.blob(0).apply(parseEdits(edits))
  writeFileSync(scratch(name), file.encode())
  return scratch(name)
}

const said = (status: number, ...lines: readonly string[]): Outcome => ({
  status,
  stdout: lines.map((line) => `${line}\n`).join(''),
  stderr: '',
})

describe('--fail-on', () => {
  it('says where a blob would not load, and fails', async () => {
    const bad = join(fixtures, '2.13.0/numpy_in_one_element.guards_state')
    const failed = await guardscope(bad, '--fail-on', 'load')
    expect([await guardscope(model, '--fail-on', 'load'), failed.status, failed.stderr]).toEqual([said(0), 1, ''])
    // torch's own words, as it refused this file
    expect(failed.stdout).toMatch(
      /^load: .*numpy_in_one_element.guards_state: torch will not load .*TypeError: _dispatch_keys\(\).*\n$/,
    )
  })

  it('names a blob of a container that cannot be read, and tells of the others', async () => {
    const bytes = readFileSync(ENTRY)
    const { blobs } = openDocument(new Uint8Array(bytes)).info
    bytes.fill(0xff, (blobs[1]?.offset ?? 0) + 40, (blobs[1]?.offset ?? 0) + 60)
    const broken = scratch('broken.pkl')
    writeFileSync(broken, bytes)
    const { status, stdout } = await guardscope(broken, '--fail-on', 'load', '-o', scratch('broken.json'))
    const { summary, blobs: told } = JSON.parse(readFileSync(scratch('broken.json'), 'utf8')) as Report
    expect([status, stdout.split('\n').length, stdout.startsWith(`load: ${broken}: blob 1`)]).toEqual([1, 2, true])
    expect(summary?.map(({ blob, error }) => [blob, error === null])).toEqual(
      blobs.map(({ index }) => [index, index !== 1]),
    )
    expect(told.map(({ blob }) => blob)).toEqual(blobs.flatMap(({ index }) => (index === 1 ? [] : [index])))
  })

  it('counts guards against what the file was before', async () => {
    const fewer = edited('fewer.guards_state', [
      { do: 'drop-guards', where: { create_fn: ['TYPE_MATCH'] }, force: true },
    ])
    const against = (more: number) => guardscope(model, '--against', fewer, '--fail-on', `guards+${more}`)
    const failed = await against(3)
    const came = Number(/: (\d+) more, where 3 are allowed$/m.exec(failed.stdout)?.[1])
    expect(failed).toEqual(
      said(1, `guards+3: ${model}: 141 guards, ${141 - came} before: ${came} more, where 3 are allowed`),
    )
    expect([await against(came), await against(came - 1)].map(({ status }) => status)).toEqual([0, 1])
    expect(await guardscope(fewer, '--against', model, '--fail-on', 'guards+0')).toEqual(said(0))
  })

  it('tells which keys of the global state changed, of all or of those that are named', async () => {
    const other = edited('other.guards_state', [
      { do: 'set-global-state', key: 'grad_mode', value: false },
      { do: 'set-global-state', key: 'num_threads', value: 7 },
    ])
    const [grad, threads] = [
      `${other}: grad_mode of the global state is false, and was true`,
      `${other}: num_threads of the global state is 7, and was 2`,
    ]
    const on = (words: string) => guardscope(other, '--against', model, '--fail-on', words)
    expect(await on('global-state')).toEqual(said(1, `global-state: ${grad}`, `global-state: ${threads}`))
    expect(await on('global-state:num_threads')).toEqual(said(1, `global-state:num_threads: ${threads}`))
    expect(await on('global-state:autocast,global-state:default_dtype')).toEqual(said(0))
  })

  it('is in the report, too, where one is written', async () => {
    const out = scratch('failed.md')
    const fewer = join(fixtures, '2.13.0/constant_int.guards_state')
    const { status } = await guardscope(model, '--against', fewer, '--fail-on', 'load,guards+1', '-o', out)
    expect([status, /\| `guards\+1` \| \*\*failed\*\* \|/.test(readFileSync(out, 'utf8'))]).toEqual([1, true])
  })

  it('takes what cannot be told for a failure', async () => {
    const old = join(fixtures, '2.8.0/constant_int.guards_state')
    const fresh = join(fixtures, '2.13.0/constant_int.guards_state')
    const line = `${fresh}: the global state is saved with the blob, and was of the loading process: what changed is not known`
    expect(await guardscope(fresh, '--against', old, '--fail-on', 'global-state')).toEqual(
      said(1, `global-state: ${line}`),
    )
  })
})

it.each<[readonly string[], string]>([
  [['--fail-on', 'guards'], '--fail-on "guards": one of load, guards+N, global-state, global-state:KEY'],
  [['--fail-on', 'guards+1'], 'guards+1 needs --against BASE: what the file was before'],
  [
    ['--fail-on', 'global-state:grad', '--against', GPT],
    'global-state:grad: the global state has no such key: one of allow_bf16_reduce,',
  ],
  [[], '-o OUT, --json or --fail-on says what is wanted (usage: guardscope report FILE -o OUT)'],
  [['-o', 'x.pdf'], 'x.pdf: the window makes a PDF; here -o takes a name that ends in .html, .md or .json'],
  [['-o', 'x.md', '--parts', 'trees'], '--parts "trees": one of summary, checks,'],
  [['-o', 'x.md', '--theme', 'blue'], '--theme takes one of system, dark, light, not "blue"'],
])('refuses %j in one line', async (args, line) => {
  const { status, stdout, stderr } = await guardscope(model, ...args)
  expect([status, stdout, stderr.startsWith(`guardscope: ${line}`), stderr.split('\n').length]).toEqual([
    2,
    '',
    true,
    2,
  ])
})

it('never writes over the file that it is of', async () => {
  const path = scratch('model.json')
  copyFileSync(GPT, path)
  expect((await guardscope(path, '-o', path)).status).toBe(2)
  expect(readFileSync(path)).toEqual(readFileSync(GPT))
})

it('writes several formats at once, the same as one after the other', async () => {
  const [a, b] = [scratch('a.html'), scratch('a.json')]
  expect(await guardscope(ENTRY, '-o', a, '-o', b)).toEqual(said(0))
  const json = await guardscope(ENTRY, '--json')
  expect(json.stdout).toBe(readFileSync(b, 'utf8'))
  await guardscope(ENTRY, '-o', b.replace('a.json', 'b.html'))
  expect(readFileSync(scratch('b.html'), 'utf8')).toBe(readFileSync(a, 'utf8'))
})
