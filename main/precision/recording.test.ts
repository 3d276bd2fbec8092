import { readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Recording, parseRecording, replay } from './recording'
import type { PrecisionRules } from './rules'
import { rulesFor } from './versions'

const folder = new URL('../../fixtures/precision/', import.meta.url)
const files = readdirSync(folder)

function recording(name: string): { readonly recorded: Recording; readonly rules: PrecisionRules } {
  const recorded = parseRecording(JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()))
  const found = typeof recorded === 'string' ? null : rulesFor(recorded.torch)
  if (typeof recorded === 'string' || found === null) throw new Error(`${name}: ${String(recorded)}`)
  return { recorded, rules: found.rules }
}

describe('a recording of torch', () => {
  it('is there for each version whose rules are told', () => {
    expect([...new Set(files.map((name) => recording(name).rules.torch))].sort()).toEqual(
      ['2.9', '2.10', '2.11', '2.12', '2.13', '2.14', '2.15'].sort(),
    )
  })

  it.each(files)('%s is answered as torch did, every value and every error', (name) => {
    const { recorded, rules } = recording(name)
    const { checked, differences } = replay(rules, recorded)
    expect(differences.slice(0, 5)).toEqual([])
    expect(checked).toBeGreaterThan(5000)
  })

  it('of another version is not: the defaults of conv and rnn changed with 2.13', () => {
    const { recorded } = recording('wild-2.13.0.json.gz')
    const { rules } = recording('wild-2.12.1.json.gz')
    expect(replay(rules, recorded).differences.length).toBeGreaterThan(50)
  })

  it('that says otherwise in one value is bad in that one', () => {
    const { recorded, rules } = recording('2.13.0.json.gz')
    const altered = JSON.parse(JSON.stringify(recorded)) as Recording
    const step = altered.traces[0]?.steps[0]
    if (step !== undefined) step.state.nodes['mkldnn.rnn'] = { value: 'tf32' }
    expect(replay(rules, altered).differences).toEqual([
      { trace: 0, step: 0, what: 'nodes mkldnn.rnn', torch: '"tf32"', model: '"none"' },
    ])
  })

  it('of another shape is said to be none, where it parts', () => {
    expect([
      parseRecording([]),
      parseRecording({ torch: '2.13.0', traces: [{ initial: { nodes: {} }, steps: [{ do: { kind: 'paint' } }] }] }),
    ]).toEqual([
      expect.stringMatching(/^it is no recording of precision settings: Invalid input/),
      expect.stringMatching(/^it is no recording of precision settings: traces\.0\.steps\.0\.do/),
    ])
  })
})
