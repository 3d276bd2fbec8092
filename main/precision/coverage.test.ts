import { describe, expect, it } from 'vitest'
import type { BlobEffect, PrecisionAction } from '../../shared/precision'
import { type SavedState, effectOn } from './coverage'
import { startState } from './interpret'
import type { PrecisionRules } from './rules'
import { after } from './testing/walks'
import { rulesFor } from './versions'

const node = (backend: string, op: string, value: string): PrecisionAction => ({ kind: 'node', backend, op, value })
const tf32 = [node('cuda', 'matmul', 'tf32')]
const saved = (allow: unknown): SavedState => ({ kind: 'saved', keys: { allow_tf32: allow } })
const numbered = (precision: unknown): SavedState => ({
  kind: 'saved',
  // not read beside the number
  keys: { allow_tf32: true, cuda_matmul_precision: precision },
})

// each row: what the blob holds, what was done before, what is done now
type Case = readonly [string, SavedState, readonly PrecisionAction[], PrecisionAction, BlobEffect]

/** Of a guard that holds whether cuda.matmul reads tf32; torch 2.15 compares it so where it is all that a state has. */
const flagged: readonly Case[] = [
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
  ['a state with a number for it', saved(1), [], node('cuda', 'matmul', 'tf32'), 'unknown'],
  ['a state that cannot be read', { kind: 'unreadable', why: 'no JSON' }, [], node('cuda', 'conv', 'ieee'), 'unknown'],
]

const only215: readonly Case[] = [
  ['a number torch has not yet', numbered(9), [], node('cuda', 'matmul', 'tf32'), 'fails'],
  ['a number that is none', numbered(true), [], node('cuda', 'matmul', 'tf32'), 'unknown'],
  ['a guard made at load', { kind: 'of the loading process' }, [], node('cuda', 'matmul', 'ieee'), 'recompiles'],
  ['a reading whose number is not known', numbered(0), [], node('cuda', 'matmul', 'fp8'), 'unknown'],
]

const known = (version: string): PrecisionRules => {
  const rules = rulesFor(version)?.rules
  if (rules === undefined) throw new Error(version)
  return rules
}
/** A torch with a precision more, of which nothing else is told. */
const more = (rules: PrecisionRules): PrecisionRules => ({
  ...rules,
  precisions: [...rules.precisions, { name: 'fp8', refusedBy: [] }],
})

describe.each([
  ['2.13', flagged],
  ['2.15', [...flagged, ...only215]],
] as const)('code compiled before, in torch %s', (version, cases) => {
  const rules = more(known(version))
  it.each(cases)('%s', (_, state, before, action, effect) => {
    const now = after(rules, startState(rules), before)
    expect(effectOn(rules, state, now, after(rules, now, [action])).effect).toBe(effect)
  })
})

it('says what a guard wants by its key, and what a number stands for', () => {
  const rules = known('2.15')
  const start = startState(rules)
  const then = after(rules, start, tf32)
  const bfx9 = after(rules, start, [node('cuda', 'matmul', 'bfx9')])
  const why = (state: SavedState, to = then): string => effectOn(rules, state, start, to).why
  expect([why(numbered(0)), why(numbered(5)), why(saved(false)), why(saved(false), bfx9)]).toEqual([
    'GLOBAL_STATE wants cuda_matmul_precision 0 (none)',
    'GLOBAL_STATE wants cuda_matmul_precision 5 (bfx9)',
    'GLOBAL_STATE wants allow_tf32 false',
    // torch writes no flag there
    'GLOBAL_STATE wants allow_tf32 false, and nothing passes where cuda.matmul reads bfx9',
  ])
})
