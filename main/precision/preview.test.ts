import { describe, expect, it } from 'vitest'
import { startState } from './interpret'
import { previewOf } from './preview'
import { after } from './testing/walks'
import { latestRules } from './versions'

const rules = latestRules()
const start = startState(rules)
const PAGE = 'https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices'

describe('a preview', () => {
  it('names each node that changes, each legacy getter that would raise and why, and the guard key', () => {
    const action = { kind: 'attribute', name: 'torch.backends.mkldnn.fp32_precision', value: 'tf32' } as const
    const { title, nodes, legacy, guardKeys, result } = previewOf(rules, start, { kind: 'act', action })
    expect({
      title,
      result,
      guardKeys,
      nodes: nodes.map(({ name, before, after: to }) => [name, before.value, to.value]),
    }).toEqual({
      title: 'torch.backends.mkldnn.fp32_precision = tf32',
      result: { value: null },
      guardKeys: [
        { key: 'cuda_matmul_precision', before: { reads: 'none', value: 0 }, after: { reads: 'tf32', value: 2 } },
      ],
      nodes: [
        ['generic', 'none', 'tf32'],
        ['cuda', 'none', 'tf32'],
        ['cuda.matmul', 'none', 'tf32'],
        ['mkldnn', 'none', 'tf32'],
        ['mkldnn.conv', 'none', 'tf32'],
        ['mkldnn.rnn', 'none', 'tf32'],
        ['mkldnn.matmul', 'none', 'tf32'],
      ],
    })
    expect(legacy.map(({ name, change, why, page }) => ({ name, change, why, page }))).toEqual([
      {
        name: 'torch.get_float32_matmul_precision()',
        change: 'raises',
        why: 'cuda.matmul reads tf32, and the legacy precision is highest; mkldnn.matmul reads tf32, and the legacy precision is highest',
        page: PAGE,
      },
      {
        name: 'torch.backends.cuda.matmul.allow_tf32',
        change: 'raises',
        why: 'cuda.matmul reads tf32, and the legacy precision is highest',
        page: PAGE,
      },
    ])
  })

  it('says what torch refuses, and changes nothing', () => {
    const action = { kind: 'node', backend: 'cuda', op: 'conv', value: 'bf16' } as const
    const { result, nodes, after: to } = previewOf(rules, start, { kind: 'act', action })
    expect([result, nodes, to.state]).toEqual([
      { error: 'RuntimeError', message: "backend 'cuda' does not support precision 'bf16'" },
      [],
      start,
    ])
  })

  it('of a preset comes to a state in which no legacy getter raises', () => {
    const mixed = after(rules, start, [
      { kind: 'node', backend: 'cuda', op: 'matmul', value: 'tf32' },
      { kind: 'node', backend: 'mkldnn', op: 'matmul', value: 'bf16' },
      { kind: 'node', backend: 'cuda', op: 'rnn', value: 'none' },
    ])
    const to = (name: string) => previewOf(rules, mixed, { kind: 'preset', name }).after
    const raising = (name: string) => to(name).legacy.filter(({ reads }) => 'error' in reads).length
    const values = (name: string) => [...new Set(to(name).nodes.map(({ value }) => value))]
    expect([raising('ieee'), raising('tf32'), raising('defaults')]).toEqual([0, 0, 0])
    expect([values('ieee'), values('tf32'), to('defaults').state]).toEqual([['ieee'], ['tf32'], start])
  })

  it('takes less than 5 ms', () => {
    const changes = ['ieee', 'tf32', 'bf16', 'none'].flatMap((value) =>
      rules.backends.flatMap(({ name, ops }) =>
        ops.map((op) => ({ kind: 'act', action: { kind: 'node', backend: name, op, value } }) as const),
      ),
    )
    const times = changes.map((change) => {
      const began = performance.now()
      previewOf(rules, start, change)
      return performance.now() - began
    })
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(5)
  })
})
