import { readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PrecisionState } from '../../shared/precision'
import type { PrecisionReadings } from '../../shared/live-process'
import { readingOf, readsAs } from './from-process'
import { act, startState } from './interpret'
import { parseRecording } from './recording'
import type { PrecisionRules } from './rules'
import { rulesFor } from './versions'

const folder = new URL('../../fixtures/precision/', import.meta.url)

/** Each state of each recorded walk: what torch read, and what its rules hold by then. */
function states(
  name: string,
): { readonly rules: PrecisionRules; readonly read: PrecisionReadings; readonly is: PrecisionState }[] {
  const recorded = parseRecording(JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()))
  const found = typeof recorded === 'string' ? null : rulesFor(recorded.torch)
  if (typeof recorded === 'string' || found === null) throw new Error(`${name}: ${String(recorded)}`)
  const { rules } = found
  return recorded.traces.flatMap(({ initial, steps }) => {
    let is = startState(rules)
    const all = [initial, ...steps.map(({ state }) => state)].map(({ nodes, attributes = {}, legacy = {} }) => ({
      nodes,
      attributes,
      legacy,
    }))
    return all.map((read, i) => {
      const step = steps[i - 1]
      if (step !== undefined) is = act(rules, is, step.do).state
      return { rules, read, is }
    })
  })
}

describe('what a process reads, made a state', () => {
  it.each(readdirSync(folder))('reads as torch did, at every step of %s', (name) => {
    const misread = states(name).filter(({ rules, read }) => !readsAs(rules, readingOf(rules, read, null).state, read))
    expect(misread.slice(0, 3).map(({ read, is }) => ({ read, is }))).toEqual([])
  })

  it('is what the process is known to have been brought to, where that reads the same', () => {
    const other = states('wild-2.13.0.json.gz').filter(({ rules, read, is }) => {
      const { cells, matmul, cudnn } = readingOf(rules, read, is).state
      return (
        JSON.stringify({ cells, matmul, cudnn }) !==
        JSON.stringify({ cells: is.cells, matmul: is.matmul, cudnn: is.cudnn })
      )
    })
    expect(other.slice(0, 3).map(({ read, is }) => ({ read, is }))).toEqual([])
  })

  it('stands as the process says it where the rules would read otherwise, which is noted', () => {
    const [first] = states('wild-2.13.0.json.gz')
    if (first === undefined) throw new Error('no state')
    const nodes = { ...first.read.nodes, 'cuda.matmul': { value: 'fp8' } }
    const reading = readingOf(
      first.rules,
      {
        ...first.read,
        nodes,
        legacy: { ...first.read.legacy, 'torch.get_float32_matmul_precision()': { value: 'lowest' } },
      },
      null,
    )
    expect(reading.nodes.find(({ cell }) => cell === 'cuda.matmul')?.value).toBe('fp8')
    expect(reading.legacy.find(({ name }) => name.startsWith('torch.get_'))?.reads).toEqual({ value: 'lowest' })
  })
})
