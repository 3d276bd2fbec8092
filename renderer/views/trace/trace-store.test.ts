import { describe, expect, it, vi } from 'vitest'
import type { ChainStory, RecompileReason, Trace, TraceCompile } from '../../../shared/trace'
import { refusalsBy } from './refusals'
import { createTraceStore } from './trace-store'

const compile = (id: string, chain: number): TraceCompile => ({
  id,
  chain,
  log: 0,
  pid: 1,
  rank: null,
  time: '',
  function: 'f',
  file: '',
  line: 0,
  attempts: 1,
  guards: null,
  guardLatencyUs: null,
  reasons: [],
  failure: null,
  recompileLimit: null,
  metrics: null,
  hasTree: true,
  hasCodeParts: false,
})
const trace: Trace = {
  logs: [],
  compiles: [compile('0/0', 0), compile('0/1', 0), compile('0/2', 0), compile('1/0', 1)],
  chains: [
    { function: 'f', file: '', line: 0, compiles: [0, 1, 2] },
    { function: 'g', file: '', line: 0, compiles: [3] },
  ],
}
const reason = (entry: string, node: number | null): RecompileReason => ({
  entry,
  kind: 'size',
  source: 'x',
  asked: '',
  expected: null,
  actual: null,
  user: null,
  origin: null,
  advice: '',
  node,
})
const story: ChainStory = {
  chain: 0,
  recompiles: [
    { compile: 1, reasons: [reason('0/0', 6)], changed: null },
    { compile: 2, reasons: [reason('0/1', 6), reason('0/0', 6), reason('0/0', 9)], changed: null },
  ],
  dead: [],
  entries: 3,
  limit: null,
  limitHit: false,
}

describe('the functions in view', () => {
  it('should be asked about once each, those of one compile never', async () => {
    const traceStory = vi.fn(async () => ({ ok: true as const, value: story }))
    const fail = async () => ({ ok: false as const, error: { message: 'no', offset: null } })
    const store = createTraceStore({ traceStory, traceTree: fail, traceNode: fail }, 'a', trace)
    await store.getState().look([0, 1, 7])
    await store.getState().look([1, 0])
    expect(traceStory.mock.calls).toEqual([['a', 0]])
    expect(store.getState().stories.get(0)).toBe(story)
  })
})

describe('refusalsBy', () => {
  it('should be the calls that one guard of one entry refused', () => {
    const of = (at: number, node: number) => refusalsBy(trace, story, at, node).map((one) => one.compile)
    expect([of(0, 6), of(0, 9), of(1, 6), of(2, 6)]).toEqual([[1, 2], [2], [2], []])
    expect(refusalsBy(trace, undefined, 0, 6)).toEqual([])
  })
})
