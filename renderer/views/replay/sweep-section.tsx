/** A sweep: one dimension of one tensor over a range of sizes, drawn as a strip. */
import { useState } from 'react'
import { useStore } from 'zustand'
import { OUTCOMES } from '../../../shared/replay'
import { Section } from '../guard-tree/section'
import { fieldsOf, type TensorField } from './fields'
import type { ReplayStore, Sweep } from './replay-store'

export function SweepSection({ store, text }: { readonly store: ReplayStore; readonly text: string }) {
  const { sweep, sweepError, runSweep } = useStore(store)
  const tensors = fieldsOf(text).filter(
    (field): field is TensorField => field.kind === 'tensor' && field.shape.length > 0,
  )
  const [axis, setAxis] = useState('')
  const [to, setTo] = useState('64')
  if (tensors.length === 0) return null
  const choices = tensors.flatMap(({ name, shape }) => shape.map((_, dim) => ({ key: `${name}.${dim}`, name, dim })))
  const chosen = choices.find(({ key }) => key === axis) ?? choices[0]
  const top = Number(to)
  const valid = /^\d{1,6}$/.test(to) && top <= 100_000
  return (
    <Section title="Sweep">
      <div className="field">
        <select aria-label="Dimension to sweep" value={chosen?.key} onChange={(event) => setAxis(event.target.value)}>
          {choices.map(({ key, name, dim }) => (
            <option key={key} value={key}>{`${name}.size(${dim})`}</option>
          ))}
        </select>
        <span className="field-to">0 to</span>
        <input
          type="text"
          className="code-input short"
          aria-label="Largest size"
          aria-invalid={!valid}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <button
          type="button"
          className="chip"
          disabled={!valid}
          onClick={() => {
            if (chosen !== undefined) runSweep({ local: chosen.name, dim: chosen.dim, from: 0, to: top })
          }}
        >
          Sweep
        </button>
      </div>
      {sweepError !== null && <p className="detail-error">{sweepError}</p>}
      {sweep !== null && <Strip sweep={sweep} />}
    </Section>
  )
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly outcome: string
}

/** Neighbours of one outcome together. */
function stretches({ request, outcomes }: Sweep): readonly Stretch[] {
  const out: Stretch[] = []
  outcomes.forEach((code, i) => {
    const outcome = OUTCOMES[code] ?? 'unknown'
    const at = request.from + i
    const last = out[out.length - 1]
    if (last !== undefined && last.outcome === outcome) out[out.length - 1] = { ...last, to: at }
    else out.push({ from: at, to: at, outcome })
  })
  return out
}

const MOST = 200

function Strip({ sweep }: { readonly sweep: Sweep }) {
  const parts = stretches(sweep)
  const words = parts
    .slice(0, MOST)
    .map(({ from, to, outcome }) => `${from === to ? from : `${from}–${to}`} ${outcome}`)
  return (
    <>
      <div className="strip" role="img" aria-label={words.join(', ')}>
        {parts.map(({ from, to, outcome }) => (
          <span
            key={from}
            className={outcome}
            style={{ flexGrow: to - from + 1 }}
            title={`${from} to ${to}: ${outcome}`}
          />
        ))}
      </div>
      <p className="quiet-line">
        {words.slice(0, 8).join(', ')}
        {parts.length > 8 ? ` and ${parts.length - 8} more stretches` : ''}
      </p>
    </>
  )
}
