import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_RUNS, type Profile, REACHES } from '../../shared/overhead'
import { Checker } from '../engine/check/checker'
import { interposed } from './testing/slow-guard'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { ownScenario } from '../engine/check/own-scenario'
import { median } from '../../shared/quantile'
import { type GuardDocument, openDocument } from './document'
import { profileTree } from './profile'

const fixture = (name: string): GuardDocument =>
  openDocument(new Uint8Array(readFileSync(new URL(`../../fixtures/2.13.0/${name}.guards_state`, import.meta.url))))

function profiled(
  document: GuardDocument,
  change?: (checker: Checker) => void,
  onProgress?: (done: number) => void,
): Profile {
  const tree = document.tree(0)
  const checker = new Checker(tree, NEW_PROCESS)
  change?.(checker)
  return profileTree({
    tree,
    nodes: document.nodes(0),
    depths: document.depths(0),
    checker,
    json: ownScenario(tree),
    runs: { warm: 400, cold: 10 },
    ...(onProgress === undefined ? {} : { onProgress }),
  })
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

describe('a profile', () => {
  let document: GuardDocument
  let profile: Profile
  beforeAll(() => {
    document = fixture('gpt_2layer')
    profile = profiled(document)
  })

  test('has an entry for each row, whose own times add up to a whole check', () => {
    const { warm, cold, reached, answer } = profile
    const rows = document.nodes(0).length
    expect(answer).toBe('true')
    for (const { own, total, runs, method } of [warm, cold]) {
      expect([own.length, total.length, reached.length]).toEqual([rows, rows, rows])
      expect(sum(own)).toBeCloseTo(median(runs), 3)
      expect(total[0]).toBeCloseTo(median(runs), 3)
      expect(method.kind === 'pieces' && method.takenOff >= method.clock).toBe(true)
    }
    expect([warm.method.evicted, cold.method.evicted]).toEqual([0, 32 * 1024 * 1024])
  })

  test('gives a row no time that no timed check came to, and a way to managers alone', () => {
    const nodes = document.nodes(0)
    nodes.forEach((node, row) => {
      if (REACHES[profile.reached[row] ?? 0] !== 'always') expect(profile.warm.own[row]).toBe(0)
      if ('leaf' in node) expect(profile.warm.access[row]).toBe(0)
    })
    expect(sum(profile.warm.access)).toBeGreaterThan(0)
  })

  test('tells what a first check alone comes to: an unchanged dict is not asked again', () => {
    const named = (reach: (typeof REACHES)[number]): number =>
      profile.reached.filter((one) => one === REACHES.indexOf(reach)).length
    expect(named('always')).toBeGreaterThan(200)
    expect(named('first')).toBeGreaterThan(100)
  })
})

test('a guard that is made slow is found, and so is how slow', () => {
  const document = fixture('convnet_bn')
  const slow = 20_000
  let row = -1
  const profile = profiled(document, (checker) => {
    row = interposed(checker, document.nodes(0), 'TENSOR_MATCH', slow)
  })
  const { own } = profile.warm
  expect(own.indexOf(Math.max(...own))).toBe(row)
  expect((own[row] ?? 0) / slow).toBeGreaterThan(0.8)
  expect((own[row] ?? 0) / slow).toBeLessThan(1.5)
})

test('a profile can be called off where it says how far it is', () => {
  const seen: number[] = []
  const stop = new Error('called off')
  const run = () =>
    profiled(fixture('convnet_bn'), undefined, (done) => {
      seen.push(done)
      if (done > 0.2) throw stop
    })
  expect(run).toThrow(stop)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
})

test('5,000 guards, 1,000 warm and 100 cold runs take less than the 5 s that they may', () => {
  const document = fixture('huge_5000_guards')
  const tree = document.tree(0)
  const ask = { tree, nodes: document.nodes(0), depths: document.depths(0), checker: new Checker(tree, NEW_PROCESS) }
  const { took } = profileTree({ ...ask, json: ownScenario(tree), runs: DEFAULT_RUNS })
  // others may be at work on this machine
  expect(took).toBeLessThan(15_000)
}, 60_000)
