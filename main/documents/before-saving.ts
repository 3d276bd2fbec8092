/** What the manager before saving answers on an open blob; its guards are compiled only where any can differ. */
import type { Answer, AsSaved as Answered } from '../../shared/replay'
import type { BuiltTree } from '../engine/build'
import { AsSaved } from '../engine/check/as-saved'
import { Checker } from '../engine/check/checker'
import type { GuardDebugInfo } from '../engine/check/checker/debug-info'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { asSavedDifferences, type Difference, whyTheyDiffer } from '../engine/check/differences'
import type { Scenario } from '../engine/check/scenario'
import type { Tri } from '../engine/check/semantics'

export const answerOf = (tri: Tri): Answer => (tri === null ? 'unknown' : tri ? 'true' : 'false')

const OTHER_STATE = 'the manager before saving wants the global state it was compiled in, not the one given here'

/** The answer of the loaded manager. */
export interface Loaded {
  readonly check: Tri
  readonly info: GuardDebugInfo
  /** Whether its GLOBAL_STATE guard is built from a state from outside. */
  readonly hasOtherState: boolean
}

export class BeforeSaving {
  private readonly asSaved: AsSaved
  private readonly differences: readonly Difference[]
  private made: Checker | null = null

  constructor(private readonly tree: BuiltTree) {
    this.asSaved = new AsSaved(tree)
    this.differences = asSavedDifferences(tree, NEW_PROCESS, this.asSaved)
  }

  check(scenario: Scenario, loaded: Pick<Loaded, 'check' | 'hasOtherState'>): Tri {
    return this.differs(loaded) ? this.checker().check(scenario) : loaded.check
  }

  answer(scenario: Scenario, loaded: Loaded): Answered {
    const check = this.check(scenario, loaded)
    const info = this.differs(loaded) ? this.checker().checkVerbose(scenario) : loaded.info
    return {
      check: answerOf(check),
      parts: info.verboseCodeParts,
      executed: info.numGuardsExecuted,
      why: check === loaded.check ? [] : this.why(loaded, info),
    }
  }

  private why({ info, hasOtherState }: Loaded, original: GuardDebugInfo): readonly string[] {
    const atState = [info, original].some(({ failed }) => failed?.leaf?.cls === 'GLOBAL_STATE')
    return hasOtherState && atState ? [OTHER_STATE] : whyTheyDiffer(this.differences, info, original)
  }

  private differs({ hasOtherState }: Pick<Loaded, 'hasOtherState'>): boolean {
    return hasOtherState || this.differences.length > 0
  }

  /** Of a manager that has checked nothing. */
  private checker(): Checker {
    this.made ??= new Checker(this.tree, NEW_PROCESS, this.asSaved)
    this.made.unlearn()
    return this.made
  }
}
