import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ScenarioJson } from '../../shared/scenario'
import { repeatedGuards } from '../doctor/findings/duplicates'
import type { BuiltTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { ownScenario } from '../engine/check/own-scenario'
import { readScenario } from '../engine/check/scenario'
import { selectGuards } from '../engine/select/select-guards'
import { treeWithout } from '../overhead/savings'
import type { Guard } from '../state/guards-state'
import { neverFailed } from './cheap-guards'
import { openDocument } from './document'
import { listSavings } from './savings'
import { readScenarioFile } from './scenarios'

const FOLDER = new URL('../../fixtures/2.13.0/', import.meta.url)

function opened(name: string) {
  const document = openDocument(new Uint8Array(readFileSync(new URL(`${name}.guards_state`, FOLDER))))
  const { scenarios } = readScenarioFile(new Uint8Array(readFileSync(new URL(`${name}.json.gz`, FOLDER))))
  return { document, tree: document.tree(0), scenarios }
}

function answers(tree: BuiltTree, scenarios: readonly ScenarioJson[]): readonly (boolean | null)[] {
  const checker = new Checker(tree, NEW_PROCESS)
  return scenarios.map((json) => {
    checker.unlearn()
    return checker.check(readScenario(json, tree.builder.classes))
  })
}

describe.each(['convnet_bn', 'gpt_2layer', 'mlp_safe', 'dict_int_keys', 'dataclass_in', 'duplicate_input'])(
  '%s',
  (name) => {
    const { tree, scenarios } = opened(name)

    test('without the guards that failed in none of them, every call is answered as before', () => {
      const left = neverFailed(tree, NEW_PROCESS, scenarios)
      expect(left.length).toBeGreaterThan(0)
      const after = treeWithout(tree, new Set(left))
      const before = answers(tree, scenarios)
      const known = (all: readonly (boolean | null)[]) => all.filter((_, i) => before[i] !== null)
      expect(known(before).length).toBeGreaterThan(0)
      expect(known(answers(after, scenarios))).toEqual(known(before))
    })

    test('without repetitions, every call is answered as before', () => {
      const left = new Set<Guard>(repeatedGuards(tree).flatMap(([, ...more]) => more))
      expect(answers(treeWithout(tree, left), scenarios)).toEqual(answers(tree, scenarios))
    })
  },
)

test('each filter with what it leaves out, which calls it would let pass, and times of both trees', () => {
  const { document, tree, scenarios } = opened('convnet_bn')
  const { pickle } = document.graph(0)
  const own = { source: "L['x']" }
  const rows = listSavings({ tree, pickle, loading: NEW_PROCESS, json: ownScenario(tree), scenarios, own })
  expect(rows.map(({ name }) => name)).toEqual([
    'selection',
    'skip_guard_on_globals_unsafe',
    'skip_guard_on_inbuilt_nn_modules_unsafe',
    'skip_guard_on_all_nn_modules_unsafe',
    'keep_tensor_guards_unsafe',
    'keep_portable_guards_unsafe',
    'skip_all_guards_unsafe',
    'duplicates',
    'module-constants',
    'never-failed',
  ])
  const before = answers(tree, scenarios)
  for (const { name, dropped, where, flips, warm, cold } of rows) {
    if (where === null) {
      expect([dropped, warm, cold]).toEqual([0, null, null])
      continue
    }
    const { guards } = selectGuards(where, tree)
    expect(guards).toHaveLength(dropped)
    expect([warm?.before, warm?.after, cold?.before, cold?.after].every((ns) => (ns ?? 0) > 0)).toBe(true)
    const after = answers(treeWithout(tree, new Set(guards)), scenarios)
    const passing = scenarios.flatMap((one, i) => (before[i] === false && after[i] === true ? [one.name] : []))
    expect({ name, flips }).toEqual({ name, flips: passing })
  }
  // nothing is asked any more
  const all = rows.find(({ name }) => name === 'skip_all_guards_unsafe')
  expect(all?.flips).toEqual(scenarios.flatMap((one, i) => (before[i] === false ? [one.name] : [])))
  expect((all?.warm?.after ?? 1) / (all?.warm?.before ?? 1)).toBeLessThan(0.5)
})
