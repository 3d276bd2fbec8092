import { describe, expect, it } from 'vitest'
import type { Trace, TraceCompile } from '../../../shared/trace'
import { shortReason, traceRows } from './trace-rows'

const compile = (part: Partial<TraceCompile>): TraceCompile => ({
  id: '0/0',
  chain: 0,
  log: 0,
  pid: 1,
  rank: null,
  time: '',
  function: 'f',
  file: '/code/a.py',
  line: 3,
  attempts: 1,
  guards: 8,
  guardLatencyUs: 20,
  reasons: [],
  failure: null,
  recompileLimit: 8,
  metrics: null,
  hasTree: true,
  hasCodeParts: false,
  ...part,
})

const traceWith = (compiles: readonly TraceCompile[]): Trace => ({
  logs: [],
  compiles,
  chains: [{ function: 'f', file: '/code/a.py', line: 3, compiles: compiles.map((_, index) => index) }],
})

describe('traceRows', () => {
  it('should head the compiles of a function with its name and place, their latency against the slowest', () => {
    expect(traceRows(traceWith([compile({}), compile({ guardLatencyUs: 80 })]))).toEqual([
      { kind: 'function', chain: 0, name: 'f', place: 'a.py:3', who: '', note: '', isHit: false },
      { kind: 'compile', compile: 0, share: 0.25 },
      { kind: 'compile', compile: 1, share: 1 },
    ])
  })

  it('should say which process compiled it where several did', () => {
    const compiles = [compile({ rank: 0 }), compile({ rank: 1, pid: 2, chain: 1 })]
    const chains = [0, 1].map((index) => ({ function: 'f', file: '/code/a.py', line: 3, compiles: [index] }))
    const heads = traceRows({ logs: [], compiles, chains }).filter((row) => row.kind === 'function')
    expect(heads.map((row) => row.kind === 'function' && row.who)).toEqual(['rank 0', 'rank 1'])
  })

  it('should say when the cache is nearly full, and when it was', () => {
    const note = (compiles: readonly TraceCompile[]): unknown => traceRows(traceWith(compiles))[0]
    expect(note(Array.from({ length: 5 }, () => compile({})))).toMatchObject({ note: '' })
    expect(note(Array.from({ length: 6 }, () => compile({})))).toMatchObject({ note: '6 of 8 entries', isHit: false })
    const refused = compile({ hasTree: false, failure: 'Unsupported: Dynamo recompile limit exceeded' })
    expect(note([compile({}), refused])).toMatchObject({ note: 'recompile limit hit', isHit: true })
  })
})

describe('shortReason', () => {
  it.each([
    ["0/0: tensor 'x' size mismatch at index 1. expected 3, actual 8", 'x size[1] 3 → 8'],
    ["2/0: tensor 'x' dtype mismatch. expected Float, actual Double", 'x dtype Float → Double'],
    ["6/1: ___check_type_id(n, 140), type=<class 'int'>  # return x", "n is no <class 'int'>"],
    ["14/1: ___check_obj_id(f.__code__, 140), type=<class 'code'>  # return f(x)", 'f.__code__ is another object'],
    ["7/0: mode == 'a'          # return x  # a.py:3 in f\nUser stack trace:\n", "mode == 'a'"],
  ])('should be what torch says without its entry and the code: %s', (reason, short) => {
    expect(shortReason(compile({ reasons: [reason] }))).toBe(short)
  })
})
