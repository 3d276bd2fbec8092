/** How long the single checks took, as bars: most of them here, the interrupted ones there. */
import { useMemo } from 'react'
import { median, quantile } from '../../../shared/quantile'
import { grouped } from '../../components/format'
import type { Side } from './sides'
import { methodWords, time } from './words'

const BARS = 60
const [WIDTH, HEIGHT] = [600, 96]

export function Histogram({ side }: { readonly side: Side }) {
  const { runs, method } = side.costs
  const { counts, low, high, beyond } = useMemo(() => binned(runs), [runs])
  const most = Math.max(1, ...counts)
  const at = (ns: number): number => ((ns - low) / (high - low || 1)) * WIDTH
  const middle = median(runs)
  const words = `${grouped(runs.length)} checks: half of them from ${time(quantile(runs, 0.25))} to ${time(quantile(runs, 0.75))}, median ${time(middle)}`
  return (
    <figure className="histogram">
      <figcaption>
        <b>{side.label}</b> {words}
        {beyond > 0 ? `; ${grouped(beyond)} longer than shown, up to ${time(quantile(runs, 1))}` : ''}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${side.label}: ${words}`}
      >
        {counts.map((count, i) => (
          <rect
            key={i}
            className="histogram-bar"
            x={(i * WIDTH) / BARS}
            width={WIDTH / BARS - 1}
            y={HEIGHT - (count / most) * (HEIGHT - 4)}
            height={(count / most) * (HEIGHT - 4)}
          />
        ))}
        <line className="histogram-median" x1={at(middle)} x2={at(middle)} y1={0} y2={HEIGHT} />
      </svg>
      <div className="histogram-scale" aria-hidden>
        <span>{time(low)}</span>
        <span>{time(high)}</span>
      </div>
      <p>{methodWords(method)}</p>
    </figure>
  )
}

/** Not all of them: a few interrupted checks would press the rest into one bar. */
function binned(runs: Float64Array) {
  const [low, quarter, most] = [0, 0.25, 0.75].map((fraction) => quantile(runs, fraction)) as [number, number, number]
  const high = Math.min(quantile(runs, 0.97), most + 4 * (most - quarter))
  const counts = Array.from({ length: BARS }, () => 0)
  let beyond = 0
  for (const run of runs) {
    const bar = Math.floor(((run - low) / (high - low || 1)) * BARS)
    if (run > high) beyond++
    else counts[Math.min(BARS - 1, bar)] = (counts[Math.min(BARS - 1, bar)] ?? 0) + 1
  }
  return { counts, low, high, beyond }
}
