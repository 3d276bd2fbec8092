/** A sweep: parts of a scenario take many values, and each is checked. */
import type { Json, SweepAxis } from '../../../shared/replay'
import type { ScenarioJson } from '../../../shared/scenario'
import type { Classes } from '../values/classes'
import { applyChanges } from './change'
import type { Checker } from './checker'
import type { Failure } from './checker/debug-info'
import { readScenario, type Scenario } from './scenario'
import { ScenarioError } from './scenario/parse'
import type { Tri } from './semantics'
import { Slot } from './sweep-slot'

/** The most steps of one sweep, of all axes together. */
export const MOST_STEPS = 100_000

/** Row by row; `failures` holds null where nothing failed. */
export interface Sweep {
  readonly rows: number
  readonly columns: number
  readonly answers: readonly Tri[]
  readonly failures: readonly (Failure | null)[]
}

/**
 * Checks each step of one axis or of two; the rest of the scenario stays as it is. Each is answered as by a manager that
 * was just loaded. A step that makes no scenario is unknown; throws ScenarioError where none makes one.
 */
export function sweep(checker: Checker, classes: Classes, scenario: ScenarioJson, axes: readonly SweepAxis[]): Sweep {
  if (axes.length === 0 || axes.length > 2) throw new ScenarioError('axes', 'expected one or two')
  const lists = axes.map(({ values }, i) => stepsOf(values, `axes[${i}].values`))
  const [rows, columns] = [lists.length > 1 ? (lists[0]?.length ?? 0) : 1, lists.at(-1)?.length ?? 0]
  if (rows * columns > MOST_STEPS) throw new ScenarioError('axes', `expected at most ${MOST_STEPS} steps`)
  const make = maker(classes, scenario, axes)
  const answers: Tri[] = []
  const failures: (Failure | null)[] = []
  let refused: ScenarioError | null = null
  let made = 0
  for (let step = 0; step < rows * columns; step++) {
    const at = lists.length > 1 ? [Math.floor(step / columns), step % columns] : [step]
    try {
      const cell = make(lists.map((list, i) => list[at[i] ?? 0] ?? null))
      checker.unlearn()
      const answer = checker.check(cell)
      answers.push(answer)
      failures.push(answer === false ? checker.checkVerbose(cell).failed : null)
      made++
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      refused ??= error
      answers.push(null)
      failures.push(null)
    }
  }
  checker.unlearn()
  if (refused !== null && made === 0) throw refused
  return { rows, columns, answers, failures }
}

/** Makes the scenario of a step: in place where every axis allows it, else anew. */
function maker(
  classes: Classes,
  scenario: ScenarioJson,
  axes: readonly SweepAxis[],
): (values: readonly Json[]) => Scenario {
  const slots = Slot.open(classes, scenario, axes)
  if (slots !== null) return (values) => slots.set(values)
  return (values) => {
    const changes = axes.map(({ path }, i) => ({ path, value: values[i] ?? null }))
    return readScenario(applyChanges(scenario, changes, classes.facts), classes)
  }
}

function stepsOf(values: SweepAxis['values'], where: string): readonly Json[] {
  if (!('from' in values)) return values
  const { from, to, step } = values
  if (![from, to, step].every(Number.isFinite)) throw new ScenarioError(where, 'expected numbers')
  if (step === 0) throw new ScenarioError(`${where}.step`, 'expected a step other than 0, got 0')
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1)
  if (count > MOST_STEPS) throw new ScenarioError(where, `expected at most ${MOST_STEPS} steps`)
  // 0.1 + 2 * 0.1 is not 0.3: a step of a fraction is rounded to what was typed
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(15)))
}
