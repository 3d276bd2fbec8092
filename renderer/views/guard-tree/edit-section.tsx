/** The guard of the selected node, to edit: what it wants in fields, what else can be done to it, and which calls that would flip. */
import { useState } from 'react'
import type { Json } from '../../../shared/replay'
import type { NodeDetail } from '../../../shared/tree'
import { canBeForced, forced, withoutForce } from '../../components/forced-edit'
import { useServices } from '../../components/services'
import { FlipPreview } from '../replay/preview/flip-preview'
import { type EditDraft, Field } from './edit-field'
import { actionsOf, fieldsOf, shapesOf, valueAt } from './edit-forms'
import { GlobalStateEditor } from './global-state-editor'
import { LiteralField } from './literal-field'
import { Section } from './section'
import { ShapeEditor } from './shape-editor'

interface EditSectionProps {
  readonly detail: NodeDetail
  readonly document: string
  readonly blob: number
}

export function EditSection({ detail, document, blob }: EditSectionProps) {
  const { documents } = useServices()
  const [refused, setRefused] = useState<{ readonly why: string; readonly edits: readonly Json[] } | null>(null)
  const [typed, setTyped] = useState<EditDraft | null>(null)
  const [pointed, setPointed] = useState<EditDraft | null>(null)
  const draft = pointed ?? typed
  const type = (next: EditDraft | null): void => {
    setTyped(next)
    setPointed(null)
  }
  // with nothing typed the last one stays: the panel does not jump under the pointer
  const leave = (): void => {
    if (typed !== null) setPointed(null)
  }
  // an edit or an undo tells the guard anew: what is typed starts from there
  const [seen, setSeen] = useState({ detail, count: 0 })
  if (seen.detail !== detail) setSeen({ detail, count: seen.count + 1 })
  const fields = fieldsOf(detail)
  const actions = actionsOf(detail)
  const value = valueAt(detail)
  const shapes = shapesOf(detail)
  if (fields.length === 0 && actions.length === 0) return null
  const edit = async (edits: readonly Json[]): Promise<void> => {
    type(null)
    const why = await documents.getState().edit(document, blob, edits)
    setRefused(why === null ? null : { why, edits })
  }
  const doEdit = (edits: readonly Json[]): void => void edit(edits)
  const expected = detail.expected[0]?.value ?? ''
  return (
    <Section title="Edit">
      {(fields.length > 0 || value !== null) && (
        <div className="edit-fields">
          {value !== null && (
            <LiteralField
              key={seen.count}
              document={document}
              blob={blob}
              node={detail.node}
              at={value}
              summary={expected}
              onDraft={type}
              onEdit={doEdit}
            />
          )}
          {fields.map((field, i) => (
            <Field key={`${i} ${field.value}`} field={field} onDraft={type} onEdit={doEdit} />
          ))}
        </div>
      )}
      {shapes !== null && (
        <ShapeEditor
          key={seen.count}
          document={document}
          blob={blob}
          exprs={shapes}
          isCpp={detail.className === 'SYMBOLIC_SHAPE_GUARD'}
          onDraft={type}
          onEdit={doEdit}
        />
      )}
      {detail.className === 'GLOBAL_STATE' && (
        <GlobalStateEditor key={seen.count} document={document} blob={blob} onDraft={type} onEdit={doEdit} />
      )}
      <div className="edit-actions">
        {actions.map(({ label, edits }) => (
          <button
            key={label}
            type="button"
            className="chip"
            onPointerEnter={() => setPointed({ of: label, edits })}
            onPointerLeave={leave}
            onFocus={() => setPointed({ of: label, edits })}
            onBlur={leave}
            onClick={() => doEdit(edits)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="edit-preview" role="group" aria-label="Preview">
        {draft === null ? (
          <p className="quiet-line">Type or point at an action to see what flips.</p>
        ) : (
          <>
            <p className="edit-preview-of" title={draft.of}>
              {draft.of}
            </p>
            <FlipPreview document={document} blob={blob} edits={draft.edits} />
          </>
        )}
      </div>
      {refused !== null && (
        <p className="detail-error" role="alert">
          Not edited: {withoutForce(refused.why)}{' '}
          {canBeForced(refused.why) && (
            <button type="button" className="text-button" onClick={() => doEdit(refused.edits.map(forced))}>
              Do it all the same
            </button>
          )}
        </p>
      )}
    </Section>
  )
}
