/** A file or blob that could not be opened: one line that says why, and what can be done. */
import { OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentError } from '../../shared/document'
import { grouped } from '../components/format'
import { useServices } from '../components/services'
import type { OpenDocument } from '../stores/open-document'

export function ErrorState({
  document,
  error,
  lead,
}: {
  readonly document: OpenDocument
  readonly error: DocumentError
  readonly lead: ReactNode
}) {
  const { documents } = useServices()
  return (
    <>
      {lead !== null && <div className="filter-bar">{lead}</div>}
      <div className="opening">
        <div className="opening-card failed" role="alert">
          <h2>
            <OctagonX size={18} aria-hidden /> {document.name} could not be opened
          </h2>
          <p className="error-line">{error.message}</p>
          <dl>
            {error.offset !== null && (
              <>
                <dt>at byte</dt>
                <dd>{grouped(error.offset)}</dd>
              </>
            )}
            <dt>file</dt>
            <dd>{document.path}</dd>
          </dl>
          <p className="empty-actions">
            <button
              type="button"
              className="button primary"
              onClick={() => void documents.getState().retry(document.id)}
            >
              Retry
            </button>
            <button type="button" className="button" onClick={() => void documents.getState().close(document.id)}>
              Close
            </button>
          </p>
        </div>
      </div>
    </>
  )
}
