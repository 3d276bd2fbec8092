/** Joins the bridge's events to the stores and opens what was asked for at the start. */
import { problemOf } from '../../shared/problems'
import { createCommands } from './commands'
import { keepSessions, restoreSession } from './session'
import { WITHOUT_DOCUMENT, shownTheme } from '../stores/settings'
import { LONG } from '../stores/work'
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

  documents.subscribe((state, before) => {
    // a document that comes to the front is to be seen
    if (state.active !== null && state.active !== before.active && WITHOUT_DOCUMENT.has(settings.getState().view))
      settings.getState().setView('tree')
  })
  const note = (kind: 'uncaught' | 'rejected', thrown: unknown): void =>
    void api.noteProblem(problemOf('page', kind, thrown))
  window.addEventListener('error', ({ error }) => note('uncaught', error))
  window.addEventListener('unhandledrejection', ({ reason }) => note('rejected', reason))
  const commands = createCommands(services)
  let began = performance.now()
  api.onLive(({ kind }) => {
    if (kind === 'hello') began = performance.now()
    else if (kind === 'exit' && performance.now() - began >= LONG)
      void api.tellDone('The live process has ended', 'What it compiled is there to look at.')
  })
  api.onOpenPaths((paths) => void documents.getState().openPaths(paths))
  api.onCommand((id) => commands.find((command) => command.id === id && command.enabled())?.perform())
  const state = await api.appState()
  settings.getState().start(state)
  services.process.getState().remember(state.live)
  keepSessions(services)
  const { session } = state
  await Promise.all([
    documents.getState().openPaths(state.pending),
    session === null ? null : restoreSession(services, session),
  ])
}
