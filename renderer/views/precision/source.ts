/** Where the settings are: in the model, or in a process; the view knows nothing else of either. */
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { PrecisionChange, PrecisionPreview, PrecisionReading, PrecisionState } from '../../../shared/precision'

export interface PrecisionSource {
  readonly name: string
  /** Whether a version of torch can be chosen; a process has one of its own. */
  readonly choosesTorch: boolean
  /** The state it is in, or that a new process of this torch would be in. */
  read(torch: string | null): Promise<Reply<PrecisionReading>>
  preview(state: PrecisionState, change: PrecisionChange): Promise<Reply<PrecisionPreview>>
  /** Brings it from one state to another, by the change where it is one; what it then reads. */
  go(from: PrecisionState, to: PrecisionReading, change: PrecisionChange | null): Promise<Reply<PrecisionReading>>
  /** Is no longer in front. */
  leave?(): void
}

/** The rules alone: what is asked for is what comes. */
export function modelSource(api: Pick<GuardscopeApi, 'precisionStart' | 'precisionPreview'>): PrecisionSource {
  return {
    name: 'Model',
    choosesTorch: true,
    read: (torch) => api.precisionStart(torch),
    preview: (state, change) => api.precisionPreview(state, change),
    go: async (_, to) => ({ ok: true, value: to }),
  }
}
