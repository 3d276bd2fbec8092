/** What the commands of the live process do. */
import type { Services } from '../components/services'
import { activeDocument } from '../stores/documents'

type LiveCommand = 'live-check' | 'live-interrupt' | 'live-restart' | 'live-stop'

export function liveActions(services: Services): { readonly [Id in LiveCommand]: () => void } {
  const { process, documents, settings } = services
  return {
    'live-check': () => {
      const document = activeDocument(documents.getState())
      if (document?.state.status !== 'ready') return
      settings.getState().setView('replay')
      services.liveCheck(document.id, document.state.blob).getState().bring()
    },
    'live-interrupt': () => void process.getState().interrupt(),
    'live-restart': () => {
      settings.getState().setView('live')
      void process.getState().restart()
    },
    'live-stop': () => void process.getState().stop(),
  }
}
