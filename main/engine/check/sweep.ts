/** A sweep: one part of a scenario takes many values, and each is checked. */
import type { ScenarioJson, ValueJson } from '../../../shared/scenario'
import type { Classes } from '../values/classes'
import type { Checker } from './checker'
import { readScenario, ScenarioError, ScenarioReader } from './scenario'
import type { Tri } from './semantics'

/** The most values of one sweep. */
export const MOST_STEPS = 100_000

export interface SweepAxis {
  /** A local of the frame. */
  readonly local: string
  /** The local as it is at each step. */
  readonly values: readonly ValueJson[]
}

/** Checks each step; the rest of the scenario stays as it is. Throws ScenarioError. */
export function sweep(checker: Checker, classes: Classes, scenario: ScenarioJson, axis: SweepAxis): Tri[] {
  if (axis.values.length > MOST_STEPS) throw new ScenarioError('values', `expected at most ${MOST_STEPS}`)
  const made = readScenario(scenario, classes)
  return axis.values.map((value, i) => {
    made.locals.set(axis.local, new ScenarioReader(classes).value(value, `values[${i}]`))
    return checker.check(made)
  })
}
