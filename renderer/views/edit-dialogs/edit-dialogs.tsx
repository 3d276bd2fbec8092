/** The dialog that is open over the blob in front, if one is. */
import { useStore } from 'zustand'
import { useDocuments, useServices } from '../../components/services'
import { activeBlob, activeDocument } from '../../stores/documents'
import { AddGuardDialog } from './add-guard-dialog'
import type { EditDialogProps } from './edit-dialog'
import { MigrateDialog } from './migrate-dialog'
import { StripDialog } from './strip-dialog'

export function EditDialogs() {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.open)
  const document = useDocuments(activeDocument)
  const blob = useDocuments(activeBlob)
  if (open === null || document?.state.status !== 'ready' || blob?.status !== 'ready') return null
  const props: EditDialogProps = { document: document.id, blob: document.state.blob, onClose: dialogs.getState().close }
  switch (open) {
    case 'settings':
    case 'shortcuts':
      return null
    case 'add-guard':
      return <AddGuardDialog {...props} tree={blob.tree} />
    case 'strip':
      return <StripDialog {...props} />
    case 'migrate':
      return <MigrateDialog {...props} />
  }
}
