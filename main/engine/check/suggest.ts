/** What would make a failing call pass: the smallest changes of the call, and of the blob. */
import type { Suggestion } from '../../../shared/replay'
import type { ScenarioJson } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import type { LoadingProcess } from './leaves'

/** Changes that make the scenario pass, the smallest first; empty where it passes. */
export function suggest(_tree: BuiltTree, _scenario: ScenarioJson, _loading: LoadingProcess): Suggestion[] {
  return []
}
