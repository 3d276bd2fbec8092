import { describe, expect, it, vi } from 'vitest'
import type { GuardscopeApi } from '../../../shared/api'
import type { BlobFindings, ListedFinding, Repair } from '../../../shared/findings'
import { createFindingsStore } from './findings-store'
import { countWords, groupsOf, repairLabel } from './summary'

const DROP_X: Repair = { do: 'drop-guard', name: "L['x']", create_fn: 'TENSOR_MATCH' }
const SIZE: Repair = { do: 'set-tensor', at: "L['x']", size: [3, null] }
const STRIP: Repair = { do: 'strip', what: ['paths'] }

const finding = (code: string, severity: ListedFinding['severity'], ...repair: Repair[]): ListedFinding => ({
  code,
  severity,
  guard: null,
  message: '',
  repair,
  node: null,
  words: repair.map((edit) => edit.do),
})
const MISSING = finding('missing-value', 'error', DROP_X)
const answerOf = (...findings: readonly ListedFinding[]): BlobFindings => ({
  savedBy: '2.13',
  versions: [],
  findings,
  // as they come: the store takes over their order
  repairs: findings.flatMap(({ repair }) => repair).reverse(),
})
const apiOf = (findings: GuardscopeApi['findings']): Pick<GuardscopeApi, 'findings'> => ({ findings })

describe('findings store', () => {
  it('should ask once for a tree, and again for the one that an edit makes', async () => {
    const findings = vi.fn<GuardscopeApi['findings']>(async () => ({ ok: true, value: answerOf() }))
    const store = createFindingsStore(apiOf(findings), 'a', 1, async () => null)
    const trees = [{}, {}]
    for (const tree of [trees[0], trees[0], trees[1]]) if (tree !== undefined) await store.getState().look(tree)
    await store.getState().setTorch('2.14')
    expect(findings.mock.calls).toEqual([
      ['a', 1, null],
      ['a', 1, null],
      ['a', 1, '2.14'],
    ])
  })

  it('should show the answer to what was asked last', async () => {
    const waiting = new Map<string | null, (found: BlobFindings) => void>()
    const api = apiOf(async (_id, _blob, torch) => ({
      ok: true,
      value: await new Promise<BlobFindings>((done) => waiting.set(torch, done)),
    }))
    const store = createFindingsStore(api, 'a', 0, async () => null)
    const asks = [store.getState().look({}), store.getState().setTorch('2.8')]
    waiting.get('2.8')?.(answerOf(MISSING))
    waiting.get(null)?.(answerOf())
    await Promise.all(asks)
    expect([store.getState().found?.findings, store.getState().asking]).toEqual([[MISSING], false])
  })

  it('should say why it could not be done, and forget what held before', async () => {
    const answers = [
      { ok: true as const, value: answerOf(MISSING) },
      { ok: false as const, error: { message: 'this file is not open', offset: null } },
    ]
    const api = apiOf(async () => answers.shift() ?? { ok: true, value: answerOf() })
    const store = createFindingsStore(api, 'a', 0, async () => null)
    await store.getState().look({})
    await store.getState().look({})
    expect([store.getState().error, store.getState().found]).toEqual(['this file is not open', null])
  })

  it('should repair all as one edit, and say why one was refused where it was asked for', async () => {
    const edit = vi.fn(async (_edits: readonly unknown[], label: string) =>
      label.includes('relaxed') ? 'torch would not load the file' : null,
    )
    const relaxed = finding('relaxed-size', 'warning', SIZE)
    const api = apiOf(async () => ({ ok: true, value: answerOf(MISSING, relaxed) }))
    const store = createFindingsStore(api, 'a', 0, edit)
    await store.getState().look({})
    await store.getState().repair('all')
    expect(store.getState().refusal).toEqual({ of: 'all', reason: 'torch would not load the file' })
    await store.getState().repair(relaxed)
    expect(store.getState().refusal?.of).toBe(relaxed)
    await store.getState().repair(MISSING)
    expect([store.getState().refusal, edit.mock.calls]).toEqual([
      null,
      [
        [[SIZE, DROP_X], 'repair missing-value, relaxed-size'],
        [[SIZE], 'repair relaxed-size'],
        [[DROP_X], 'repair missing-value'],
      ],
    ])
  })
})

it('findings are counted by severity and grouped by code', () => {
  const findings = [MISSING, finding('paths', 'note'), MISSING, finding('imports', 'note')]
  expect([
    countWords(findings),
    countWords(findings, ['error', 'warning']),
    groupsOf(findings, 'error').map((group) => [group.key, group.findings.length]),
  ]).toEqual(['2 errors, 2 notes', '2 errors', [['error missing-value', 2]]])
})

it('a repair is named by the codes that it mends', () => {
  const findings = [MISSING, MISSING, finding('imports', 'note'), finding('relaxed-size', 'warning', SIZE)]
  const more = ['a', 'b'].map((code) => finding(code, 'note', STRIP))
  expect([repairLabel(findings), repairLabel([...findings, ...more])]).toEqual([
    'repair missing-value, relaxed-size',
    'repair missing-value, relaxed-size, a and 1 more',
  ])
})
