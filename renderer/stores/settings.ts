/** How the window looks and which view is in front. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi, ThemeChoice } from '../../shared/api'
import type { ViewName } from '../../shared/view'

/** The views that are of no document: they show whichever is in front, and where none is. */
export const WITHOUT_DOCUMENT: ReadonlySet<ViewName> = new Set(['precision', 'devices', 'live'])

export interface SettingsState {
  readonly theme: ThemeChoice
  /** Whether the system asks for dark. */
  readonly systemDark: boolean
  readonly view: ViewName
  readonly recent: readonly string[]
  readonly version: string
  readonly paletteOpen: boolean
  /** What `appState` said. */
  start(state: { readonly theme: ThemeChoice; readonly recent: readonly string[]; readonly version: string }): void
  setTheme(theme: ThemeChoice): void
  setSystemDark(dark: boolean): void
  setView(view: ViewName): void
  setPaletteOpen(open: boolean): void
  /** A file came to be open: it leads the recent ones. */
  remember(path: string): void
  clearRecent(): void
}

export type SettingsStore = StoreApi<SettingsState>

const MOST_RECENT = 12

export function createSettingsStore(
  api: Pick<GuardscopeApi, 'setTheme' | 'clearRecent'>,
  systemDark: boolean,
): SettingsStore {
  return createStore<SettingsState>()((set, get) => ({
    theme: 'system',
    systemDark,
    view: 'tree',
    recent: [],
    version: '',
    paletteOpen: false,
    start: ({ theme, recent, version }) => set({ theme, recent, version }),
    setTheme: (theme) => {
      set({ theme })
      void api.setTheme(theme)
    },
    setSystemDark: (dark) => set({ systemDark: dark }),
    setView: (view) => set({ view }),
    setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
    remember: (path) =>
      set({ recent: [path, ...get().recent.filter((other) => other !== path)].slice(0, MOST_RECENT) }),
    clearRecent: () => {
      set({ recent: [] })
      void api.clearRecent()
    },
  }))
}

/** The palette that shows: the choice, or the system's. */
export function shownTheme(state: SettingsState): 'dark' | 'light' {
  return state.theme === 'system' ? (state.systemDark ? 'dark' : 'light') : state.theme
}
