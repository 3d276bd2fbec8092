/** What would make a failing call pass: the smallest changes of the call, and of the blob. */
import type { Suggestion } from '../../../shared/replay'
import type { ScenarioJson } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import { Checker } from './checker'
import type { LoadingProcess } from './loading-process'
import { readScenario } from './scenario'
import { blobSuggestions } from './suggest/blob'
import { inputSuggestions } from './suggest/input'

/** Changes that make the scenario pass, the smallest first; empty where it passes, or where no guard refuses it. */
export function suggest(tree: BuiltTree, scenario: ScenarioJson, loading: LoadingProcess): Suggestion[] {
  const checker = new Checker(tree, loading)
  if (checker.check(readScenario(scenario, tree.builder.classes)) !== false) return []
  return [...inputSuggestions(tree, loading, checker, scenario), ...blobSuggestions(tree, loading, scenario)]
}
