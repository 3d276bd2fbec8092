/** Why an answer could not be had, and a way to ask again. */
import { CANCELLED } from '../../shared/work'

interface FailedLineProps {
  readonly error: string
  readonly words: string
  readonly onAgain: () => void
}

export function FailedLine({ error, words, onAgain }: FailedLineProps) {
  const isCancelled = error === CANCELLED
  return (
    <div className="quiet-line" role={isCancelled ? 'status' : 'alert'}>
      {isCancelled ? <p>Cancelled.</p> : <p className="detail-error">{error}</p>}
      <button type="button" className="text-button" onClick={onAgain}>
        {words}
      </button>
    </div>
  )
}
