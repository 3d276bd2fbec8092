/** What every maker of leaf checks is given, and the shapes that most checks have. */
import type { GuardBuilder } from '../../builder'
import type { Expectation, LeafGuard } from '../../manager'
import type { Value } from '../../values/value'
import type { AsSaved } from '../as-saved'
import type { LeafCheck } from '../leaf'
import type { LoadingProcess } from '../loading-process'
import type { Scenario } from '../scenario'
import type { Tri } from '../semantics'

/** What the leaves of one tree have in common. */
export interface LeafContext {
  readonly builder: GuardBuilder
  readonly loading: LoadingProcess
  /** null for the guards as loaded. */
  readonly asSaved: AsSaved | null
}

/** What a guard of one kind expects. */
export type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

/** A check that looks at the value alone. */
export function simple(leaf: LeafGuard, test: (value: Value) => Tri): LeafCheck {
  return {
    leaf,
    test,
    unknown: (value) => (value.kind === 'unknown' ? value.why : 'the scenario does not say enough of this value'),
  }
}

/** A check that looks at the process and not at the value. */
export function ofProcess(leaf: LeafGuard, what: string, test: (scenario: Scenario) => Tri): LeafCheck {
  return { leaf, test: (_, run) => test(run.scenario), unknown: () => `the scenario does not give ${what}` }
}
