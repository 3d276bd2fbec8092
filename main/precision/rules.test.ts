import { describe, expect, it } from 'vitest'
import { act, readCell, startState } from './interpret'
import { pythonBetween } from './python-lines'
import { readAll } from './reading'
import type { PrecisionRules } from './rules'
import { latestRules, rulesFor } from './versions'

/** A torch to come: one entry more. */
const more: PrecisionRules = {
  ...latestRules(),
  precisions: [...latestRules().precisions, { name: 'tf32x3', refusedBy: ['mkldnn'] }],
}

describe('the table of rules', () => {
  it('takes a new precision as one entry: setters, errors, inheritance, choices and Python follow', () => {
    const start = startState(more)
    const set = act(more, start, { kind: 'node', backend: 'generic', op: 'all', value: 'tf32x3' }).state
    const reading = readAll(more, set)
    expect({
      read: reading.nodes.map(({ name, value }) => `${name} ${value}`),
      refused: act(more, set, { kind: 'attribute', name: 'torch.backends.mkldnn.conv.fp32_precision', value: 'tf32x3' })
        .result,
      note: reading.nodes.find(({ name }) => name === 'mkldnn.rnn')?.notes,
      choices: reading.nodes.find(({ name }) => name === 'cuda.conv')?.choices.map(({ value }) => value),
      // what a guard holds for it is an entry of its own, and unknown without
      key: reading.guardKeys.map(({ key, reads, value }) => [key, reads, value]),
      python: pythonBetween(more, start, set).lines,
      unknownBefore: act(latestRules(), start, { kind: 'node', backend: 'cuda', op: 'all', value: 'tf32x3' }).result,
    }).toEqual({
      read: [
        'generic tf32x3',
        'cuda tf32x3',
        'cuda.conv tf32x3',
        'cuda.rnn tf32x3',
        'cuda.matmul tf32x3',
        'mkldnn none',
        'mkldnn.conv none',
        'mkldnn.rnn none',
        'mkldnn.matmul none',
      ],
      refused: { error: 'RuntimeError', message: "backend 'mkldnn' does not support precision 'tf32x3'" },
      note: ['generic is tf32x3, which mkldnn does not support: torch reads none.'],
      choices: ['none', 'ieee', 'tf32', 'bf16', 'bfx9', 'tf32x3'],
      key: [['cuda_matmul_precision', 'tf32x3', null]],
      python: ['import torch', 'torch.backends.fp32_precision = "tf32x3"'],
      unknownBefore: { error: 'RuntimeError', message: 'Unknown precision: tf32x3' },
    })
  })

  it('takes a new backend as one entry', () => {
    const rules: PrecisionRules = {
      ...latestRules(),
      backends: [...latestRules().backends, { name: 'xpu', ops: ['all', 'matmul'] }],
    }
    const state = act(rules, startState(rules), { kind: 'node', backend: 'xpu', op: 'all', value: 'tf32' }).state
    expect([
      readCell(rules, state, 'xpu.matmul'),
      act(rules, state, { kind: 'node', backend: 'xpu', op: 'conv', value: 'tf32' }).result,
    ]).toEqual([
      { raw: 'none', value: 'tf32', origin: { from: 'ancestor', cell: 'xpu.all' }, masked: null },
      { error: 'RuntimeError', message: 'Invalid (backend, op) pair: (3, 1)' },
    ])
  })

  it('is chosen by version, the nearest for one that is not known, and none before 2.9', () => {
    const chosen = (version: string): string | undefined => rulesFor(version)?.rules.torch
    expect(
      ['2.9.1', '2.10.0+cu128', '2.13', '2.15.0a0+git1', '2.16.0', '3.1', '2.8.0', '1.13', 'nightly', ''].map(chosen),
    ).toEqual(['2.9', '2.10', '2.13', '2.15', '2.15', '2.15', undefined, undefined, undefined, undefined])
    expect([rulesFor('2.15.0')?.note, rulesFor('2.16.0')?.note]).toEqual([
      '',
      'the rules of torch 2.16.0 are not known: those of 2.15 are taken',
    ])
  })
})

describe('an assignment to an attribute that torch does not know', () => {
  it('sets nothing, and reads back', () => {
    const rules = latestRules()
    const name = 'torch.backends.cuda.fp32_precision'
    const state = act(rules, startState(rules), { kind: 'attribute', name, value: 'tf32' }).state
    const read = (of: typeof state) => readAll(rules, of).attributes.find((one) => one.name === name)?.reads
    expect([read(startState(rules)), read(state), state.cells]).toEqual([
      { error: 'AttributeError', message: "module 'torch.backends.cuda' has no attribute 'fp32_precision'" },
      { value: 'tf32' },
      startState(rules).cells,
    ])
  })
})
