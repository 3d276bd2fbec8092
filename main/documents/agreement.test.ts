import { afterAll, describe, expect, it } from 'vitest'
import { compareScenarios } from './testing/agreement'
import { corpus } from './testing/corpus'

/**
 * Scenarios of the corpus that answer as torch's loaded manager does (check, result, code parts and guards executed),
 * and of how many.
 */
const AGREED = {
  '2.8.0': [430, 430],
  '2.10.0': [447, 447],
  '2.13.0': [455, 455],
  '2.14.1': [454, 454],
  '2.15.0': [459, 459],
}

/**
 * As many as the manager before saving, and in check alone. What is missing is unknown: requires_grad, which torch 2.8
 * does not save nor in which order its guards of one kind on one dict were asked, and the same specs.
 */
const AS_SAVED = new Map([
  ['2.8.0', { agreed: 185, inCheck: 292, of: 430 }],
  ['2.10.0', { agreed: 447, inCheck: 447, of: 450 }],
  ['2.13.0', { agreed: 455, inCheck: 455, of: 458 }],
  ['2.14.1', { agreed: 454, inCheck: 454, of: 457 }],
  ['2.15.0', { agreed: 459, inCheck: 459, of: 462 }],
])

const byGuard = new Map<string, { agreed: number; of: number }>()
const byVersion: string[] = []
const asSavedByVersion: string[] = []

describe.each(Object.entries(AGREED))('the scenarios of torch %s', (version, expected) => {
  const compared = corpus(version).flatMap(({ name, bytes, sidecar }) => {
    const { frame, global_state: globalState, env_at_save: env = 'none', scenarios = [] } = sidecar
    const locals = [...frame.co_varnames, ...frame.co_freevars]
    return [{ name, ...compareScenarios(bytes, scenarios, locals, { globalState, env }) }]
  })
  const count = (of: 'answers' | 'asSaved') => {
    const all = compared.flatMap((blob) => blob[of].map((answer) => ({ name: blob.name, ...answer })))
    const whats = all.map(({ difference }) => difference?.what ?? 'none')
    const wrong = all.flatMap(({ name, scenario, difference }, i) =>
      ['none', 'unknown', 'parts unknown'].includes(whats[i] ?? '') ? [] : [`${name} ${scenario}: ${difference?.what}`],
    )
    const [agreed, inCheck] = [['none'], ['none', 'parts unknown']].map(
      (names) => whats.filter((what) => names.includes(what)).length,
    )
    return { wrong, agreed, inCheck, of: all.length }
  }

  it('are answered as torch answered them, or are unknown', () => {
    for (const { guard, difference } of compared.flatMap(({ answers }) => answers)) {
      const kind = byGuard.get(guard) ?? { agreed: 0, of: 0 }
      byGuard.set(guard, { agreed: kind.agreed + (difference === null ? 1 : 0), of: kind.of + 1 })
    }
    const found = count('answers')
    byVersion.push(`${version.padEnd(34)} ${found.agreed} of ${found.of}`)
    expect([found.wrong, found.agreed, found.of]).toEqual([[], ...expected])
  })

  it('are answered as the manager before saving answered them, or are unknown', () => {
    const found = count('asSaved')
    asSavedByVersion.push(`${version.padEnd(34)} ${found.agreed} of ${found.of}, in check alone ${found.inCheck}`)
    expect(found).toEqual({ wrong: [], ...AS_SAVED.get(version) })
  })
})

afterAll(() => {
  const kinds = [...byGuard].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = kinds.map(([guard, { agreed, of }]) => `${guard.padEnd(34)} ${agreed} of ${of}`)
  console.log(
    [
      'agreement with torch, by version',
      ...byVersion,
      '',
      'with the manager before saving',
      ...asSavedByVersion,
      '',
      'by the guard that fails',
      ...lines,
    ].join('\n'),
  )
})
