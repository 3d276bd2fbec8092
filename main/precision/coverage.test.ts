import { describe, expect, it } from 'vitest'
import type { BlobEffect, PrecisionAction } from '../../shared/precision'
import { type SavedState, effectOn } from './coverage'
import { startState } from './interpret'
import { after } from './testing/walks'
import { latestRules } from './versions'

const rules = latestRules()
const start = startState(rules)
const node = (backend: string, op: string, value: string): PrecisionAction => ({ kind: 'node', backend, op, value })
const tf32 = [node('cuda', 'matmul', 'tf32')]
const saved = (allow: unknown): SavedState => ({ kind: 'saved', keys: { allow_tf32: allow } })

// each row: what the blob holds, what was done before, what is done now
const cases: readonly (readonly [string, SavedState, readonly PrecisionAction[], PrecisionAction, BlobEffect])[] = [
  ['a toggle to tf32', saved(false), [], node('cuda', 'matmul', 'tf32'), 'recompiles'],
  ['one by inheritance', saved(false), [], node('generic', 'all', 'tf32'), 'recompiles'],
  ['one by a legacy call', saved(false), [], { kind: 'matmul', value: 'high' }, 'recompiles'],
  ['a toggle away from tf32', saved(true), tf32, node('cuda', 'matmul', 'ieee'), 'recompiles'],
  ['a toggle to what it wants', saved(true), [], node('cuda', 'matmul', 'tf32'), 'accepts'],
  ['a toggle of something else while it fails', saved(true), [], node('cuda', 'conv', 'ieee'), 'fails'],
  ['a conv', saved(false), [], node('cuda', 'conv', 'ieee'), 'silent'],
  ['mkldnn', saved(false), [], node('mkldnn', 'all', 'bf16'), 'silent'],
  ['a matmul that stays off tf32', saved(false), [], node('cuda', 'matmul', 'ieee'), 'silent'],
  ['an ancestor that all below override', saved(false), [], node('cuda', 'conv', 'tf32'), 'same'],
  ['a guard made at load', { kind: 'of the loading process' }, [], node('cuda', 'matmul', 'tf32'), 'recompiles'],
  ['no guard at all', { kind: 'no guard' }, [], node('cuda', 'matmul', 'tf32'), 'silent'],
  ['a state without the key', saved(undefined), [], node('cuda', 'matmul', 'tf32'), 'unknown'],
  ['a state that cannot be read', { kind: 'unreadable', why: 'no JSON' }, [], node('cuda', 'conv', 'ieee'), 'unknown'],
]

describe('code compiled before', () => {
  it.each(cases)('%s', (_, state, before, action, effect) => {
    const now = after(rules, start, before)
    expect(effectOn(rules, state, now, after(rules, now, [action])).effect).toBe(effect)
  })
})
