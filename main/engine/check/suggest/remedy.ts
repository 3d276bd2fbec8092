/** One step towards a call that passes: changes of the scenario that satisfy the guard that failed. */
import type { ScenarioChange } from '../../../../shared/replay'
import type { ScenarioJson, ValueJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import type { Value } from '../../values/value'
import type { Failure } from '../checker/debug-info'
import type { LoadingProcess } from '../loading-process'
import { valueJson } from '../own-scenario'
import type { Scenario } from '../scenario'
import { definitions } from '../change-refs'

/** A scenario that fails, and where. */
export interface Situation {
  readonly tree: BuiltTree
  readonly loading: LoadingProcess
  readonly json: ScenarioJson
  readonly scenario: Scenario
  readonly failure: Failure
}

export interface Remedy {
  /** `L['x']: size at 1 from 9 to 7`. */
  readonly title: string
  readonly changes: readonly ScenarioChange[]
  /** Found by trying values: it may change again what an earlier step changed. */
  readonly solved?: boolean
  /** What a person should know before making it. */
  readonly note?: string
}

/** A value of the blob as JSON for this scenario, with ids that it does not use; null where it cannot be said. */
export function written({ tree, json }: Pick<Situation, 'tree' | 'json'>, value: Value | null): ValueJson | null {
  if (value === null) return null
  const made = valueJson(tree, value)
  if (('kind' in made && made.kind === 'opaque') || holdsMissing(made)) return null
  return shifted(made, Math.max(0, ...definitions([json.f_locals, json.f_globals]).keys())) as ValueJson
}

/** Whether a part of it is one that torch did not save: no call can be made with that. */
function holdsMissing(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return ('kind' in json && json.kind === 'missing') || Object.values(json).some(holdsMissing)
}

function shifted(json: unknown, by: number): unknown {
  if (Array.isArray(json)) return json.map((item) => shifted(item, by))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      (key === 'id' || key === 'ref') && typeof value === 'number' ? value + by : shifted(value, by),
    ]),
  )
}

/** An id that the scenario does not use. */
export const freshId = (json: ScenarioJson): number =>
  Math.max(0, ...definitions([json.f_locals, json.f_globals]).keys()) + 1
