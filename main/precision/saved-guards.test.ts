import { readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { BlobEffect, PrecisionAction } from '../../shared/precision'
import { effectOn } from './coverage'
import { startState } from './interpret'
import { readAll } from './reading'
import { after } from './testing/walks'
import { rulesFor } from './versions'

const folder = new URL('../../fixtures/precision-guards/', import.meta.url)
const Keys = z.record(z.string(), z.union([z.boolean(), z.number()]))
/** As `scripts/record-precision-guards.py` writes it. */
const Recording = z.object({
  torch: z.string(),
  settings: z.array(z.object({ do: z.array(z.unknown()), keys: Keys })),
  saved: z.array(z.object({ keys: Keys, passes: z.string(), reason: z.string() })),
})

function recording(name: string) {
  const recorded = Recording.parse(JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()))
  const rules = rulesFor(recorded.torch)?.rules
  if (rules === undefined) throw new Error(recorded.torch)
  const settings = recorded.settings.map(({ do: actions, keys }) => {
    const state = after(rules, startState(rules), actions as PrecisionAction[])
    return { actions, keys, state, held: readAll(rules, state).guardKeys }
  })
  return { rules, settings, saved: recorded.saved }
}

const EFFECTS: { readonly [passes: string]: readonly BlobEffect[] } = {
  '11': ['silent', 'same'],
  '10': ['recompiles'],
  '01': ['accepts'],
  '00': ['fails'],
}

describe.each(readdirSync(folder))('the guards that torch saved, %s', (name) => {
  const { rules, settings, saved } = recording(name)

  it('hold what is read of each setting', () => {
    const others = settings.filter(({ keys, held }) => held.some(({ key, value }) => keys[key] !== value))
    expect(others).toEqual([])
    expect(new Set(settings.map(({ keys }) => JSON.stringify(keys))).size).toBe(rules.torch === '2.15' ? 4 : 2)
  })

  it('pass where torch passed them, and between any two settings come to what it then said', () => {
    const wrong: unknown[] = []
    for (const { keys, passes } of saved) {
      for (const [i, now] of settings.entries()) {
        // each beside itself, and a few others spread over all
        for (const step of [0, 1, 7, 60, 150]) {
          const j = (i + step) % settings.length
          const then = settings[j] ?? now
          const { effect } = effectOn(rules, { kind: 'saved', keys }, now.state, then.state)
          const expected = EFFECTS[`${passes[i] ?? ''}${passes[j] ?? ''}`]
          if (expected?.includes(effect) !== true) wrong.push({ keys, from: now.actions, to: then.actions, effect })
        }
      }
    }
    expect(wrong.slice(0, 3)).toEqual([])
  })

  it('name the key that is held where they fail', () => {
    expect(new Set(saved.map(({ reason }) => reason))).toEqual(new Set(rules.guardKeys.map(({ key }) => `${key} `)))
  })
})
