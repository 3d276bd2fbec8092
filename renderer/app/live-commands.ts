/** What can be done with the live process by command. */
import { activeDocument } from '../stores/documents'
import type { Services } from '../components/services'
import { isThere } from '../views/live/live-session'
import type { Command } from './commands'

export function liveCommands(services: Services): readonly Command[] {
  const { process, documents, settings } = services
  const there = (): boolean => isThere(process.getState().session)
  const running = (): boolean => {
    const { session } = process.getState()
    return isThere(session) && session.hello !== null && session.ended === null
  }
  return [
    {
      id: 'live-restart',
      label: 'Restart the live process',
      group: 'Live',
      enabled: () => process.getState().session !== null && !process.getState().starting,
      perform: () => {
        settings.getState().setView('live')
        void process.getState().restart()
      },
    },
    {
      id: 'live-interrupt',
      label: 'Interrupt the live process',
      group: 'Live',
      enabled: running,
      perform: () => void process.getState().interrupt(),
    },
    {
      id: 'live-stop',
      label: 'Stop the live process',
      group: 'Live',
      enabled: there,
      perform: () => void process.getState().stop(),
    },
    {
      id: 'live-check',
      label: 'Check the scenarios in the live process',
      group: 'Live',
      enabled: () => there() && activeDocument(documents.getState())?.state.status === 'ready',
      perform: () => {
        const document = activeDocument(documents.getState())
        if (document?.state.status !== 'ready') return
        settings.getState().setView('replay')
        services.liveCheck(document.id, document.state.blob).getState().bring()
      },
    },
  ]
}
