import { describe, expect, it } from 'vitest'
import { OUTCOMES, type Json, type SweepAxis } from '../../shared/replay'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { corpus } from './testing/corpus'

const OWN = { guardState: null }
const fixtures = new Map(corpus('2.13.0').map((fixture) => [fixture.name, fixture]))

const replayer = (name: string) => replayerOf(openDocument(fixtures.get(name)?.bytes ?? new Uint8Array()), 0)

/** The outcomes of a sweep over the values a blob was saved with, each row as a text of first letters. */
function rows(name: string, ...axes: readonly SweepAxis[]): string[] {
  const of = replayer(name)
  const swept = of.sweep(of.own(), axes, OWN)
  const letters = Array.from(swept.outcomes, (code) => OUTCOMES[code]?.[0] ?? '').join('')
  return Array.from({ length: swept.rows }, (_, i) => letters.slice(i * swept.columns, (i + 1) * swept.columns))
}

const size = (local: string, at: number, from: number, to: number): SweepAxis => ({
  path: ['f_locals', local, 'shape', at],
  values: { from, to, step: 1 },
})
const list = (values: readonly Json[], ...path: (string | number)[]): SweepAxis => ({ path, values })

describe('a sweep', () => {
  it('of two axes is a grid, the first one in rows', () => {
    // torch 2.13.0 answered so for a tensor of each shape
    expect(rows('shape_env_gt', size('x', 0, 4, 6), size('x', 1, 1, 3))).toEqual(['fff', 'fpp', 'fpp'])
  })

  it('takes values in the form of what stands there', () => {
    expect(rows('constant_int', list([4, 5, { kind: 'int', value: '6' }], 'f_locals', 'n', 'value'))).toEqual(['fpu'])
    expect(rows('constant_int', { path: ['f_locals', 'n'], values: { from: 4, to: 6, step: 1 } })).toEqual(['fpf'])
    expect(rows('constant_int', list([5, 5.5, true, null, 'five'], 'f_locals', 'n'))).toEqual(['pffff'])
  })

  it('of an item of a set knows that two equal ones are one', () => {
    expect(rows('set_contains', list([1, 2, 7], 'f_locals', 's', 'items', 1))).toEqual(['fpf'])
  })

  it('of the process, of dtypes and devices answers each', () => {
    expect(rows('tensor_match_basic', list(['torch.float32', 'torch.float64'], 'f_locals', 'x', 'dtype'))).toEqual([
      'pf',
    ])
    expect(rows('tensor_match_basic', list(['cpu', 'meta', 'cuda:0'], 'f_locals', 'x', 'device'))).toEqual(['pff'])
    expect(rows('global_state', list([true, false], 'process', 'global_state', 'grad_mode'))).toEqual(['pf'])
  })

  it('leaves unknown what makes no scenario, and refuses where nothing does', () => {
    expect(rows('tensor_match_basic', list([3, -1, 'three', 4], 'f_locals', 'x', 'shape', 0))).toEqual(['puuf'])
    expect(() => rows('tensor_match_basic', list([-1], 'f_locals', 'x', 'shape', 0))).toThrow(
      'f_locals.x.shape[0]: expected a whole number of at least 0, got -1',
    )
    expect(() => rows('tensor_match_basic', size('y', 0, 1, 2))).toThrow('f_locals.y is missing')
  })

  it('answers each step as a replay of its own does', { timeout: 60_000 }, () => {
    for (const { name, bytes, sidecar } of corpus('2.13.0')) {
      if (sidecar.status !== 'ok') continue
      const of = replayerOf(openDocument(bytes), 0)
      for (const scenario of sidecar.scenarios?.slice(0, 3) ?? []) {
        const axis = firstSize(scenario)
        if (axis === null) continue
        const text = JSON.stringify(scenario)
        const { outcomes, failed } = of.sweep(text, [axis], OWN)
        const alone = [1, 2, 3, 4].map((value) => of.replay(of.change(text, [{ path: axis.path, value }]), OWN))
        const words = { true: 'passed', false: 'failed', unknown: 'unknown' } as const
        expect({ name, swept: Array.from(outcomes, (code) => OUTCOMES[code]), failed: [...failed] }).toEqual({
          name,
          swept: alone.map(({ check }) => words[check]),
          failed: alone.map((result) => result.failed),
        })
      }
    }
  })

  it('of 10,000 sizes of a model takes less than a second, failures included', () => {
    const seconds = [1, 2, 3].map(() => {
      const of = replayer('gpt_2layer')
      const own = of.own()
      const from = performance.now()
      const { outcomes } = of.sweep(own, [size('idx', 1, 0, 9_999)], OWN)
      expect([...outcomes].filter((code) => OUTCOMES[code] === 'failed')).toHaveLength(9_999)
      return (performance.now() - from) / 1000
    })
    // another test may take the processor for a while
    expect(Math.min(...seconds)).toBeLessThan(1)
  })
})

/** The first size of the first tensor among the locals. */
function firstSize(scenario: unknown): SweepAxis | null {
  const locals = (scenario as { f_locals: Readonly<Record<string, { kind?: string; shape?: readonly number[] }>> })
    .f_locals
  for (const [name, { kind, shape }] of Object.entries(locals))
    if (kind === 'tensor' && shape !== undefined && shape.length > 0) return size(name, 0, 1, 4)
  return null
}
