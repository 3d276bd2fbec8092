import { afterAll, describe, expect, it } from 'vitest'
import { compareScenarios } from './testing/agreement'
import { corpus } from './testing/corpus'

/**
 * Scenarios of the corpus that answer as torch's loaded manager does (check, result, code parts and guards executed),
 * and of how many.
 */
const AGREED = { '2.8.0': [430, 430], '2.10.0': [447, 447], '2.13.0': [455, 455], '2.14.1': [454, 454] }

const byGuard = new Map<string, { agreed: number; of: number }>()
const byVersion: string[] = []

describe.each(Object.entries(AGREED))('the scenarios of torch %s', (version, expected) => {
  it('are answered as torch answered them, or are unknown', () => {
    let [agreed, of] = [0, 0]
    const wrong: string[] = []
    for (const { name, bytes, sidecar } of corpus(version)) {
      const { frame, global_state: state, scenarios = [] } = sidecar
      const { answers } = compareScenarios(bytes, scenarios, [...frame.co_varnames, ...frame.co_freevars], state)
      for (const { scenario, guard, difference } of answers) {
        of++
        if (difference === null) agreed++
        else if (difference.what !== 'unknown') wrong.push(`${name} ${scenario}: ${difference.what}`)
        const kind = byGuard.get(guard) ?? { agreed: 0, of: 0 }
        byGuard.set(guard, { agreed: kind.agreed + (difference === null ? 1 : 0), of: kind.of + 1 })
      }
    }
    byVersion.push(`${version.padEnd(34)} ${agreed} of ${of}`)
    expect({ wrong, counts: [agreed, of] }).toEqual({ wrong: [], counts: expected })
  })
})

afterAll(() => {
  const kinds = [...byGuard].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = kinds.map(([guard, { agreed, of }]) => `${guard.padEnd(34)} ${agreed} of ${of}`)
  console.log(['agreement with torch, by version', ...byVersion, '', 'by the guard that fails', ...lines].join('\n'))
})
