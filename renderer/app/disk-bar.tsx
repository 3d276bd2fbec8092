/** Says that another program changed the file of a document, or took it away, and what can be done about it. */
import { FileWarning } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../components/toast'
import { useStore } from 'zustand'
import { plural } from '../components/format'
import { useServices } from '../components/services'
import type { Services } from '../components/services'
import { hasHistory, isEdited, type OpenDocument } from '../stores/open-document'
import { save } from './edit-bar'

export function DiskBar({ document }: { readonly document: OpenDocument }) {
  const services = useServices()
  const state = useStore(services.disk, ({ states }) => states.get(document.id))
  const [refused, setRefused] = useState<readonly string[]>([])
  const [asking, setAsking] = useState(false)
  const reload = async (redo: boolean): Promise<void> => {
    setAsking(false)
    setRefused(await reloaded(services, document.id, redo))
  }
  if (state === undefined) return <Refused refused={refused} onClose={() => setRefused([])} />
  const unsaved = isEdited(document)
  return (
    <div className="edit-bar disk-bar" role="region" aria-label="The file on disk">
      <FileWarning size={15} aria-hidden />
      <span role="status">
        {state === 'gone'
          ? 'This file is gone; saving writes it anew.'
          : asking
            ? 'Edits that are not saved will be lost.'
            : 'This file changed on disk.'}
      </span>
      <span className="space" />
      {state === 'gone' ? (
        <>
          <button type="button" className="chip on" onClick={() => void save(services, document.id)}>
            Save it anew
          </button>
          <button type="button" className="chip" onClick={() => services.disk.getState().dismiss(document.id)}>
            Dismiss
          </button>
        </>
      ) : (
        <>
          {unsaved && (
            <button type="button" className="chip on" onClick={() => void reload(true)}>
              Reload and make the edits again
            </button>
          )}
          <button
            type="button"
            className={unsaved ? 'chip' : 'chip on'}
            onClick={() => (unsaved && !asking ? setAsking(true) : void reload(false))}
          >
            {asking ? 'Reload without them' : 'Reload'}
          </button>
          {asking ? (
            <button type="button" className="chip" onClick={() => setAsking(false)}>
              Back
            </button>
          ) : (
            <button type="button" className="chip" onClick={() => void keepMine(services, document)}>
              {hasHistory(document) ? 'Keep mine' : 'Dismiss'}
            </button>
          )}
        </>
      )}
    </div>
  )
}

async function reloaded({ documents, disk, replay }: Services, id: string, redo: boolean): Promise<readonly string[]> {
  const reply = await documents.getState().reload(id, redo)
  if (!reply.ok) {
    toast.error(`Not reloaded: ${reply.error.message}`, { duration: 8000 })
    return []
  }
  disk.getState().dismiss(id)
  const state = documents.getState().documents.find((document) => document.id === id)?.state
  if (state?.status === 'ready') for (const { index } of state.info.blobs) void replay(id, index).getState().reread()
  return reply.value.map(({ label, reason }) => `${label}: ${reason}`)
}

async function keepMine({ api, documents, disk }: Services, document: OpenDocument): Promise<void> {
  if (!hasHistory(document)) return disk.getState().dismiss(document.id)
  const reply = await api.keepMine(document.id)
  if (!reply.ok) return void toast.error(reply.error.message, { duration: 8000 })
  documents.getState().parted(document.id)
  toast('Kept; what is on disk stays beside the file when you save')
}

interface RefusedProps {
  readonly refused: readonly string[]
  readonly onClose: () => void
}

/** The edits that did not apply to the new file. */
function Refused({ refused, onClose }: RefusedProps) {
  if (refused.length === 0) return null
  return (
    <div className="edit-bar disk-bar" role="alert" aria-label="Edits that were not made again">
      <FileWarning size={15} aria-hidden />
      <div className="disk-refused">
        {plural(refused.length, 'step')} could not be made again on the new file:
        <ul>
          {refused.map((line, i) => (
            <li key={i}>{line}</li>
          ))}
        </ul>
      </div>
      <span className="space" />
      <button type="button" className="chip" onClick={onClose}>
        Dismiss
      </button>
    </div>
  )
}
