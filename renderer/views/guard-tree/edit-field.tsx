/** One part of what a guard wants, as a field: told while it is typed, done with Enter or when the field is left. */
import { useRef, useState } from 'react'
import type { Json } from '../../../shared/replay'
import type { EditField } from './edit-forms'

/** What is about to be done: its name, and the edits. */
export interface EditDraft {
  readonly of: string
  readonly edits: readonly Json[]
}

export interface FieldListener {
  /** null where nothing would be done. */
  readonly onDraft: (draft: EditDraft | null) => void
  readonly onEdit: (edits: readonly Json[]) => void
}

export function Field({ field, onDraft, onEdit }: { readonly field: EditField } & FieldListener) {
  const [text, setText] = useState(field.value)
  /** What was handed over: leaving the field after Enter does not do it again. */
  const done = useRef<string | null>(null)
  const edits = field.edits(text)
  const expected = 'expected' in edits ? edits.expected : null
  const type = (next: string): void => {
    setText(next)
    done.current = null
    const made = field.edits(next)
    onDraft(next === field.value || 'expected' in made ? null : { of: `${field.name} ${next}`, edits: made })
  }
  const commit = (): void => {
    if (text === field.value || text === done.current || 'expected' in edits) return
    done.current = text
    onEdit(edits)
  }
  return (
    <label className="edit-field">
      <span>{field.name}</span>
      {field.choices === undefined ? (
        <input
          type="text"
          className="code-input"
          spellCheck={false}
          value={text}
          aria-invalid={expected !== null}
          title={expected === null ? undefined : `expected ${expected}`}
          onChange={(event) => type(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            // the first takes back, the next leaves the panel
            if (event.key !== 'Escape' || text === field.value) return
            event.stopPropagation()
            type(field.value)
          }}
        />
      ) : (
        <select
          value={field.value}
          onChange={(event) => {
            const chosen = field.edits(event.target.value)
            if (!('expected' in chosen)) onEdit(chosen)
          }}
        >
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      {expected !== null && <span className="edit-expected">expected {expected}</span>}
    </label>
  )
}
