/** The locals of a scenario in a form: shapes, dtypes, constants, the grad mode. */
import { useState } from 'react'
import type { ScenarioChange } from '../../../shared/replay'
import { changesOf, type Field, fieldsOf, gradModeOf, type TensorField } from './fields'

const DTYPES = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'complex64',
  'complex128',
]

interface FormProps {
  readonly text: string
  readonly onChange: (changes: readonly ScenarioChange[]) => void
}

export function ScenarioForm({ text, onChange }: FormProps) {
  const fields = fieldsOf(text)
  const gradMode = gradModeOf(text)
  return (
    <div className="scenario-form">
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} onChange={(change) => onChange(changesOf(field.name, change))} />
      ))}
      {fields.length === 0 && <p className="quiet-line">No local has a form here: edit the JSON below.</p>}
      {gradMode !== null && (
        <label className="field">
          <span className="field-name">grad mode</span>
          <input
            type="checkbox"
            checked={gradMode}
            onChange={(event) =>
              onChange([{ path: ['process', 'global_state', 'grad_mode'], value: event.target.checked }])
            }
          />
        </label>
      )}
    </div>
  )
}

function FieldRow({
  field,
  onChange,
}: {
  readonly field: Field
  readonly onChange: (change: Record<string, unknown>) => void
}) {
  return (
    <div className="field" role="group" aria-label={field.name}>
      <span className="field-name" title={field.name}>
        {field.name}
      </span>
      {field.kind === 'tensor' ? (
        <TensorInputs field={field} onChange={onChange} />
      ) : field.kind === 'bool' ? (
        <input
          type="checkbox"
          aria-label={`${field.name}, bool`}
          checked={field.value === 'true'}
          onChange={(event) => onChange({ value: event.target.checked })}
        />
      ) : (
        <CommittedInput
          label={`${field.name}, ${field.kind}`}
          value={field.value}
          accept={(value) => field.kind === 'str' || value.trim() !== ''}
          onCommit={(value) => onChange({ value })}
        />
      )}
    </div>
  )
}

function TensorInputs({
  field,
  onChange,
}: {
  readonly field: TensorField
  readonly onChange: (change: Record<string, unknown>) => void
}) {
  return (
    <>
      <CommittedInput
        label={`${field.name}, shape`}
        value={field.shape.join(', ')}
        accept={(value) => /^\s*(\d+\s*(,\s*\d+\s*)*,?)?\s*$/.test(value)}
        onCommit={(value) => onChange({ shape: value.split(',').flatMap((n) => (n.trim() === '' ? [] : [Number(n)])) })}
      />
      <select
        aria-label={`${field.name}, dtype`}
        value={field.dtype.replace('torch.', '')}
        onChange={(event) => onChange({ dtype: `torch.${event.target.value}` })}
      >
        {[...new Set([field.dtype.replace('torch.', ''), ...DTYPES])].map((dtype) => (
          <option key={dtype}>{dtype}</option>
        ))}
      </select>
      <label className="check">
        <input
          type="checkbox"
          aria-label={`${field.name}, requires grad`}
          checked={field.requiresGrad}
          onChange={(event) => onChange({ requires_grad: event.target.checked })}
        />
        grad
      </label>
    </>
  )
}

/** A text that counts once it is complete; until then it stays the person's. */
function CommittedInput({
  label,
  value,
  accept,
  onCommit,
}: {
  readonly label: string
  readonly value: string
  readonly accept: (value: string) => boolean
  readonly onCommit: (value: string) => void
}) {
  // while it is being typed, what stands there is the person's; after that, what it came to
  const [draft, setDraft] = useState<string | null>(null)
  const valid = draft === null || accept(draft)
  return (
    <input
      type="text"
      className="code-input"
      aria-label={label}
      aria-invalid={!valid}
      spellCheck={false}
      value={draft ?? value}
      onBlur={() => setDraft(null)}
      onChange={(event) => {
        setDraft(event.target.value)
        if (accept(event.target.value)) onCommit(event.target.value)
      }}
    />
  )
}
