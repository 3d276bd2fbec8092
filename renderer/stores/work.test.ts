import { expect, it } from 'vitest'
import type { GuardscopeApi, Reply } from '../../shared/api'
import type { SweepResult } from '../../shared/replay'
import { createStandIn } from '../testing/stand-in-api'
import { followWork } from './work'

const CANCELLED: Reply<never> = { ok: false, error: { message: 'cancelled', offset: null } }

it('what goes on for a while is told until it ends, and can be called off', async () => {
  let end: (reply: Reply<SweepResult>) => void = () => {}
  const stopped: string[] = []
  const bridge: GuardscopeApi = {
    ...createStandIn([]).api,
    sweep: () => new Promise((done) => (end = done)),
    stopWork: async (id, kind) => {
      stopped.push(`${id} ${kind}`)
      end(CANCELLED)
    },
  }
  const { api, work } = followWork(bridge, 0)
  const told: string[][] = []
  work.subscribe(({ running }) =>
    told.push(running.map(({ document, words, stopping }) => `${document} ${words} ${stopping}`)),
  )
  const sweep = api.sweep('a', 0, '{}', [], { guardState: null })
  await expect.poll(() => told).toEqual([['a Sweeping false']])
  work.getState().stop('a', 'sweep')
  expect([await sweep, stopped]).toEqual([CANCELLED, ['a sweep']])
  expect(told).toEqual([['a Sweeping false'], ['a Sweeping true'], []])
})

it('what ends at once is not told', async () => {
  const { api, work } = followWork(createStandIn([]).api, 50)
  const told: unknown[] = []
  work.subscribe((state) => told.push(state))
  await api.editBlob('a', 0, [], 'repair paths')
  await new Promise((done) => setTimeout(done, 80))
  expect(told).toEqual([])
})

it('what took long is told to the person when it is done, and what did not is not', async () => {
  const told: string[] = []
  const bridge: GuardscopeApi = {
    ...createStandIn([]).api,
    replayAll: async () => {
      await new Promise((done) => setTimeout(done, 60))
      return CANCELLED
    },
    tellDone: async (title) => void told.push(title),
  }
  const { api } = followWork(bridge, 10, 50)
  await api.replayAll('a', 0, [], { guardState: null })
  await api.findings('a', 0, null)
  expect(told).toEqual(['All scenarios are checked'])
})
