/** Whether the text of the blob in front holds changes that are not applied. */
import { useStore } from 'zustand'
import { useDocuments, useServices } from '../../components/services'
import { activeDocument } from '../../stores/documents'
import { isChanged } from './document-store'

export function useUnapplied(): boolean {
  const { document } = useServices()
  const id = useDocuments((state) => activeDocument(state)?.id ?? '')
  const blob = useDocuments((state) => {
    const active = activeDocument(state)
    return active?.state.status === 'ready' ? active.state.blob : 0
  })
  return useStore(document(id, blob), isChanged)
}
