import { describe, expect, it } from 'vitest'
import type { GuardscopeApi } from '../../../shared/api'
import type { PrecisionChange, PrecisionPreview, PrecisionReading } from '../../../shared/precision'
import { createPrecisionStore } from './precision-store'
import type { PrecisionSource } from './source'

const reading = (matmul: string): PrecisionReading => ({
  state: { torch: '2.13', cells: {}, matmul, cudnn: true, stray: {} },
  nodes: [],
  attributes: [],
  legacy: [],
  guardKeys: [],
  presets: [],
  versions: ['2.13'],
})
const to = (matmul: string): PrecisionChange => ({ kind: 'act', action: { kind: 'matmul', value: matmul } })
const previewOf = (change: PrecisionChange): PrecisionPreview => {
  const matmul = change.kind === 'act' ? String(change.action.value) : ''
  const empty = { result: { value: null }, warning: '', nodes: [], legacy: [], guardKeys: [] }
  return { title: `to ${matmul}`, after: reading(matmul), ...empty, python: { lines: [], notes: [] } }
}

function stores(answers: Partial<GuardscopeApi> = {}) {
  const api: Pick<GuardscopeApi, 'precisionStart' | 'precisionPreview' | 'precisionPython' | 'precisionBlobs'> = {
    precisionStart: async () => ({ ok: true, value: reading('highest') }),
    precisionPreview: async (_, change) => ({ ok: true, value: previewOf(change) }),
    precisionPython: async (from, goal) => ({ ok: true, value: { lines: [from.matmul, goal.matmul], notes: [] } }),
    precisionBlobs: async (now, then, blobs) => ({
      ok: true,
      value: blobs.map((blob) => ({ ...blob, effect: now === then ? 'same' : 'silent', why: '' })),
    }),
    ...answers,
  }
  const store = createPrecisionStore(api)
  const at = (): string | undefined => store.getState().reading?.state.matmul
  return { store, at }
}

describe('the precision settings in front', () => {
  it('change only once what is looked at is applied', async () => {
    const { store, at } = stores()
    await store.getState().start(null)
    await store.getState().show(to('high'))
    expect([at(), store.getState().previewed?.preview.title]).toEqual(['highest', 'to high'])
    store.getState().cancel()
    expect([at(), store.getState().previewed]).toEqual(['highest', null])
    await store.getState().show(to('medium'))
    await store.getState().apply()
    expect([at(), store.getState().previewed]).toEqual(['medium', null])
  })

  it('go back and forth in their history; a change after going back forgets what was undone', async () => {
    const { store, at } = stores()
    const change = async (matmul: string): Promise<void> => {
      await store.getState().show(to(matmul))
      await store.getState().apply()
    }
    await store.getState().start(null)
    await change('high')
    await change('medium')
    await store.getState().jump(1)
    expect([at(), store.getState().position, store.getState().history.length]).toEqual(['high', 1, 3])
    await change('highest')
    expect(store.getState().history.map(({ label }) => label)).toEqual(['as it began', 'to high', 'to highest'])
    await store.getState().jump(7)
    expect(store.getState().position).toBe(2)
    expect(await store.getState().python()).toEqual({ ok: true, value: { lines: ['highest', 'highest'], notes: [] } })
  })

  it('say of each open blob how it stands, and what a change does to it', async () => {
    const { store } = stores()
    await store.getState().start(null)
    await store.getState().lookAtBlobs([{ document: 'd', blob: 0 }])
    await store.getState().show(to('high'))
    const { blobs, previewed } = store.getState()
    expect([blobs, previewed?.blobs].map((of) => of?.map(({ effect }) => effect))).toEqual([['same'], ['silent']])
  })

  it('drop an answer that a later question has overtaken', async () => {
    const waiting: (() => void)[] = []
    const { store } = stores({
      precisionPreview: (_, change) =>
        new Promise((resolve) => waiting.push(() => resolve({ ok: true, value: previewOf(change) }))),
    })
    await store.getState().start(null)
    const [first, second] = [store.getState().show(to('high')), store.getState().show(to('medium'))]
    for (const answer of waiting.reverse()) answer()
    await Promise.all([first, second])
    expect(store.getState().previewed?.preview.title).toBe('to medium')
  })

  it('are those that the source came to, and stay where it refuses', async () => {
    const { store, at } = stores()
    const live = (refuses: boolean): PrecisionSource => ({
      name: 'Live process',
      choosesTorch: false,
      read: async () => ({ ok: true, value: reading('highest') }),
      preview: async (_, change) => ({ ok: true, value: previewOf(change) }),
      go: async () =>
        refuses
          ? { ok: false, error: { message: 'the process is gone', offset: null } }
          : { ok: true, value: reading('medium') },
    })
    await store.getState().setSource(live(false))
    await store.getState().show(to('high'))
    await store.getState().apply()
    expect([at(), store.getState().history.length]).toEqual(['medium', 2])
    await store.getState().setSource(live(true))
    await store.getState().show(to('high'))
    await store.getState().apply()
    expect([at(), store.getState().error, store.getState().previewed === null]).toEqual([
      'highest',
      'the process is gone',
      false,
    ])
  })

  it('follow a process that changes them by itself, and are the model again once it is gone', async () => {
    const { store, at } = stores()
    const live: PrecisionSource = {
      name: 'Live process',
      choosesTorch: false,
      read: async () => ({ ok: true, value: reading('high') }),
      preview: async (_, change) => ({ ok: true, value: previewOf(change) }),
      go: async (_, to) => ({ ok: true, value: to }),
    }
    await store.getState().start(null)
    store.getState().offer(live)
    await store.getState().notice(live, reading('medium'))
    expect(at()).toBe('highest')
    await store.getState().setSource(live)
    await store.getState().show(to('highest'))
    await store.getState().notice(live, reading('medium'))
    expect([at(), store.getState().previewed?.preview.title]).toEqual(['medium', 'to highest'])
    expect(store.getState().history.map(({ label }) => label)).toEqual(['as it began', 'changed by the process'])
    store.getState().withdraw(live)
    await expect
      .poll(() => [store.getState().source.name, at(), store.getState().sources.length])
      .toEqual(['Model', 'highest', 1])
  })

  it('stay with their source where another cannot be read', async () => {
    const { store, at } = stores()
    await store.getState().start(null)
    await store.getState().setSource({
      name: 'Live process',
      choosesTorch: false,
      read: async () => ({ ok: false, error: { message: 'torch 2.8 has no fp32_precision', offset: null } }),
      preview: async (_, change) => ({ ok: true, value: previewOf(change) }),
      go: async (_, to) => ({ ok: true, value: to }),
    })
    const { source, error } = store.getState()
    expect([source.name, at(), error]).toEqual(['Model', 'highest', 'torch 2.8 has no fp32_precision'])
  })
})
