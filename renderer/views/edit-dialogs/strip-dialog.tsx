/** What a blob carries for show, taken out before it is given away. */
import { useState } from 'react'
import { DialogFrame } from '../../components/dialog-frame'
import { RefusalLine } from '../../components/refusal-line'
import { type EditDialogProps, useDialogEdit } from './edit-dialog'

const PARTS = [
  { name: 'paths', label: 'Folders of file names', why: 'Lines stay; the folders they lie in go.' },
  { name: 'stacks', label: 'Stacks', why: 'Neither files nor lines of your code behind guards.' },
  {
    name: 'comments',
    label: 'Your lines behind shape expressions',
    why: 'A failure shows the expression alone.',
  },
  {
    name: 'code_list',
    label: 'Recorded code parts',
    why: 'torch makes them anew; replays read dimension markings off them.',
  },
  { name: 'guard_types', label: 'Recorded guard types', why: 'torch makes them anew.' },
  { name: 'hash', label: 'Hashes of guards', why: 'Numbers of the process that saved.' },
] as const

export function StripDialog(props: EditDialogProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['paths']))
  const { refused, applyAndClose } = useDialogEdit(props)
  const strip = (): void => {
    const what = PARTS.map(({ name }) => name).filter((name) => chosen.has(name))
    if (what.length > 0) void applyAndClose([{ do: 'strip', what }])
  }
  const toggle = (name: string): void => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  return (
    <DialogFrame
      title="Strip for sharing"
      lead="Takes out what torch does not need to load the blob. The guards stay as they are."
      onClose={props.onClose}
      onSubmit={strip}
      buttons={
        <button type="submit" className="button primary" disabled={chosen.size === 0}>
          Strip
        </button>
      }
    >
      <div className="dialog-list">
        {PARTS.map(({ name, label, why }) => (
          <label key={name} className="dialog-choice">
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
            <span>
              {label}
              <small>{why}</small>
            </span>
          </label>
        ))}
      </div>
      {refused !== null && <RefusalLine refused={refused} onForce={(edits) => void applyAndClose(edits)} />}
    </DialogFrame>
  )
}
