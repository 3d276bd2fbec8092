/** The ways to a frame's locals, timed here and, where there is one, in the live process. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import { LOCALS_COUNTS, LOCALS_TURNS, type LocalsTimes } from '../../../shared/overhead'
import { settled } from '../../stores/settled'

export interface LocalsState {
  readonly here: readonly LocalsTimes[] | null
  readonly torch: { readonly version: string; readonly times: readonly LocalsTimes[] } | null
  readonly asking: boolean
  readonly error: string | null
  /** `torch`: the version in the live process, null where there is none. */
  measure(document: string, torch: string | null): Promise<void>
}

export type LocalsStore = StoreApi<LocalsState>
type Api = Pick<GuardscopeApi, 'timeLocals' | 'liveAsk'>

export function createLocalsStore(api: Api): LocalsStore {
  return createStore<LocalsState>()((set, get) => ({
    here: null,
    torch: null,
    asking: false,
    error: null,
    measure: async (document, torch) => {
      if (get().asking) return
      set({ asking: true, error: null })
      // one after the other: both want the processor
      const here = await settled(api.timeLocals(document))
      if (!here.ok) return set({ asking: false, error: here.error.message })
      set({ here: here.value, torch: null })
      const times: LocalsTimes[] = []
      for (const guards of torch === null ? [] : LOCALS_COUNTS) {
        const found = await settled(api.liveAsk('timeLocals', { guards, turns: LOCALS_TURNS }))
        if (!found.ok) return set({ asking: false, error: found.error.message })
        times.push(found.value)
        set({ torch: { version: torch ?? '', times: [...times] } })
      }
      set({ asking: false })
    },
  }))
}
