import { expect, it } from 'vitest'
import type { ReplayResult, ReplayRow, ScenarioChange } from '../../../shared/replay'
import { createReplayStore } from './replay-store'

const answer = (name: string): ReplayResult & ReplayRow => ({
  name,
  check: 'true',
  error: null,
  parts: [],
  part: '',
  executed: 1,
  guard: '',
  source: '',
  unknown: [],
  failed: -1,
  explained: [],
  outcomes: new Uint8Array(),
  globalState: [],
  asSaved: { check: 'true', parts: [], executed: 1, why: [] } as never,
})
const good = <T>(value: T) => ({ ok: true, value }) as const
const nameIn = (text: string): string => (JSON.parse(text) as { name: string }).name

/** Stands in for the main process: a scenario passes under its own name, a change names it. */
function standIn(files: Readonly<Record<string, readonly string[]>> = {}) {
  const saved: (readonly string[])[] = []
  const api = {
    ownScenario: async () => good('{"name": "as saved", "f_locals": {}}'),
    changeScenario: async (_id: string, _blob: number, text: string, changes: readonly ScenarioChange[]) => {
      const named = changes.find(({ path }) => path[0] === 'name')
      return good(named && 'value' in named ? text.replace(nameIn(text), String(named.value)) : `${text} `)
    },
    replay: async (_id: string, _blob: number, text: string) =>
      text.startsWith('{')
        ? good(answer(nameIn(text)))
        : ({ ok: false, error: { message: 'not JSON', offset: null } } as const),
    replayAll: async (_id: string, _blob: number, texts: readonly string[]) =>
      good(texts.map((t) => answer(nameIn(t)))),
    suggest: async () => good([]),
    compareGlobalState: async () => good([]),
    readScenarios: async (_id: string, path: string) => good({ path, scenarios: files[path] ?? [], kept: false }),
    savedScenarios: async () =>
      good('beside' in files ? { path: 'beside', scenarios: files['beside'] ?? [], kept: false } : null),
    keepScenarios: async () => {},
    saveScenarios: async (_id: string, _blob: number, texts: readonly string[]) => {
      saved.push(texts)
      return good('beside')
    },
  }
  return { store: createReplayStore(api, 'a', 0, 0), saved }
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20))
const ONE = '{"name": "one", "f_locals": {}}'
const TWO = '{"name": "two", "f_locals": {}}'

it('starts from the values the blob was saved with and the scenarios beside it, and takes in those of a file', async () => {
  const { store } = standIn({ beside: [ONE], 'more.json': [TWO] })
  store.getState().start()
  await settled()
  await store.getState().openFile('more.json')
  await settled()
  const { scenarios, current } = store.getState()
  expect([scenarios.map(({ name, row }) => [name, row?.check]), current]).toEqual([
    [
      ['as saved', 'true'],
      ['one', 'true'],
      ['two', 'true'],
    ],
    2,
  ])
})

it('leaves the values the blob was saved with as they are: an edit makes a call of its own', async () => {
  const { store } = standIn()
  store.getState().start()
  await settled()
  store.getState().edit('{"name": "as saved", "f_locals": {"x": 1}}')
  await settled()
  store.getState().edit('{"name": "call 1", "f_locals": {"x": 2}}')
  await settled()
  store.getState().choose(0)
  await store.getState().change([{ path: ['f_locals', 'x'], value: 3 }])
  await settled()
  const { scenarios, file } = store.getState()
  expect([scenarios.map(({ name }) => name), scenarios[0]?.text, file.dirty]).toEqual([
    ['as saved', 'call 1', 'call 2'],
    '{"name": "as saved", "f_locals": {}}',
    true,
  ])
})

it('keeps what cannot be read, with the reason', async () => {
  const { store } = standIn()
  store.getState().start()
  await settled()
  store.getState().add([ONE])
  await settled()
  store.getState().edit('nothing')
  await settled()
  const { scenarios, result } = store.getState()
  expect([scenarios[1]?.text, scenarios[1]?.row?.error, result]).toEqual(['nothing', 'not JSON', null])
})

it('saves all but the values the blob holds itself', async () => {
  const { store, saved } = standIn({ beside: [ONE] })
  store.getState().start()
  await settled()
  store.getState().add([TWO])
  await store.getState().save()
  expect([saved, store.getState().file]).toEqual([[[ONE, TWO]], { path: 'beside', dirty: false, error: null }])
})

it('makes changes one after the other: none is lost, and the first of what the blob holds makes one copy', async () => {
  const { store } = standIn()
  store.getState().start()
  await settled()
  const { change } = store.getState()
  await Promise.all([1, 2, 3].map((value) => change([{ path: ['f_locals', 'x'], value }])))
  await settled()
  // the stand-in adds a space with each change
  expect(store.getState().scenarios.map(({ text }) => text)).toEqual([
    '{"name": "as saved", "f_locals": {}}',
    '{"name": "call 1", "f_locals": {}}  ',
  ])
})
