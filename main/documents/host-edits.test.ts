/** Real documents on real threads: work that is called off, files that change under them, and what becomes of the edits. */
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FileOnDisk, HistoryState } from '../../shared/document'
import type { Json } from '../../shared/replay'
import type { Reply } from '../../shared/api'
import { DocumentHost } from './host'
import { buildWorker } from './testing/build-worker'

const FIXTURES = join(__dirname, '../../fixtures/2.13.0')
const CONSTANT = join(FIXTURES, 'constant_int.guards_state')

let built = ''
let folder = ''
let script = ''
let path = ''
let host: DocumentHost
let told: FileOnDisk['state'][] = []

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'worker-'))
  // where the built worker looks for them
  symlinkSync(join(__dirname, '../../resources'), join(built, 'resources'))
  script = await buildWorker(join(built, 'out'))
})
afterAll(() => rmSync(built, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edits-'))
  path = join(folder, 'a.guards_state')
  copyFileSync(CONSTANT, path)
  told = []
  host = newHost()
})
/** A disk and a thread take their time on a busy machine. */
const soon = <T>(get: () => T) => expect.poll(get, { timeout: 4000 })

afterEach(() => {
  host.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const newHost = (): DocumentHost =>
  new DocumentHost({
    script,
    keep: join(folder, 'kept'),
    onProgress: () => {},
    onFileOnDisk: ({ state }) => told.push(state),
  })

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value
}

const setN = (n: number): readonly Json[] => [
  { do: 'set-value', at: "L['n']", value: { kind: 'int', value: String(n) } },
]
const edit = async (n: number): Promise<HistoryState> =>
  value(await host.edits.edit('a', 0, setN(n), `n is ${n}`)).history
const jump = async (position: number): Promise<HistoryState> => value(await host.edits.jump('a', 0, position)).history
/** What the guard wants of n now. */
const wanted = async (): Promise<string | undefined> =>
  /EQUALS_MATCH: L\['n'\] == (\d+)/.exec(value(await host.ask('a', 'text', { blob: 0 })))?.[1]
const files = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name !== 'kept')
    .sort()

/** 90,000 steps. */
function longSweep(scenario: string) {
  const axis = (from: number) => ({ path: ['f_locals', 'n', 'value'], values: { from, to: from + 299, step: 1 } })
  return host.ask('a', 'sweep', { blob: 0, scenario, axes: [axis(0), axis(1)], options: { guardState: null } })
}

test('work that is called off leaves the history with its steps, labels and position; saving and undo go on from there', async () => {
  value(await host.open('a', path))
  for (const n of [6, 7]) await edit(n)
  value(await host.edits.save('a', null))
  for (const n of [8, 9]) await edit(n)
  await jump(3)
  const scenario = value(await host.ask('a', 'ownScenario', { blob: 0 }))
  const work = [longSweep(scenario), host.edits.edit('a', 0, setN(10), 'n is 10'), wanted()] as const
  await soon(() => host.fileOf('a')?.session.worker.doing).toBe('sweep')
  await host.stopWork('a', 'edit')
  await host.stopWork('a', 'sweep')
  const cancelled = { ok: false, error: { message: 'cancelled', offset: null } }
  // what was asked beside them is answered
  expect(await Promise.all(work)).toEqual([cancelled, cancelled, '8'])
  const labels = ['n is 6', 'n is 7', 'n is 8', 'n is 9']
  expect([await jump(4), await wanted()]).toEqual([{ labels, position: 4, saved: 2 }, '9'])
  expect([await jump(0), await wanted()]).toEqual([{ labels, position: 0, saved: 2 }, '5'])
  value(await host.edits.save('a', null))
  expect([files(), readFileSync(path).equals(readFileSync(CONSTANT))]).toEqual([
    ['a.guards_state', 'a.guards_state.orig'],
    true,
  ])
})

