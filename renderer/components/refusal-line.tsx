/** Why edits were refused, and the way on where they are legal but dangerous. */
import type { Json } from '../../shared/replay'

export interface RefusedEdits {
  readonly why: string
  readonly edits: readonly Json[]
}

/** An edit that is legal but dangerous is refused with these words at its end. */
const FORCE = /\s*\("force": true[^)]*\)/

export function RefusalLine({
  refused,
  onForce,
}: {
  readonly refused: RefusedEdits
  readonly onForce: (edits: readonly Json[]) => void
}) {
  return (
    <p className="detail-error" role="alert">
      Not edited: {refused.why.replace(FORCE, '')}{' '}
      {FORCE.test(refused.why) && (
        <button type="button" className="text-button" onClick={() => onForce(refused.edits.map(forced))}>
          Do it all the same
        </button>
      )}
    </p>
  )
}

const forced = (edit: Json): Json => ({ ...(edit as Readonly<Record<string, Json>>), force: true })
