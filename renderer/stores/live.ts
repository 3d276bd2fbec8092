/** The live process: what it last told of its state; null while there is none. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../shared/api'
import type { LiveState } from '../../shared/live'

export type LiveStore = StoreApi<{ readonly state: LiveState | null }>

export function createLiveStore(api: Pick<GuardscopeApi, 'onLiveState'>): LiveStore {
  const store = createStore<{ readonly state: LiveState | null }>()(() => ({ state: null }))
  api.onLiveState((state) => store.setState({ state }))
  return store
}