test('a thread that is gone takes no edit with it into the next session', async () => {
  value(await host.open('a', path))
  await edit(6)
  await edit(7)
  host.cancel('a')
  expect(await edit(8)).toEqual({ labels: ['n is 6', 'n is 7', 'n is 8'], position: 3, saved: 0 })
  host.dispose()
  host = newHost()
  value(await host.open('a', path))
  const kept = value(await host.edits.unsaved('a'))
  expect(kept.flatMap(({ steps }) => steps.flatMap(({ edits }) => edits))).toEqual([6, 7, 8].flatMap(setN))
})

test('what is saved and undone is not taken for saved once something else is done', async () => {
  value(await host.open('a', path))
  for (const n of [6, 7]) await edit(n)
  value(await host.edits.save('a', null))
  await jump(1)
  expect(await edit(8)).toEqual({ labels: ['n is 6', 'n is 8'], position: 2, saved: -1 })
})

test('calling off what is not under way does nothing', async () => {
  value(await host.open('a', path))
  await edit(6)
  const { session } = host.fileOf('a') ?? {}
  await host.stopWork('a', 'sweep')
  expect([host.fileOf('a')?.session === session, await wanted()]).toEqual([true, '6'])
})

test('a file that is replaced, goes and comes back is told; our own saving is not', async () => {
  value(await host.open('a', path))
  await edit(6)
  value(await host.edits.save('a', null))
  await host.checkFiles()
  expect(told).toEqual([])
  const ours = readFileSync(path)
  const other = join(folder, 'other')
  copyFileSync(join(FIXTURES, 'constant_str.guards_state'), other)
  renameSync(other, path)
  await soon(() => told).toEqual(['changed'])
  rmSync(path)
  await soon(() => told).toEqual(['changed', 'gone'])
  writeFileSync(path, ours)
  await soon(() => told.at(-1)).toBe('same')
})

test('a file that is gone is written anew', async () => {
  value(await host.open('a', path))
  await edit(6)
  rmSync(path)
  await soon(() => told).toEqual(['gone'])
  value(await host.edits.save('a', null))
  await soon(() => told).toEqual(['gone', 'same'])
  value(await host.open('b', path))
  expect([files(), value(await host.ask('b', 'text', { blob: 0 }))]).toEqual([
    ['a.guards_state'],
    expect.stringContaining("L['n'] == 6"),
  ])
})

test('ours kept over theirs: saving leaves what they wrote beside it', async () => {
  value(await host.open('a', path))
  await edit(6)
  value(await host.edits.save('a', null))
  await edit(7)
  const theirs = readFileSync(join(FIXTURES, 'constant_str.guards_state'))
  writeFileSync(path, theirs)
  await soon(() => told).toEqual(['changed'])
  expect((await host.edits.save('a', null)).ok).toBe(false)
  value(await host.edits.keepMine('a'))
  expect([told, await jump(2)]).toEqual([['changed', 'same'], { labels: ['n is 6', 'n is 7'], position: 2, saved: -1 }])
  host.cancel('a')
  value(await host.edits.save('a', null))
  expect([files(), readFileSync(`${path}.orig.1`).equals(theirs), await jump(2)]).toEqual([
    ['a.guards_state', 'a.guards_state.orig', 'a.guards_state.orig.1'],
    true,
    { labels: ['n is 6', 'n is 7'], position: 2, saved: 2 },
  ])
})

test('a file is read again, and edits made again where they apply: what cannot be is named', async () => {
  value(await host.open('a', path))
  await edit(6)
  value(await host.edits.edit('a', 0, [{ do: 'strip', what: ['paths'] }], 'strip paths'))
  writeFileSync(path, readFileSync(join(FIXTURES, 'constant_str.guards_state')))
  const { info, edited, refused } = value(await host.edits.reload('a', true))
  expect([info.name, edited, refused.map(({ label }) => label)]).toEqual([
    'a.guards_state',
    [{ blob: 0, position: 1 }],
    ['n is 6'],
  ])
  expect((await jump(1)).labels).toEqual(['strip paths'])
})

test('a file that cannot be read again stays open as it was', async () => {
  value(await host.open('a', path))
  await edit(6)
  writeFileSync(path, 'nothing of torch')
  expect((await host.edits.reload('a', false)).ok).toBe(false)
  expect([(await jump(1)).labels, await wanted()]).toEqual([['n is 6'], '6'])
})
