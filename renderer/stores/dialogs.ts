/** Which dialog is open; one at a time. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'

export type DialogName = 'add-guard' | 'strip' | 'migrate' | 'shortcuts' | 'settings' | 'problems' | 'report'

export interface DialogsState {
  readonly open: DialogName | null
  show(name: DialogName): void
  close(): void
}

export type DialogsStore = StoreApi<DialogsState>

export function createDialogsStore(): DialogsStore {
  return createStore<DialogsState>()((set) => ({
    open: null,
    show: (open) => set({ open }),
    close: () => set({ open: null }),
  }))
}
