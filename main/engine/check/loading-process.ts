/** The process that builds the guards. */
import type { GlobalState } from '../../../shared/scenario'

/** The process that builds the guards, by loading the blob or before saving it, as far as they look at it and not at the blob. */
export interface LoadingProcess {
  /** CURRENT_DEVICE as str() prints it. */
  readonly currentDevice: string | null
  /** For guards that take their state when they are built (2.8): null where it is not known. */
  readonly globalState: GlobalState | null
  /** What a GLOBAL_STATE guard is built from instead of the saved state, as for precompile; null for the saved one. */
  readonly guardState: GlobalState | null
  /** Name of the context it ran in; null where it is not known. */
  readonly env: string | null
}

export const NEW_PROCESS: LoadingProcess = { currentDevice: null, globalState: null, guardState: null, env: 'none' }
