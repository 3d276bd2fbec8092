import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fixtureTree } from '../../testing/fixture-tree'
import { createStandIn } from '../../testing/stand-in-api'
import { createDetailStore } from './detail-store'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function start() {
  const { api } = createStandIn([{ path: '/a', blobs: [fixtureTree('2.13.0/dict_int_keys')] }])
  await api.openDocument('document', '/a')
  const nodeDetail = vi.fn(api.nodeDetail)
  const store = createDetailStore({ nodeDetail })
  return { nodeDetail, state: store.getState }
}

describe('detail store', () => {
  it('should ask once for the node on which the selection rests', async () => {
    const { nodeDetail, state } = await start()
    for (const node of [1, 2, 3, 5]) state().request('document', 0, node)
    expect(state().waiting).toBe(true)
    await vi.runAllTimersAsync()
    expect(nodeDetail.mock.calls).toEqual([['document', 0, 5]])
    expect(state()).toMatchObject({ waiting: false, error: null, detail: { node: 5, source: "L['d']" } })
  })

  it('should drop an answer that comes after a later question', async () => {
    const { nodeDetail, state } = await start()
    let late: () => void = () => {}
    nodeDetail.mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => (late = resolve))
      return { ok: false, error: { message: 'late', offset: null } }
    })
    state().request('document', 0, 1)
    await vi.runAllTimersAsync()
    state().request('document', 0, 2)
    await vi.runAllTimersAsync()
    late()
    await vi.runAllTimersAsync()
    expect(state()).toMatchObject({ error: null, detail: { node: 2 } })
  })

  it('should say why there is no detail', async () => {
    const { state } = await start()
    state().request('document', 0, 999)
    await vi.runAllTimersAsync()
    expect(state()).toMatchObject({ detail: null, waiting: false, error: { message: 'no such node' } })
  })
})
