/** How the window looks, which view is in front, and what is remembered of other files. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { AppState, GuardscopeApi, ThemeChoice } from '../../shared/api'
import { DEFAULT_PREFERENCES, stepZoom } from '../../shared/preferences'
import type { Preferences } from '../../shared/preferences'
import type { RecentFile } from '../../shared/recent'
import type { ViewName } from '../../shared/view'

/** The views that are of no document: they show whichever is in front, and where none is. */
export const WITHOUT_DOCUMENT: ReadonlySet<ViewName> = new Set(['precision', 'devices', 'live'])

export interface SettingsState {
  readonly preferences: Preferences
  /** Whether the system asks for dark. */
  readonly systemDark: boolean
  readonly view: ViewName
  readonly recent: readonly RecentFile[]
  readonly version: string
  readonly paletteOpen: boolean
  start(state: Pick<AppState, 'preferences' | 'recent' | 'version'>): void
  /** Sets some of the preferences, here and on disk. */
  change(change: Partial<Preferences>): void
  setTheme(theme: ThemeChoice): void
  /** One step larger (1) or smaller (-1), or as it comes (0). */
  zoom(by: 1 | 0 | -1): void
  setSystemDark(dark: boolean): void
  setView(view: ViewName): void
  setPaletteOpen(open: boolean): void
  clearRecent(): void
  pin(path: string, pinned: boolean): void
  forget(path: string): void
}

export type SettingsStore = StoreApi<SettingsState>

type Api = Pick<
  GuardscopeApi,
  'changeSettings' | 'clearRecent' | 'pinRecent' | 'forgetRecent' | 'onPreferences' | 'onRecent'
>

export function createSettingsStore(api: Api, systemDark: boolean): SettingsStore {
  const store = createStore<SettingsState>()((set, get) => ({
    preferences: DEFAULT_PREFERENCES,
    systemDark,
    view: 'tree',
    recent: [],
    version: '',
    paletteOpen: false,
    start: ({ preferences, recent, version }) => set({ preferences, recent, version }),
    change: (change) => {
      set({ preferences: { ...get().preferences, ...change } })
      void api.changeSettings(change)
    },
    setTheme: (theme) => get().change({ theme }),
    zoom: (by) => get().change({ zoom: by === 0 ? 1 : stepZoom(get().preferences.zoom, by) }),
    setSystemDark: (dark) => set({ systemDark: dark }),
    setView: (view) => set({ view }),
    setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
    clearRecent: () => void api.clearRecent(),
    pin: (path, pinned) => void api.pinRecent(path, pinned),
    forget: (path) => void api.forgetRecent(path),
  }))
  api.onPreferences((preferences) => store.setState({ preferences }))
  api.onRecent((recent) => store.setState({ recent }))
  return store
}

/** The palette that shows: the choice, or the system's. */
export function shownTheme({ preferences, systemDark }: SettingsState): 'dark' | 'light' {
  return preferences.theme === 'system' ? (systemDark ? 'dark' : 'light') : preferences.theme
}
