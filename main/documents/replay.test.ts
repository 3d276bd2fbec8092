import { describe, expect, it } from 'vitest'
import { OUTCOMES } from '../../shared/replay'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { corpus, VERSIONS } from './testing/corpus'

const OWN = { guardState: null }

const blob = (name: string) => {
  const bytes = corpus('2.13.0').find((item) => item.name === name)?.bytes ?? new Uint8Array()
  return replayerOf(openDocument(bytes), 0)
}

/** Blobs that leave out what their guards look at: a local, a second name of one tensor, a gradient (2.8). */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  '2.8.0': ['shape_env_basic', 'tensor_match_grad_field'],
  '2.10.0': ['duplicate_input_only', 'shape_env_basic'],
  '2.13.0': ['duplicate_input_only', 'shape_env_basic'],
  '2.14.1': ['shape_env_basic'],
  '2.15.0': ['shape_env_basic'],
}

describe('the values a blob was saved with', () => {
  it.each(VERSIONS)('are a scenario that its own guards do not refuse, in torch %s', (version) => {
    const refused = corpus(version).flatMap(({ name, bytes, sidecar }) => {
      if (sidecar.status !== 'ok') return []
      const replayer = replayerOf(openDocument(bytes), 0)
      const result = replayer.replay(replayer.own(), OWN)
      return result.check === 'false' ? [name] : []
    })
    expect(refused).toEqual(REFUSED[version] ?? [])
  })
})

describe('a replay', () => {
  it('says what became of each node, which one failed, and what came', () => {
    const replayer = blob('tensor_match_basic')
    const json = JSON.parse(replayer.own()) as { f_locals: { x: { dtype: string } } }
    json.f_locals.x.dtype = 'torch.float64'
    const result = replayer.replay(JSON.stringify(json), OWN)
    expect({
      check: result.check,
      parts: result.parts,
      executed: result.executed,
      outcomes: [...result.outcomes].map((outcome) => OUTCOMES[outcome]),
      failed: result.failed,
    }).toEqual({
      check: 'false',
      parts: ["tensor 'L['x']' dtype mismatch. expected Float, actual Double"],
      executed: 1,
      outcomes: ['failed', 'failed', 'failed', 'not reached'],
      failed: 2,
    })
  })

  it('of every size of a dimension tells which pass', () => {
    const replayer = blob('shape_env_gt')
    const axis = { path: ['f_locals', 'x', 'shape', 0], values: { from: 0, to: 8, step: 1 } }
    const { outcomes } = replayer.sweep(replayer.own(), [axis], OWN)
    const names = [...outcomes].map((outcome) => OUTCOMES[outcome])
    // torch answered the same for these sizes (guards-state.md, appendix C): 5 and more pass
    expect(names).toEqual([...Array<string>(5).fill('failed'), ...Array<string>(4).fill('passed')])
  })
})
