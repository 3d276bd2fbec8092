import { expect, it } from 'vitest'
import type { ReplayResult } from '../../../shared/replay'
import { createReplayStore } from './replay-store'

const result = (name: string): ReplayResult => ({
  name,
  check: 'true',
  parts: [],
  executed: 1,
  guard: '',
  source: '',
  unknown: [],
  failed: -1,
  explained: [],
  outcomes: new Uint8Array(),
  globalState: [],
  asSaved: { check: 'true', parts: [], executed: 1, why: [] },
})

/** Stands in for the main process: a scenario passes under its own name. */
const api = {
  ownScenario: async () => ({ ok: true, value: '{"name": "as saved", "f_locals": {}}' }) as const,
  replay: async (_id: string, _blob: number, text: string) =>
    ({ ok: true, value: result(/"name": "([^"]*)"/.exec(text)?.[1] ?? '') }) as const,
  sweep: async () =>
    ({ ok: true, value: { rows: 1, columns: 0, outcomes: new Uint8Array(), failed: new Int32Array() } }) as const,
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20))

it('starts from the values the blob was saved with, and takes in the scenarios of a file', async () => {
  const store = createReplayStore(api, 'a', 0, 0)
  store.getState().start()
  await settled()
  store.getState().add('{"scenarios": [{"name": "one", "f_locals": {}}, {"name": "two", "f_locals": {}}]}')
  await settled()
  expect(store.getState().scenarios.map(({ name, result: of }) => [name, of?.check])).toEqual([
    ['as saved', 'true'],
    ['one', 'true'],
    ['two', 'true'],
  ])
})

it('replays the scenario in hand in a global state that a file gives', async () => {
  const store = createReplayStore(api, 'a', 0, 0)
  store.getState().start()
  await settled()
  store.getState().add('{"grad_mode": false, "autocast_state": {}}')
  await settled()
  const { scenarios, current } = store.getState()
  expect(JSON.parse(scenarios[current]?.text ?? '{}')).toEqual({
    name: 'as saved, another global state',
    f_locals: {},
    process: { global_state: { grad_mode: false, autocast_state: {} } },
  })
})

it('keeps what cannot be read, with the reason', async () => {
  const store = createReplayStore(api, 'a', 0, 0)
  store.getState().add('{')
  expect(store.getState().scenarios.map(({ text, error }) => [text, error?.startsWith('not JSON')])).toEqual([
    ['{', true],
  ])
})
