/** Why edits were refused, and the way on where they are legal but dangerous. */
import type { Json } from '../../shared/replay'
import { canBeForced, forced, withoutForce } from './forced-edit'

export interface RefusedEdits {
  readonly why: string
  readonly edits: readonly Json[]
}

export function RefusalLine({
  refused,
  onForce,
}: {
  readonly refused: RefusedEdits
  readonly onForce: (edits: readonly Json[]) => void
}) {
  return (
    <p className="detail-error" role="alert">
      Not edited: {withoutForce(refused.why)}{' '}
      {canBeForced(refused.why) && (
        <button type="button" className="text-button" onClick={() => onForce(refused.edits.map(forced))}>
          Do it all the same
        </button>
      )}
    </p>
  )
}
