/** The line below: what the blob in front is. */
import { byteSize, duration, plural } from '../components/format'
import { KIND_NAMES } from '../components/kind-names'
import { useDocuments, useSettings } from '../components/services'
import { activeBlob, activeDocument } from '../stores/documents'

export function StatusBar() {
  const document = useDocuments(activeDocument)
  const blob = useDocuments(activeBlob)
  const version = useSettings((state) => state.version)
  const info = document?.state.status === 'ready' ? document.state.info : null
  const ready = blob?.status === 'ready' ? blob : null
  const torch = ready?.summary.torch ?? info?.torch ?? ''
  return (
    <footer className="status-bar" aria-label="Status">
      {torch !== '' && <b>torch {torch}</b>}
      {ready !== null && <span>{plural(ready.summary.guards, 'guard')}</span>}
      {ready !== null && <span>{plural(ready.summary.nodes, 'node')}</span>}
      {info !== null && <span>{byteSize(info.size)}</span>}
      {ready !== null && <span>opened in {duration(ready.openedIn)}</span>}
      <span className="space" />
      {ready !== null && ready.summary.notes.length > 0 && (
        <span className="noted">{plural(ready.summary.notes.length, 'note')}</span>
      )}
      {document?.state.status === 'trace' && <span>torch log</span>}
      {info !== null && <span>{KIND_NAMES.get(info.kind)}</span>}
      {document === null && version !== '' && <span>Guardscope {version}</span>}
    </footer>
  )
}
