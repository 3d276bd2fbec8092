/** The values of an axis: from, to and step of a range; the constants of a list. */
import { useState } from 'react'
import { plural } from '../../../components/format'
import { type AxisOffer, type AxisRange, type AxisValues, type ChosenAxis } from './axis'
import { readConstants } from './constants'

interface AxisValuesInputProps {
  readonly axis: ChosenAxis
  readonly onChange: (values: AxisValues) => void
}

export function AxisValuesInput({ axis, onChange }: AxisValuesInputProps) {
  const { offer, values } = axis
  if (values.kind === 'range') return <RangeInput offer={offer} range={values} onChange={onChange} />
  if (offer.form === 'constants') {
    const typed = values.items.map(({ label }) => label).join(', ')
    return (
      <TypedInput
        label={`Values of ${offer.label}`}
        className="wide"
        text={typed}
        problem={(text) => {
          const read = readConstants(text)
          return 'error' in read ? read.error : null
        }}
        onCommit={(text) => {
          const items = readConstants(text)
          if (!('error' in items)) onChange({ kind: 'list', items })
        }}
      />
    )
  }
  return <span className="sweep-count">{plural(values.items.length, 'value')}</span>
}

function RangeInput({
  offer,
  range,
  onChange,
}: {
  readonly offer: AxisOffer
  readonly range: AxisRange
  readonly onChange: (values: AxisValues) => void
}) {
  const number = (part: 'from' | 'to' | 'step', word: string) => (
    <span className="sweep-part">
      {word}
      <TypedInput
        label={`${offer.label}, ${part}`}
        text={String(range[part])}
        problem={(text) => problemOf(offer, { ...range, [part]: Number(text) }, text)}
        onCommit={(text) => onChange({ ...range, [part]: Number(text) })}
      />
    </span>
  )
  return (
    <>
      {number('from', '')}
      {number('to', 'to')}
      {number('step', 'by')}
    </>
  )
}

function problemOf(offer: AxisOffer, { from, to, step }: AxisRange, text: string): string | null {
  if (!/^\s*-?\d+\s*$/.test(text) || !Number.isSafeInteger(Number(text))) return 'expected an integer'
  if (step < 1) return 'expected a step of 1 or more'
  if (from < offer.least) return `expected ${offer.least} or more`
  return from > to ? 'expected from to be at most to' : null
}

/** A text that counts once it is complete; until then it stays the person's. */
function TypedInput({
  label,
  text,
  className = '',
  problem,
  onCommit,
}: {
  readonly label: string
  readonly text: string
  readonly className?: string
  readonly problem: (text: string) => string | null
  readonly onCommit: (text: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const wrong = draft === null ? null : problem(draft)
  return (
    <input
      type="text"
      className={`code-input sweep-input ${className}`}
      aria-label={label}
      aria-invalid={wrong !== null}
      title={wrong ?? undefined}
      spellCheck={false}
      value={draft ?? text}
      onBlur={() => setDraft(null)}
      onChange={(event) => {
        setDraft(event.target.value)
        if (problem(event.target.value) === null) onCommit(event.target.value)
      }}
    />
  )
}
