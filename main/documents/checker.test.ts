import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { buildGuardTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import { readScenario, type Scenario } from '../engine/check/scenario'
import { parseScenario } from '../engine/check/scenario/parse'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { openDocument } from './document'
import { replayerOf } from './replay'
import { factsFor } from './tables'
import { corpus } from './testing/corpus'

const fixtures = new Map(corpus('2.13.0').map((fixture) => [fixture.name, fixture]))

/** A checker of a fixture that has checked nothing, and the fixture's scenarios by name. */
function fresh(name: string): { readonly checker: Checker; readonly scenarios: ReadonlyMap<string, Scenario> } {
  const fixture = fixtures.get(name)
  if (fixture === undefined) throw new Error(`no fixture ${name}`)
  const state = readGuardsState(decodePickle(fixture.bytes))
  const { co_varnames: vars, co_freevars: free } = fixture.sidecar.frame
  const tree = buildGuardTree(state, factsFor(state.version), { locals: [...vars, ...free] })
  const scenarios = (fixture.sidecar.scenarios ?? []).map((recorded) => {
    const scenario = readScenario(parseScenario(recorded), tree.builder.classes)
    return [scenario.name, scenario] as const
  })
  return { checker: new Checker(tree), scenarios: new Map(scenarios) }
}

function scenarioOf(scenarios: ReadonlyMap<string, Scenario>, name: string): Scenario {
  const found = scenarios.get(name)
  if (found === undefined) throw new Error(`no scenario ${name} among ${[...scenarios.keys()].join(', ')}`)
  return found
}

it('an import gives the module that the scenario holds: torch 2.14.1 found its dict to be the same', () => {
  const read = (name: string): Buffer => readFileSync(new URL(`./recorded/${name}`, import.meta.url))
  const { scenarios, torch } = JSON.parse(read('vmapped-2.14.1.json').toString()) as {
    readonly scenarios: readonly unknown[]
    readonly torch: { readonly result: boolean; readonly num_guards_executed: number }
  }
  const document = openDocument(new Uint8Array(read('vmapped-2.14.1.guards_state')))
  const [row] = replayerOf(document, 0).replayAll([JSON.stringify(scenarios[0])], { guardState: null })
  expect([row?.check, row?.executed]).toEqual([String(torch.result), torch.num_guards_executed])
})

describe('a checker', () => {
  // torch asks k, n and x in this order
  const { checker, scenarios } = fresh('default_args')
  const [otherK, otherN] = [scenarioOf(scenarios, 'k bb'), scenarioOf(scenarios, 'n 4')]
  const both: Scenario = { ...otherN, locals: new Map([...otherN.locals, ...pick(otherK.locals, 'k')]) }
  const refusedBy = (): string =>
    checker
      .checkVerbose(both)
      .verboseCodeParts.join()
      .replace(/ {2,}.*/, '')

  it('says what failed without learning from it', () => {
    const before = checker.checkVerbose(both)
    const said = Array.from({ length: 10 }, () => checker.checkVerbose(otherN).result)
    expect([refusedBy(), new Set(said), checker.checkVerbose(both)]).toEqual([
      "L['k'] == 'a'",
      new Set([false]),
      before,
    ])
  })

  it('asks first what fails more often than the rest', () => {
    const asked = [otherN, otherK, otherK, otherK, otherN].map((scenario) => [checker.check(scenario), refusedBy()])
    expect(asked).toEqual([
      [false, "L['n'] == 3"],
      [false, "L['n'] == 3"],
      [false, "L['k'] == 'a'"],
      [false, "L['k'] == 'a'"],
      [false, "L['k'] == 'a'"],
    ])
    expect([checker.check(both), checker.check(scenarioOf(scenarios, 'defaults'))]).toEqual([false, true])
  })

  it('keeps nothing of a check for the next', () => {
    const { checker: aliasing, scenarios: given } = fresh('tensor_match_no_aliasing')
    const order = ['aliased same object', 'distinct', 'aliased same object', 'distinct']
    const answers = order.map((name) => aliasing.check(scenarioOf(given, name)))
    expect(answers).toEqual([false, true, false, true])
  })
})

describe('100,000 checks', () => {
  const MEBIBYTE = 1024 * 1024

  it('leave the heap as it was', { timeout: 60_000 }, () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heap = (): number => {
      collect()
      return process.memoryUsage().heapUsed
    }
    const { checker, scenarios } = fresh('gpt_2layer')
    const calls = ['captured f_locals', 'deep copy of the module', 'copy with first parameter frozen', 'no_grad']
    const made = calls.map((name) => scenarioOf(scenarios, name))
    const passed = made.map(() => 0)
    const check = (times: number): void => {
      for (let i = 0; i < times; i++) {
        made.forEach((scenario, at) => {
          if (checker.check(scenario) === true) passed[at] = (passed[at] ?? 0) + 1
          if (i % 2 === 0) checker.unlearn()
        })
      }
    }
    check(5_000)
    const before = heap()
    check(25_000)
    const grown = heap() - before
    expect(passed).toEqual([30_000, 30_000, 0, 0])
    expect(grown).toBeLessThan(5 * MEBIBYTE)
  })
})

function pick<K, V>(map: ReadonlyMap<K, V>, ...keys: readonly K[]): readonly (readonly [K, V])[] {
  return [...map].filter(([key]) => keys.includes(key))
}
