/** What leaving out guards saves: the tree without them is built, and both are timed in turns. */
import type { ScenarioJson } from '../../shared/scenario'
import type { Saved } from '../../shared/overhead'
import { type BuiltTree, buildGuardTree } from '../engine/build'
import { Checker } from '../engine/check/checker'
import type { LoadingProcess } from '../engine/check/loading-process'
import { readScenario } from '../engine/check/scenario'
import type { Guard } from '../state/guards-state'
import { median } from '../../shared/quantile'
import { Eviction, timeCheck, warmUp } from './whole-checks'

/** The tree that torch builds when these guards are not in the file. */
export function treeWithout(tree: BuiltTree, left: ReadonlySet<Guard>): BuiltTree {
  const { state, facts, locals, torchFolder } = tree.builder
  const guards = state.guards.filter((guard) => !left.has(guard))
  return buildGuardTree({ ...state, guards }, facts, { locals, torchFolder })
}

/** Checks of each tree in a turn, and turns. */
const [WARM, COLD, TURNS] = [60, 6, 5]

/** One call against two trees. */
export function timeBoth(
  before: BuiltTree,
  after: BuiltTree,
  json: ScenarioJson,
  loading: LoadingProcess,
): { readonly warm: Saved; readonly cold: Saved } {
  const sides = [before, after].map((tree) => {
    const checker = new Checker(tree, loading)
    const scenario = readScenario(json, tree.builder.classes)
    warmUp(() => checker.check(scenario))
    return { time: () => timeCheck(checker, scenario), warm: [] as number[], cold: [] as number[] }
  })
  const eviction = new Eviction()
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { time, warm } of sides) {
      // the first ones bring what was in the caches for the other back
      for (let i = 0; i < WARM; i++)
        if (i < WARM / 6) time()
        else warm.push(time())
    }
    for (let i = 0; i < COLD; i++) {
      for (const { time, cold } of sides) {
        eviction.evict()
        cold.push(time())
      }
    }
  }
  const [one, other] = sides
  const saved = (of: 'warm' | 'cold'): Saved => ({ before: median(one?.[of] ?? []), after: median(other?.[of] ?? []) })
  return { warm: saved('warm'), cold: saved('cold') }
}
