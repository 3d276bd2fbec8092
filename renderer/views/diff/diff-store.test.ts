import { describe, expect, it, vi } from 'vitest'
import type { GuardscopeApi } from '../../../shared/api'
import type { BlobDiff, Difference } from '../../../shared/diff'
import type { Recompilations } from '../../../shared/recompilations'
import { createDiffStore } from './diff-store'
import { summaryOf } from './summary'

const guard = { source: "L['x']", createFn: 'TENSOR_MATCH', cls: 'TENSOR_MATCH', subject: '' }
const TEXT: Difference = { kind: 'text', guard, a: '# a', b: '# b' }
const STATE: Difference = { kind: 'state', key: 'torch', a: '2.13', b: '2.14' }
const UNKNOWN: Difference = { kind: 'unknown', guard, rows: ['metadata'] }

const diffOf = (...differences: readonly Difference[]): BlobDiff => ({
  differences: differences.map((difference) => ({
    difference,
    words: { source: '', guard: '', what: '' },
    isCertain: difference.kind !== 'text' && difference.kind !== 'unknown',
    nodes: { a: null, b: null },
    lines: { a: null, b: null },
  })),
  texts: { a: '', b: '' },
})

const ONCE: Recompilations = { function: 'f', compilations: 1, recompiled: [] }
const apiOf = (
  diffBlobs: GuardscopeApi['diffBlobs'],
): Pick<GuardscopeApi, 'diffBlobs' | 'diffTrees' | 'recompilations'> => ({
  diffBlobs,
  diffTrees: async () => ({ ok: false, error: { message: 'not asked for', offset: null } }),
  recompilations: async () => ({ ok: true, value: ONCE }),
})

describe('diff store', () => {
  it('should show the answer to what was asked last', async () => {
    const waiting = new Map<string, (diff: BlobDiff) => void>()
    const store = createDiffStore(
      apiOf(async (_id, _blob, other) => ({
        ok: true,
        value: await new Promise<BlobDiff>((done) => waiting.set(other, done)),
      })),
      'a',
      0,
    )
    const first = store.getState().compare({ document: 'b', blob: 0 })
    const second = store.getState().compare({ document: 'c', blob: 0 })
    waiting.get('c')?.(diffOf(STATE))
    waiting.get('b')?.(diffOf())
    await Promise.all([first, second])
    expect([store.getState().against, store.getState().listed.length]).toEqual([{ document: 'c', blob: 0 }, 1])
  })

  it('should list lines of code when asked to, with the same difference chosen', async () => {
    const store = createDiffStore(
      apiOf(async () => ({ ok: true, value: diffOf(TEXT, STATE) })),
      'a',
      0,
    )
    await store.getState().compare({ document: 'b', blob: 0 })
    store.getState().select(0)
    store.getState().setWithText(true)
    const { listed, selected } = store.getState()
    expect(listed.map(({ difference }) => difference.kind)).toEqual(['text', 'state'])
    expect(listed[selected]?.difference).toBe(STATE)
  })

  it('should compare again once one of the two is another', async () => {
    const diffBlobs = vi.fn<GuardscopeApi['diffBlobs']>(async () => ({ ok: true, value: diffOf(STATE) }))
    const store = createDiffStore(apiOf(diffBlobs), 'a', 0)
    const other = { document: 'b', blob: 0 }
    for (const version of [1, 1, 2]) await store.getState().compare(other, [version])
    store.getState().choose({ ...other })
    expect([diffBlobs.mock.calls.length, store.getState().listed.length]).toEqual([2, 1])
  })

  it('should say why it could not be done', async () => {
    const error = { message: 'this file is not open', offset: null }
    const store = createDiffStore(
      apiOf(async () => ({ ok: false, error })),
      'a',
      0,
    )
    await store.getState().compare({ document: 'b', blob: 0 })
    expect([store.getState().error, store.getState().result]).toEqual(['this file is not open', null])
  })
})

it('a summary counts what is certain, and never takes what is not known for the same or for a difference', () => {
  expect([diffOf(), diffOf(TEXT), diffOf(STATE, TEXT), diffOf(UNKNOWN), diffOf(STATE, UNKNOWN)].map(summaryOf)).toEqual(
    [
      'The two ask for the same.',
      'The two ask for the same.',
      '1 difference.',
      'No difference, 1 guard not known.',
      '1 difference, 1 guard not known.',
    ],
  )
})
