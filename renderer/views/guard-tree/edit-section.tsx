/** The guard of the selected node, to edit: what it wants in fields, and what else can be done to it. */
import { useState } from 'react'
import type { Json } from '../../../shared/replay'
import type { NodeDetail } from '../../../shared/tree'
import { RefusalLine, type RefusedEdits } from '../../components/refusal-line'
import { useServices } from '../../components/services'
import { actionsOf, type EditField, fieldsOf } from './edit-forms'
import { GlobalStateEditor } from './global-state-editor'
import { Section } from './section'

interface EditSectionProps {
  readonly detail: NodeDetail
  readonly document: string
  readonly blob: number
}

export function EditSection({ detail, document, blob }: EditSectionProps) {
  const { documents } = useServices()
  const [refused, setRefused] = useState<RefusedEdits | null>(null)
  const fields = fieldsOf(detail)
  const actions = actionsOf(detail)
  if (fields.length === 0 && actions.length === 0) return null
  const edit = async (edits: readonly Json[]): Promise<void> => {
    const why = await documents.getState().edit(document, blob, edits)
    setRefused(why === null ? null : { why, edits })
  }
  return (
    <Section title="Edit">
      {fields.length > 0 && (
        <div className="edit-fields">
          {fields.map((field, i) => (
            <Field key={`${i} ${field.value}`} field={field} onEdit={(edits) => void edit(edits)} />
          ))}
        </div>
      )}
      {detail.className === 'GLOBAL_STATE' && (
        <GlobalStateEditor document={document} blob={blob} onEdit={(edits) => void edit(edits)} />
      )}
      <div className="edit-actions">
        {actions.map(({ label, edits }) => (
          <button key={label} type="button" className="chip" onClick={() => void edit(edits)}>
            {label}
          </button>
        ))}
      </div>
      {refused !== null && <RefusalLine refused={refused} onForce={(edits) => void edit(edits)} />}
    </Section>
  )
}

function Field({ field, onEdit }: { readonly field: EditField; readonly onEdit: (edits: readonly Json[]) => void }) {
  const [text, setText] = useState(field.value)
  const edits = field.edits(text)
  const expected = 'expected' in edits ? edits.expected : null
  const commit = (): void => {
    if (text !== field.value && !('expected' in edits)) onEdit(edits)
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
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') setText(field.value)
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
