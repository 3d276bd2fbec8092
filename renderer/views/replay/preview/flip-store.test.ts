import { describe, expect, it, vi } from 'vitest'
import type { Reply } from '../../../../shared/api'
import type { EditPreview, PreviewRow } from '../../../../shared/preview'
import type { Answer, Json } from '../../../../shared/replay'
import { createFlipStore } from './flip-store'
import { flipsOf, flipWords } from './flips'

const OPTIONS = { guardState: null }
const EDIT: readonly Json[] = [{ do: 'strip', what: ['stacks'] }]
const row = (name: string, before: Answer, after: Answer): PreviewRow => ({
  name,
  error: null,
  before,
  after,
  part: '',
})
const replayed = (rows: readonly PreviewRow[]): Reply<EditPreview> => ({ ok: true, value: { kind: 'replayed', rows } })

/** A store over a bridge whose answers the test gives, in the order of the questions. */
function started(rest = 0) {
  const asked: {
    readonly edits: readonly Json[]
    readonly texts: readonly string[]
    answer(reply: Reply<EditPreview>): Promise<void>
  }[] = []
  const previewEdits = (_id: string, _blob: number, edits: readonly Json[], texts: readonly string[]) =>
    new Promise<Reply<EditPreview>>((resolve) =>
      asked.push({
        edits,
        texts,
        answer: async (reply) => {
          resolve(reply)
          await vi.advanceTimersByTimeAsync(0)
        },
      }),
    )
  return { store: createFlipStore({ previewEdits }, 'd', 0, rest), asked }
}

describe('a preview', () => {
  it('asks once typing rests, and drops the answer to what was typed before', async () => {
    vi.useFakeTimers()
    const { store, asked } = started(200)
    store.getState().ask([1], ['a'], OPTIONS)
    await vi.advanceTimersByTimeAsync(150)
    store.getState().ask([2], ['a'], OPTIONS)
    await vi.advanceTimersByTimeAsync(200)
    store.getState().ask([3], ['a'], OPTIONS)
    await vi.advanceTimersByTimeAsync(200)
    expect(asked.map(({ edits }) => edits)).toEqual([[2], [3]])
    await asked[1]?.answer(replayed([row('a', 'true', 'false')]))
    await asked[0]?.answer(replayed([row('stale', 'true', 'false')]))
    expect(store.getState()).toMatchObject({ rows: [{ name: 'a' }], total: 1, asking: false })
    vi.useRealTimers()
  })

  it('asks for many scenarios in turns, tells what it knows after each, and stops where it is asked anew', async () => {
    vi.useFakeTimers()
    const { store, asked } = started()
    const texts = [...Array.from({ length: 70 }, (_, i) => String(i)), 'x'.repeat(2_000_000), 'y']
    store.getState().ask(EDIT, texts, OPTIONS)
    await vi.advanceTimersByTimeAsync(0)
    await asked[0]?.answer(replayed(Array.from({ length: 64 }, () => row('a', 'true', 'true'))))
    expect([asked.map(({ texts: turn }) => turn.length), store.getState()]).toMatchObject([
      [64, 6],
      { total: 72, asking: true },
    ])
    store.getState().ask([], [], OPTIONS)
    await asked[1]?.answer(replayed([]))
    expect([asked.length, store.getState()]).toMatchObject([2, { rows: null, asking: false }])
    vi.useRealTimers()
  })

  it('says why edits would be refused', async () => {
    vi.useFakeTimers()
    const { store, asked } = started()
    store.getState().ask(EDIT, ['a'], OPTIONS)
    await vi.advanceTimersByTimeAsync(0)
    await asked[0]?.answer({ ok: true, value: { kind: 'refused', reason: 'no such guard' } })
    expect(store.getState()).toMatchObject({ rows: null, refusal: 'no such guard', asking: false })
    vi.useRealTimers()
  })
})

describe('the sentence on a preview', () => {
  const [same, fails, doubt] = [row('a', 'true', 'true'), row('b', 'true', 'false'), row('c', 'false', 'unknown')]
  const unread: PreviewRow = { name: 'd', error: 'not JSON', before: null, after: null, part: '' }
  it.each([
    [[same, same], 2, false, 'None of 2 scenarios flips.'],
    [[same, fails], 2, false, '1 of 2 scenarios flips.'],
    [
      [fails, fails, doubt, unread],
      9,
      false,
      '2 of 9 scenarios flip, 1 becomes unknown, 1 cannot be read, 5 still to be replayed.',
    ],
    [[row('e', 'unknown', 'true')], 1, false, 'The scenario does not flip, 1 is unknown no more.'],
    [[same], 1, true, 'The call it was saved with still passes.'],
    [[fails], 1, true, 'The call it was saved with flips.'],
  ] as const)('%j', (rows, total, onlyOwn, words) => {
    expect(flipWords(rows, total, onlyOwn)).toBe(words)
  })

  it('lists an answer that becomes unknown with those that flip', () => {
    expect(flipsOf([same, fails, doubt, unread]).map(({ name }) => name)).toEqual(['b', 'c'])
  })
})
