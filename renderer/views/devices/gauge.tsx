/** A share of a whole as a bar with its words. */
import type { ReactNode } from 'react'

interface GaugeProps {
  readonly label: string
  /** From 0 to 1; null where it is not known. */
  readonly share: number | null
  readonly children: ReactNode
}

export function Gauge({ label, share, children }: GaugeProps) {
  // a whole of nothing has no share
  const percent = share === null || Number.isNaN(share) ? null : Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div className="gauge">
      <span className="gauge-label">{label}</span>
      <span className="gauge-value">{children}</span>
      {percent === null ? (
        <div className="gauge-bar" />
      ) : (
        <div
          className="gauge-bar"
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          aria-valuetext={`${percent} %`}
        >
          <i style={{ width: `${percent}%` }} />
        </div>
      )}
    </div>
  )
}
