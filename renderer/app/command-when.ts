/** What is there for a command to work on. */
import type { When } from '../../shared/commands'
import type { HistoryState } from '../../shared/document'
import type { Services } from '../components/services'
import { activeBlob, activeDocument } from '../stores/documents'
import { isEdited } from '../stores/open-document'
import { canApply, type DocumentTextState, isChanged } from '../views/document/document-store'
import { isFiltering } from '../views/guard-tree/filter'
import type { TreeState } from '../views/guard-tree/tree-store'
import { isThere } from '../views/live/live-session'
import type { PrecisionViewState } from '../views/precision/precision-store'
import type { ReplayState } from '../views/replay/replay-state'

export interface InFront {
  tree(): TreeState | null
  /** The blob in front, once it is there. */
  blob(): { readonly document: string; readonly blob: number } | null
  replay(): ReplayState | null
  text(): DocumentTextState | null
  history(): HistoryState | null
  precision(): PrecisionViewState | null
}

/** What is in front as it stands when it is asked. */
export function inFront(services: Services): InFront {
  const { documents, settings } = services
  const ready = (): { readonly document: string; readonly blob: number } | null => {
    const document = activeDocument(documents.getState())
    return document?.state.status === 'ready' ? { document: document.id, blob: document.state.blob } : null
  }
  const readyBlob = () => {
    const blob = activeBlob(documents.getState())
    return blob?.status === 'ready' ? blob : null
  }
  return {
    tree: () => readyBlob()?.tree.getState() ?? null,
    blob: () => (readyBlob() === null ? null : ready()),
    history: () => readyBlob()?.history ?? null,
    replay: () => {
      const at = ready()
      return at === null || settings.getState().view !== 'replay'
        ? null
        : services.replay(at.document, at.blob).getState()
    },
    text: () => {
      const at = ready()
      return at === null || settings.getState().view !== 'document'
        ? null
        : services.document(at.document, at.blob).getState()
    },
    precision: () => (settings.getState().view === 'precision' ? services.precision.getState() : null),
  }
}

/** Whether each `When` of the table holds now. */
export function conditions(services: Services): { readonly [W in When]: () => boolean } {
  const { documents, settings, process } = services
  const front = inFront(services)
  const isLive = (): boolean => isThere(process.getState().session)
  return {
    always: () => true,
    'recent files': () => settings.getState().recent.length > 0,
    'a tab': () => activeDocument(documents.getState()) !== null,
    'a tab without edits': () => {
      const document = activeDocument(documents.getState())
      return document !== null && !isEdited(document)
    },
    'several tabs': () => documents.getState().documents.length > 1,
    'a blob': () => front.tree() !== null,
    'edits not saved': () => {
      const document = activeDocument(documents.getState())
      return document !== null && isEdited(document)
    },
    'edits to undo': () => !isTyping() && ((front.precision() ?? front.history())?.position ?? 0) > 0,
    'edits to redo': () => {
      if (isTyping()) return false
      const precision = front.precision()
      if (precision !== null) return precision.position < precision.history.length - 1
      const history = front.history()
      return history !== null && history.position < history.labels.length
    },
    matches: () => (front.tree()?.search.matches.length ?? 0) > 0,
    'a filter': () => {
      const tree = front.tree()
      return tree !== null && isFiltering(tree.filters)
    },
    'a call': () => front.replay() !== null,
    'scenarios not saved': () => front.replay()?.file.dirty === true,
    'a text': () => front.text()?.base != null,
    'a changed text': () => isChanged(front.text()),
    'a text that can be applied': () => canApply(front.text()),
    'a live process': isLive,
    'a running script': () => {
      const { session } = process.getState()
      return isThere(session) && session.hello !== null && session.ended === null
    },
    'a live process of before': () => process.getState().session !== null && !process.getState().starting,
    'something to report': () => {
      const status = activeDocument(documents.getState())?.state.status
      return front.tree() !== null || status === 'trace' || settings.getState().view === 'precision'
    },
    'a blob and a live process': () => isLive() && activeDocument(documents.getState())?.state.status === 'ready',
  }
}

/** Whether a field or an editor has the keyboard: its own undo is meant there. */
function isTyping(): boolean {
  const at = document.activeElement
  return at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
}
