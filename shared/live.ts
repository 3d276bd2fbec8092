/** What a live torch process hands over of its state: the same that a scenario's `process` holds. */
import type { GlobalState, ScenarioJson } from './scenario'

/** A process and its state at one moment. */
export interface LiveState {
  /** Of the process that was asked, on the machine where it runs. */
  readonly pid: number
  /** `torch.__version__`. */
  readonly torch: string
  /** `platform.python_version()`. */
  readonly python: string
  /** `GlobalStateGuard.__getstate__()`, parsed: what a GLOBAL_STATE guard that is built there now would hold. */
  readonly globalState: GlobalState
  /** All that guards read from a process. */
  readonly process: NonNullable<ScenarioJson['process']>
}
