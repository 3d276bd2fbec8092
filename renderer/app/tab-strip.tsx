/** One tab for each open document. */
import { LoaderCircle, Plus, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { commandInfo } from '../../shared/commands'
import { IconButton } from '../components/icon-button'
import { useDocuments, useServices } from '../components/services'
import { isBusy, isEdited } from '../stores/open-document'
import type { OpenDocument } from '../stores/open-document'
import { WITHOUT_DOCUMENT } from '../stores/settings'

export function TabStrip() {
  const { documents } = useServices()
  const list = useDocuments((state) => state.documents)
  const active = useDocuments((state) => state.active)
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
    event.preventDefault()
    documents.getState().cycle(event.key === 'ArrowRight' ? 1 : -1)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus())
  }
  return (
    <div className="tabs">
      <div className="tab-list" role="tablist" aria-label="Open files" onKeyDown={press}>
        {list.map((document) => (
          <Tab key={document.id} document={document} on={document.id === active} />
        ))}
      </div>
      {list.length > 0 && (
        <IconButton
          label="Open file…"
          shortcut={commandInfo('open').keys}
          icon={<Plus size={15} />}
          onClick={() => void documents.getState().choose()}
        />
      )}
    </div>
  )
}

function Tab({ document, on }: { readonly document: OpenDocument; readonly on: boolean }) {
  const { api, documents, settings } = useServices()
  const { activate, close } = documents.getState()
  const tab = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [on])
  return (
    <div
      ref={tab}
      role="tab"
      aria-selected={on}
      tabIndex={on ? 0 : -1}
      className={`tab${on ? ' on' : ''}`}
      title={document.path}
      onClick={() => {
        activate(document.id)
        // the one in front already is asked for, too
        if (WITHOUT_DOCUMENT.has(settings.getState().view)) settings.getState().setView('tree')
      }}
      // a file that is on disk as it is shown can be dragged out to where it is wanted
      draggable={document.state.status === 'ready' && !isEdited(document)}
      onDragStart={(event) => {
        event.preventDefault()
        void api.dragOut(document.id)
      }}
      onAuxClick={(event) => event.button === 1 && void close(document.id)}
      onKeyDown={(event) => event.key === 'Delete' && void close(document.id)}
    >
      {isBusy(document) && <LoaderCircle className="spin" size={13} aria-label="opening" />}
      {document.state.status === 'failed' && <TriangleAlert className="fail" size={13} aria-label="failed" />}
      <span className="tab-name">{document.name}</span>
      {isEdited(document) && <span className="tab-edited" role="img" aria-label="not saved" />}
      {/* For the pointer only: a tab holds nothing else that can be focused. Keys have Delete and the close command. */}
      <span
        className="tab-close"
        aria-hidden
        title={`Close ${document.name}`}
        onClick={(event) => {
          event.stopPropagation()
          void close(document.id)
        }}
      >
        <X size={13} />
      </span>
    </div>
  )
}
