/** A legacy getter that raises: torch's own text, why, and the page that the text names. */
import { ChevronRight, ExternalLink } from 'lucide-react'
import type { PrecisionOutcome } from '../../../shared/precision'
import { useServices } from '../../components/services'
import { DottedName } from './dotted-name'

interface RaisesProps {
  readonly name: string
  readonly outcome: PrecisionOutcome
  readonly why: string
  readonly page: string
  readonly words: string
}

export function Raises({ name, outcome, why, page, words }: RaisesProps) {
  const { api } = useServices()
  if (!('error' in outcome)) return null
  return (
    <div className="precision-raises">
      <p>
        <strong>
          <DottedName name={name} />
        </strong>{' '}
        {words}
      </p>
      {why !== '' && <p className="precision-why">{why}</p>}
      <details>
        <summary className="precision-text">
          <ChevronRight size={12} aria-hidden />
          <span>
            {outcome.error}: {outcome.message}
          </span>
        </summary>
      </details>
      {page !== '' && (
        <button type="button" className="text-button" title={page} onClick={() => void api.openPage(page)}>
          torch’s documentation <ExternalLink size={12} aria-hidden />
        </button>
      )}
    </div>
  )
}
