/** The blob with the fields of another torch: in place, or as a copy. */
import { useState } from 'react'
import { toast } from '../../components/toast'
import type { EditChoices } from '../../../shared/edit-choices'
import { DialogFrame } from '../../components/dialog-frame'
import { RefusalLine } from '../../components/refusal-line'
import { useServices } from '../../components/services'
import { type EditDialogProps, useChoices, useDialogEdit } from './edit-dialog'

export function MigrateDialog(props: EditDialogProps) {
  const { document, blob, onClose } = props
  const { documents } = useServices()
  const choices = useChoices(document, blob)
  const known = choices !== null && !('error' in choices) ? choices : null
  const [wanted, setWanted] = useState<string | null>(null)
  const torch = wanted ?? known?.migrations[0] ?? null
  const { refused, apply, applyAndClose } = useDialogEdit(props)
  const edits = torch === null ? [] : [{ do: 'migrate', torch }]
  const migrate = (): void => {
    if (edits.length > 0) void applyAndClose(edits)
  }
  /** The copy is migrated, what is open stays as it is. */
  const saveCopy = async (): Promise<void> => {
    const before = positionOf(documents.getState(), document, blob)
    if (before === null || !(await apply(edits))) return
    const reply = await documents.getState().save(document, true)
    await documents.getState().jump(document, blob, before)
    if (!reply.ok) toast.error(reply.error.message, { duration: 8000 })
    else if (reply.value !== null) {
      toast(`Saved a copy for torch ${torch}: ${reply.value}`)
      onClose()
    }
  }
  return (
    <DialogFrame
      title="Migrate to another torch"
      lead={
        known === null
          ? 'Writes the blob with the fields of another torch.'
          : `The blob is of torch ${known.torch}. Another torch loads it once it has that version's fields.`
      }
      onClose={onClose}
      onSubmit={migrate}
      buttons={
        <>
          <button type="submit" className="button primary" disabled={torch === null}>
            Migrate
          </button>
          <button type="button" className="button" disabled={torch === null} onClick={() => void saveCopy()}>
            Save a migrated copy…
          </button>
        </>
      }
    >
      <Versions choices={choices} torch={torch} onChoose={setWanted} />
      {refused !== null && <RefusalLine refused={refused} onForce={(forced) => void applyAndClose(forced)} />}
    </DialogFrame>
  )
}

function Versions({
  choices,
  torch,
  onChoose,
}: {
  readonly choices: EditChoices | { readonly error: string } | null
  readonly torch: string | null
  readonly onChoose: (torch: string) => void
}) {
  if (choices === null) return <p className="dialog-quiet">Reading the blob…</p>
  if ('error' in choices) return <p className="detail-error">{choices.error}</p>
  if (choices.migrations.length === 0)
    return <p className="dialog-quiet">No way from the fields of torch {choices.torch} to those of another is known.</p>
  return (
    <div className="dialog-list" role="radiogroup" aria-label="Torch to migrate to">
      {choices.migrations.map((version) => (
        <label key={version} className="dialog-choice">
          <input type="radio" name="torch" checked={version === torch} onChange={() => onChoose(version)} />
          <span>torch {version}</span>
        </label>
      ))}
    </div>
  )
}

type Documents = ReturnType<ReturnType<typeof useServices>['documents']['getState']>

function positionOf({ documents }: Documents, id: string, blob: number): number | null {
  const state = documents.find((document) => document.id === id)?.state
  const found = state?.status === 'ready' ? state.blobs.get(blob) : undefined
  return found?.status === 'ready' ? found.history.position : null
}
