import { expect, test } from 'vitest'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { OpenProgress } from '../../../shared/document'
import type { Profile } from '../../../shared/overhead'
import { createOverheadStore } from './overhead-store'

/** An API whose answers are given by hand. */
function byHand() {
  const asked: { readonly what: string; readonly answer: (reply: Reply<never>) => void }[] = []
  const listeners: ((progress: OpenProgress) => void)[] = []
  const ask =
    (what: (...args: readonly unknown[]) => string) =>
    (...args: readonly unknown[]): Promise<Reply<never>> =>
      new Promise((answer) => asked.push({ what: what(...args), answer }))
  const api = {
    profile: ask((id, blob, text, options) => `profile ${id}/${blob} ${text} ${JSON.stringify(options)}`),
    savings: ask((id, blob) => `savings ${id}/${blob}`),
    diffTrees: ask((id, blob, other, otherBlob) => `trees ${id}/${blob} ${other}/${otherBlob}`),
    exportProfile: ask((id, blob, format) => `export ${id}/${blob} ${format}`),
    onProgress: (listener: (progress: OpenProgress) => void) => {
      listeners.push(listener)
      return () => {}
    },
  } as unknown as GuardscopeApi
  const give = async (at: number, value: unknown): Promise<void> => {
    asked[at]?.answer({ ok: true, value: value as never })
    await new Promise((done) => setTimeout(done))
  }
  const tell = (id: string, fraction: number): void =>
    listeners.forEach((listener) => listener({ id, path: '', phase: 'measure', fraction }))
  return { api, asked, give, tell }
}

const PROFILE = { scenario: 'x' } as Profile
const CALL = { name: 'as saved', text: null }
const RUNS = '"runs":{"warm":1000,"cold":100}'

test('what was measured of the same is not measured again', async () => {
  const { api, asked, give } = byHand()
  const store = createOverheadStore(api, 'd', 0)
  const of = [{}, null]
  void store.getState().measure(of, CALL)
  expect(store.getState().asking).toBe('profile')
  await give(0, PROFILE)
  expect([store.getState().profile?.value, store.getState().asking]).toEqual([PROFILE, null])
  await store.getState().measure([...of], CALL)
  expect(asked.map(({ what }) => what)).toEqual([`profile d/0 null {"original":false,${RUNS}}`])
})

test('an answer that comes late is of no use once something else is asked', async () => {
  const { api, give } = byHand()
  const store = createOverheadStore(api, 'd', 0)
  void store.getState().measure(['old'], CALL)
  void store.getState().measure(['new'], CALL)
  await give(0, PROFILE)
  expect([store.getState().profile, store.getState().asking]).toEqual([null, 'profile'])
  await give(1, PROFILE)
  expect(store.getState().profile?.of).toEqual(['new'])
})

test('beside itself as it was opened: both are measured one after the other', async () => {
  const { api, asked, give } = byHand()
  const store = createOverheadStore(api, 'd', 0)
  void store.getState().measureOther(['both'], CALL, { document: 'd', blob: 0 })
  await give(0, 'trees')
  await give(1, PROFILE)
  await give(2, PROFILE)
  expect(asked.map(({ what }) => what)).toEqual([
    'trees d/0 d/0',
    `profile d/0 null {"original":false,${RUNS}}`,
    `profile d/0 null {"original":true,${RUNS}}`,
  ])
  expect(store.getState().other?.value).toEqual({ profile: PROFILE, trees: 'trees' })
})

test('progress of this document is followed while something is asked, and why it failed is kept', async () => {
  const { api, asked, tell } = byHand()
  const store = createOverheadStore(api, 'd', 0)
  tell('d', 0.9)
  expect(store.getState().fraction).toBe(0)
  void store.getState().measure(['x'], CALL)
  tell('other', 0.9)
  tell('d', 0.4)
  expect(store.getState().fraction).toBe(0.4)
  asked[0]?.answer({ ok: false, error: { message: 'cancelled', offset: null } })
  await new Promise((done) => setTimeout(done))
  expect([store.getState().error, store.getState().asking]).toEqual(['cancelled', null])
  store.getState().again()
  expect(store.getState().error).toBe(null)
})
