/** A legacy getter that raises: torch's own text, why, and the page that the text names. */
import { ExternalLink } from 'lucide-react'
import type { PrecisionOutcome } from '../../../shared/precision'
import { useServices } from '../../components/services'

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
        <strong>{name}</strong> {words}
      </p>
      {why !== '' && <p className="precision-why">{why}</p>}
      <pre>
        {outcome.error}: {outcome.message}
      </pre>
      {page !== '' && (
        <button type="button" className="text-button" title={page} onClick={() => void api.openPage(page)}>
          torch’s documentation <ExternalLink size={12} aria-hidden />
        </button>
      )}
    </div>
  )
}
