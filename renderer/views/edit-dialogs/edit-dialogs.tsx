/** The dialog that is open over what is in front, if one is. */
import { useStore } from 'zustand'
import { useDocuments, useServices, useSettings } from '../../components/services'
import { activeBlob, activeDocument } from '../../stores/documents'
import { AddGuardDialog } from './add-guard-dialog'
import type { EditDialogProps } from './edit-dialog'
import { MigrateDialog } from './migrate-dialog'
import { ProblemsDialog } from '../problems/problems-dialog'
import { ReportDialog } from '../report/report-dialog'
import { StripDialog } from './strip-dialog'

export function EditDialogs() {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.open)
  const document = useDocuments(activeDocument)
  const blob = useDocuments(activeBlob)
  const view = useSettings((state) => state.view)
  if (open === 'problems') return <ProblemsDialog onClose={dialogs.getState().close} />
  if (open === 'report') return <ReportDialog view={view} onClose={dialogs.getState().close} />
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
