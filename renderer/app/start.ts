/** Joins the bridge's events to the stores and opens what was asked for at the start. */
import { problemOf } from '../../shared/problems'
import { createCommands } from './commands'
import { WITHOUT_DOCUMENT, shownTheme } from '../stores/settings'
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
  documents.subscribe((state, before) => {
    // a document that comes to the front is to be seen
    if (state.active !== null && state.active !== before.active && WITHOUT_DOCUMENT.has(settings.getState().view))
      settings.getState().setView('tree')
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
  const note = (kind: 'uncaught' | 'rejected', thrown: unknown): void =>
    void api.noteProblem(problemOf('page', kind, thrown))
  window.addEventListener('error', ({ error }) => note('uncaught', error))
  window.addEventListener('unhandledrejection', ({ reason }) => note('rejected', reason))
  const commands = createCommands(services)
  api.onOpenPaths((paths) => void documents.getState().openPaths(paths))
  api.onCommand((id) => commands.find((command) => command.id === id && command.enabled())?.perform())
  const state = await api.appState()
  settings.getState().start(state)
  services.process.getState().remember(state.live)
  await documents.getState().openPaths(state.pending)
}
