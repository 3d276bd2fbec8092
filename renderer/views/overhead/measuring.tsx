/** That something is being measured, and how far that is. */
import { useStore } from 'zustand'
import type { OverheadState, OverheadStore } from './overhead-store'

const WORDS: Partial<Readonly<Record<NonNullable<OverheadState['asking']>, string>>> = {
  savings: 'Measuring what would help…',
  torch: 'Measuring in torch…',
}

/** How far it is; it is called off where all long work is. */
export function Measuring({ store }: { readonly store: OverheadStore }) {
  const { fraction, asking } = useStore(store)
  const percent = Math.round(fraction * 100)
  return (
    <div className="measuring">
      <p role="status">{(asking === null ? undefined : WORDS[asking]) ?? 'Measuring…'}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label="Measuring"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}
