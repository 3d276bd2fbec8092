/** Changes of a scenario's JSON: a part set anew or taken away, and what hangs together with it. */
import type { Json, JsonPath, ScenarioChange } from '../../../shared/replay'
import type { ScenarioJson } from '../../../shared/scenario'
import type { Facts } from '../facts'
import { parseScenario, ScenarioError } from './scenario'

/** The scenario with the changes made, in their order. Throws ScenarioError for a path to nothing. */
export function applyChanges(scenario: ScenarioJson, changes: readonly ScenarioChange[], _facts: Facts): ScenarioJson {
  const copy = structuredClone(scenario) as unknown as Json
  for (const change of changes) apply(copy, change)
  return parseScenario(copy)
}

type Holder = Record<string | number, unknown>

function apply(json: Json, change: ScenarioChange): void {
  const holder = at(json, change.path.slice(0, -1))
  const key = change.path.at(-1)
  if (holder === null || key === undefined) throw new ScenarioError(change.path.join('.'), 'there is nothing to change')
  if ('value' in change) holder[key] = change.value
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
  if (key === 'shape') holder['stride'] = contiguous(holder['shape'] as number[])
}

function at(json: unknown, path: JsonPath): Holder | null {
  let here = json
  for (const step of path) here = (here as Holder)?.[step]
  return typeof here === 'object' && here !== null ? (here as Holder) : null
}

function contiguous(shape: readonly number[]): number[] {
  const stride: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    stride[i] = step
    step *= Math.max(1, shape[i] ?? 1)
  }
  return stride
}
