/** How the window is divided: the panes that a person moved, by group. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'

/** Percent by pane. */
export type PaneSizes = Readonly<Record<string, number>>

export interface PanesState {
  readonly sizes: Readonly<Record<string, PaneSizes>>
  restore(sizes: Readonly<Record<string, PaneSizes>>): void
  keep(group: string, sizes: PaneSizes): void
}

export type PanesStore = StoreApi<PanesState>

export function createPanesStore(): PanesStore {
  return createStore<PanesState>()((set, get) => ({
    sizes: {},
    restore: (sizes) => set({ sizes: { ...sizes, ...get().sizes } }),
    keep: (group, sizes) => set({ sizes: { ...get().sizes, [group]: sizes } }),
  }))
}
