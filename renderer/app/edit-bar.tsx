/** What was edited in the blob in front: how much, undo and redo, the history, saving. */
import { Check, ChevronDown, Redo2, Save, Undo2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { toast } from '../components/toast'
import { commandInfo } from '../../shared/commands'
import type { HistoryState } from '../../shared/document'
import { IconButton } from '../components/icon-button'
import { plural } from '../components/format'
import { useServices } from '../components/services'
import type { Services } from '../components/services'

interface EditBarProps {
  readonly document: string
  readonly blob: number
  readonly history: HistoryState
}

export function EditBar({ document, blob, history }: EditBarProps) {
  const services = useServices()
  const { labels, position, saved } = history
  if (labels.length === 0) return null
  const jump = (to: number): void => void services.documents.getState().jump(document, blob, to)
  return (
    <div className="edit-bar" role="toolbar" aria-label="Edits">
      <IconButton
        label="Undo"
        shortcut={commandInfo('undo').keys}
        icon={<Undo2 size={15} />}
        disabled={position === 0}
        onClick={() => jump(position - 1)}
      />
      <IconButton
        label="Redo"
        shortcut={commandInfo('redo').keys}
        icon={<Redo2 size={15} />}
        disabled={position === labels.length}
        onClick={() => jump(position + 1)}
      />
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="chip menu-chip" aria-label="The history of this blob">
          {plural(position, 'edit')}
          {position === saved ? ', saved' : ', not saved'} <ChevronDown size={12} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8}>
            <DropdownMenu.RadioGroup value={String(position)} onValueChange={(value) => jump(Number(value))}>
              {['as it was opened', ...labels].map((label, step) => (
                <DropdownMenu.RadioItem key={step} value={String(step)} className="menu-item">
                  <span className="menu-check">{step === position && <Check size={13} aria-hidden />}</span>
                  <span className={step > position ? 'undone-step' : 'done-step'} title={label}>
                    {label}
                  </span>
                  {step === saved && <span className="menu-keys">on disk</span>}
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <span className="edit-last" title={labels[position - 1]}>
        {labels[position - 1] ?? ''}
      </span>
      <span className="space" />
      <button
        type="button"
        className="chip"
        disabled={position === saved}
        onClick={() => void save(services, document)}
      >
        <Save size={13} aria-hidden /> Save
      </button>
      <button type="button" className="chip" onClick={() => void save(services, document, true)}>
        Save a copy…
      </button>
    </div>
  )
}

/** Saves and says what came of it. */
export async function save({ documents }: Services, document: string, asCopy = false): Promise<void> {
  const reply = await documents.getState().save(document, asCopy)
  if (!reply.ok) toast.error(reply.error.message, { duration: 8000 })
  else if (reply.value !== null) toast(asCopy ? `Saved a copy: ${reply.value}` : 'Saved; the original is kept as .orig')
}
