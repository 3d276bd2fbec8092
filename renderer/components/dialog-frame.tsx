/** A dialog: its title, what it asks, and its buttons. Escape and a click beside it close it. */
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useReturnFocus } from './return-focus'

interface DialogFrameProps {
  readonly title: string
  /** One sentence on what it does. */
  readonly lead: string
  readonly onClose: () => void
  /** Enter in a field does what the first button does. */
  readonly onSubmit: () => void
  readonly buttons: ReactNode
  readonly children: ReactNode
}

export function DialogFrame({ title, lead, onClose, onSubmit, buttons, children }: DialogFrameProps) {
  useReturnFocus()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog">
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          <Dialog.Description className="dialog-lead">{lead}</Dialog.Description>
          <form
            className="dialog-form"
            onSubmit={(event) => {
              event.preventDefault()
              onSubmit()
            }}
          >
            {children}
            <div className="dialog-buttons">
              {buttons}
              <Dialog.Close className="button">Cancel</Dialog.Close>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
