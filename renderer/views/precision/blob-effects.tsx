/** The open blobs, and what the settings or a change of them mean for each. */
import type { BlobCoverage, BlobEffect } from '../../../shared/precision'
import { useDocuments } from '../../components/services'
import { blobLabel } from '../../stores/other-blobs'
import { EFFECTS } from './words'

interface BlobEffectsProps {
  readonly blobs: readonly BlobCoverage[]
  /** Of a change, or of the state as it is. */
  readonly of: 'change' | 'state'
}

/** The grave ones first. */
const ORDER: readonly BlobEffect[] = ['recompiles', 'silent', 'fails', 'unknown', 'accepts', 'same']

export function BlobEffects({ blobs, of }: BlobEffectsProps) {
  const documents = useDocuments((state) => state.documents)
  const shown = [...blobs].sort((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect))
  if (shown.length === 0)
    return <p className="precision-quiet">No blob is open. Open one to see whether its guards notice.</p>
  return (
    <ul className="precision-blobs">
      {shown.map(({ document, blob, effect, why }) => {
        const { mark, tone, [of]: words } = EFFECTS[effect]
        return (
          <li key={`${document}/${blob}`}>
            <span className={`precision-mark ${tone}`} aria-hidden>
              {mark}
            </span>
            <span className="precision-blob" title={why}>
              <strong>{blobLabel(documents, document, blob)}</strong> {words}
              <span className="precision-why">{why}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
