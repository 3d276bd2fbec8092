import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Reply } from '../../../../shared/api'
import type { Json, ReplayResult, ScenarioChange, SweepAxis, SweepResult } from '../../../../shared/replay'
import type { GuardState, ScenarioEntry } from '../replay-state'
import { countOf } from './axis'
import { createSweepStore } from './sweep-store'

const scenario = (name: string, size: number): string =>
  JSON.stringify({
    name,
    f_locals: {
      x: { kind: 'tensor', dtype: 'torch.float32', device: {}, shape: [size, 3], requires_grad: false },
    },
    process: { global_state: { grad_mode: true } },
  })
const entryOf = (text: string): ScenarioEntry => ({ key: 0, name: 'a', text, row: null, own: false, editor: 0 })
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 15))

interface Asked {
  readonly text: string
  readonly axes: readonly SweepAxis[]
  readonly guardState: string | null
  answer(): void
}

/** Stands in for the main process: an answer comes when the test gives it; sizes below 5 fail. */
function standIn(text = scenario('a', 6)) {
  const asked: Asked[] = []
  const derived: [string, readonly ScenarioChange[]][] = []
  const api = {
    sweep: (
      _id: string,
      _blob: number,
      of: string,
      axes: readonly SweepAxis[],
      { guardState }: { readonly guardState: string | null },
    ) =>
      new Promise<Reply<SweepResult>>((resolve) =>
        asked.push({
          text: of,
          axes,
          guardState,
          answer: () => {
            const counts = axes.map(({ values }) => ('from' in values ? values.to - values.from + 1 : values.length))
            const columns = counts.at(-1) ?? 0
            const cells = counts.reduce((product, count) => product * count, 1)
            const outcomes = Uint8Array.from({ length: cells }, (_, i) => (i % columns < 5 ? 2 : 1))
            const failed = Int32Array.from(outcomes, (outcome) => (outcome === 2 ? 4 : -1))
            resolve({ ok: true, value: { rows: cells / columns, columns, outcomes, failed } })
          },
        }),
      ),
    changeScenario: async (_id: string, _blob: number, _text: string, changes: readonly ScenarioChange[]) =>
      ({ ok: true, value: JSON.stringify(changes) }) as const,
    replay: async (_id: string, _blob: number, of: string) =>
      ({
        ok: true,
        value: { check: 'false', parts: [`5 <= ${of}  # if x`], explained: [] } as never as ReplayResult,
      }) as const,
  }
  const front = createStore(() => ({
    scenarios: [entryOf(text)],
    current: 0,
    guardState: null as GuardState | null,
    derive: async (name: string, changes: readonly ScenarioChange[]) => void derived.push([name, changes]),
  }))
  const store = createSweepStore(api, 'a', 0, front, 0)
  return { store, front, asked, derived }
}
const pathsOf = ({ axes }: Asked): Json => axes.map(({ path }) => path.at(-1) ?? '')

it('sweeps the first size at once, and again as the scenario or the guard state changes while it is shown', async () => {
  const { store, front, asked } = standIn()
  front.setState({ scenarios: [entryOf(scenario('b', 6))] })
  await settled()
  const unshown = asked.length
  const stop = store.getState().watch()
  asked[0]?.answer()
  await settled()
  front.setState({ scenarios: [entryOf(scenario('c', 7))] })
  await settled()
  asked[1]?.answer()
  await settled()
  front.setState({ guardState: { from: 'file', name: 'f', json: '{}', rows: null } })
  await settled()
  asked[2]?.answer()
  await settled()
  stop()
  front.setState({ scenarios: [entryOf(scenario('d', 8))] })
  await settled()
  const { answer, running } = store.getState()
  expect([unshown, asked.map(({ text, guardState }) => [text, guardState]), answer?.text, running]).toEqual([
    0,
    [
      [scenario('b', 6), null],
      [scenario('c', 7), null],
      [scenario('c', 7), '{}'],
    ],
    scenario('c', 7),
    false,
  ])
})

it('drops an answer that came too late, and asks for what stands there now', async () => {
  const { store, asked } = standIn()
  store.getState().watch()
  const grad = store.getState().offers.find(({ label }) => label === 'grad_mode')
  store.getState().choose(1, grad?.key ?? null)
  store.getState().setValues(0, { kind: 'range', from: 0, to: 2, step: 1 })
  expect(asked.length).toBe(1)
  asked[0]?.answer()
  await settled()
  const late = store.getState().answer
  asked[1]?.answer()
  await settled()
  const { answer } = store.getState()
  expect([late, asked.map(pathsOf), answer?.result.rows, answer?.result.columns]).toEqual([
    null,
    [[0], ['grad_mode', 0]],
    2,
    3,
  ])
})

it('says how many steps are too many, without asking', async () => {
  const { store, asked } = standIn()
  store.getState().watch()
  asked[0]?.answer()
  await settled()
  const second = store.getState().offers.find(({ label }) => label.endsWith('size()[1]'))
  store.getState().choose(1, second?.key ?? null)
  store.getState().setValues(0, { kind: 'range', from: 0, to: 9999, step: 1 })
  asked[1]?.answer()
  await settled()
  expect([asked.length, store.getState().error?.replaceAll('\u202f', ' '), store.getState().answer]).toEqual([
    2,
    '10 000 × 65 = 650 000 steps are too many: a sweep has at most 100 000.',
    null,
  ])
})

it('drops an axis that the scenario in front no longer has', async () => {
  const { store, front, asked } = standIn()
  store.getState().watch()
  asked[0]?.answer()
  await settled()
  front.setState({
    scenarios: [entryOf('{"name": "a", "f_locals": {}, "process": {"global_state": {"grad_mode": true}}}')],
  })
  await settled()
  const { axes } = store.getState()
  expect(axes.map(({ offer, values }) => [offer.label, countOf(values)])).toEqual([['grad_mode', 2]])
})

it('says that a scenario cannot be read, and sweeps it again once it can', async () => {
  const { store, front, asked } = standIn()
  store.getState().watch()
  asked[0]?.answer()
  await settled()
  const before = store.getState().answer?.result
  front.setState({ scenarios: [entryOf('{"name"')] })
  await settled()
  const { answer, error } = store.getState()
  front.setState({ scenarios: [entryOf(scenario('a', 6))] })
  await settled()
  asked[1]?.answer()
  await settled()
  const after = store.getState()
  expect([answer, error, after.answer?.result, after.error]).toEqual([
    null,
    'The scenario in front cannot be read.',
    before,
    null,
  ])
})

it('makes a cell a scenario of its own, and says why one fails', async () => {
  const { store, asked, derived } = standIn()
  store.getState().watch()
  const grad = store.getState().offers.find(({ label }) => label === 'grad_mode')
  asked[0]?.answer()
  await settled()
  store.getState().choose(1, grad?.key ?? null)
  asked[1]?.answer()
  await settled()
  await store.getState().take(65 + 3)
  store.getState().explain([3])
  await settled()
  const changes = (grad_mode: boolean): ScenarioChange[] => [
    { path: ['f_locals', 'x', 'shape', 0], value: 3 },
    { path: ['process', 'global_state', 'grad_mode'], value: grad_mode },
  ]
  expect([derived, [...store.getState().reasons]]).toEqual([
    [["L['x'].size()[0] = 3, grad_mode = True", changes(true)]],
    [[3, `5 <= ${JSON.stringify(changes(false))}`]],
  ])
})
