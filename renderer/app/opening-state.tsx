/** A document or blob being opened: what is being done, how far it is, and a way out. */
import type { OpenProgress } from '../../shared/document'
import { useServices } from '../components/services'
import type { OpenDocument } from '../stores/open-document'

const PHASE: { readonly [K in OpenProgress['phase']]: string } = {
  read: 'Reading the file',
  decode: 'Decoding the pickle',
  state: 'Reading the guards',
  build: 'Building the tree',
  measure: 'Measuring',
  print: 'Printing the tree',
}

/** Quick files come and go before a person could read this: it fades in after a moment. */
export function OpeningState({ document }: { readonly document: OpenDocument }) {
  const { documents } = useServices()
  const { progress } = document
  const percent = progress === null ? null : Math.round(progress.fraction * 100)
  return (
    <div className="opening">
      <div className="opening-card">
        <h2>{document.name}</h2>
        <p role="status">{progress === null ? 'Opening…' : `${PHASE[progress.phase]}…`}</p>
        <div
          className="progress"
          role="progressbar"
          aria-label={`Opening ${document.name}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent ?? undefined}
        >
          <i className={percent === null ? 'unknown' : ''} style={{ width: `${percent ?? 30}%` }} />
        </div>
        <button type="button" className="button" onClick={() => void documents.getState().cancel(document.id)}>
          Cancel
        </button>
      </div>
    </div>
  )
}
