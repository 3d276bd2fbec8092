/** A sweep: parts of a scenario take many values, and each is checked. */
import type { Json, SweepAxis } from '../../../shared/replay'
import type { ScenarioJson } from '../../../shared/scenario'
import type { Classes } from '../values/classes'
import { applyChanges } from './change'
import type { Checker, Failure } from './checker'
import { readScenario, ScenarioError } from './scenario'
import type { Tri } from './semantics'

/** The most steps of one sweep, of all axes together. */
export const MOST_STEPS = 100_000

/** Row by row; `failures` holds null where nothing failed. */
export interface Sweep {
  readonly rows: number
  readonly columns: number
  readonly answers: readonly Tri[]
  readonly failures: readonly (Failure | null)[]
}

/** Checks each step of one axis or of two; the rest of the scenario stays as it is. Throws ScenarioError. */
export function sweep(checker: Checker, classes: Classes, scenario: ScenarioJson, axes: readonly SweepAxis[]): Sweep {
  const lists = axes.map(({ values }) => stepsOf(values))
  const [rows, columns] = [lists.length > 1 ? (lists[0]?.length ?? 0) : 1, lists.at(-1)?.length ?? 0]
  if (axes.length === 0 || axes.length > 2) throw new ScenarioError('axes', 'expected one or two')
  if (rows * columns > MOST_STEPS) throw new ScenarioError('axes', `expected at most ${MOST_STEPS} steps`)
  const answers: Tri[] = []
  const failures: (Failure | null)[] = []
  for (let step = 0; step < rows * columns; step++) {
    const at = lists.length > 1 ? [Math.floor(step / columns), step % columns] : [step]
    const changes = axes.map(({ path }, i) => ({ path, value: lists[i]?.[at[i] ?? 0] ?? null }))
    const made = readScenario(applyChanges(scenario, changes, classes.facts), classes)
    const answer = checker.check(made)
    answers.push(answer)
    failures.push(answer === false ? checker.checkVerbose(made).failed : null)
  }
  return { rows, columns, answers, failures }
}

function stepsOf(values: SweepAxis['values']): readonly Json[] {
  if (!('from' in values)) return values
  const { from, to, step } = values
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, i) => from + i * step)
}
