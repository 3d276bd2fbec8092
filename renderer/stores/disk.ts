/** The files of the open documents on disk: which of them another program changed, or took away. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../shared/api'
import type { OnDisk } from '../../shared/document'

export interface DiskState {
  /** By document; those that are not in it are what was opened, or saved last. */
  readonly states: ReadonlyMap<string, Exclude<OnDisk, 'same'>>
  /** Says no more of it until it changes again. */
  dismiss(document: string): void
}

export type DiskStore = StoreApi<DiskState>

export function createDiskStore(api: Pick<GuardscopeApi, 'onFileOnDisk'>): DiskStore {
  const store = createStore<DiskState>()((set, get) => ({
    states: new Map(),
    dismiss: (document) => set({ states: without(get().states, document) }),
  }))
  api.onFileOnDisk(({ id, state }) => {
    const { states } = store.getState()
    store.setState({ states: state === 'same' ? without(states, id) : new Map(states).set(id, state) })
  })
  return store
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
