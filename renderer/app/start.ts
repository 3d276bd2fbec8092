/** Joins the bridge's events to the stores and opens what was asked for at the start. */
import { createCommands } from './commands'
import { shownTheme } from '../stores/settings'
import type { Services } from '../components/services'

/** Runs once, for the life of the window. */
export async function startServices(services: Services): Promise<void> {
  const { api, documents, settings } = services
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', () => settings.getState().setSystemDark(dark.matches))
  const paint = (): void => {
    document.documentElement.dataset['theme'] = shownTheme(settings.getState())
  }
  settings.subscribe(paint)
  paint()

  const known = new Set<string>()
  const seen = new Set<string>()
  documents.subscribe((state) => {
    // what is opened comes to the front, over the view that is of no document
    const isNew = state.documents.some(({ id }) => !seen.has(id))
    for (const { id } of state.documents) seen.add(id)
    if (isNew && settings.getState().view === 'precision') settings.getState().setView('tree')
    for (const {
      id,
      path,
      state: { status },
    } of state.documents) {
      if (status !== 'ready' || known.has(id)) continue
      known.add(id)
      settings.getState().remember(path)
    }
  })
  const commands = createCommands(services)
  api.onOpenPaths((paths) => void documents.getState().openPaths(paths))
  api.onCommand((id) => commands.find((command) => command.id === id && command.enabled())?.perform())
  const state = await api.appState()
  settings.getState().start(state)
  await documents.getState().openPaths(state.pending)
}
