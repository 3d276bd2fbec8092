/** What is in front, as a report is made of it. */
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDocuments, useServices } from '../../components/services'
import { activeBlob, activeDocument } from '../../stores/documents'
import { isEdited } from '../../stores/open-document'
import { otherBlobs } from '../../stores/other-blobs'
import type { Front } from './report-parts'

/** Stands for a blob where none is in front: its stores hold nothing and ask for nothing. */
const NOBODY = { id: '', blob: 0 }

export function useFront(): Front {
  const services = useServices()
  const document = useDocuments(activeDocument)
  const blobState = useDocuments(activeBlob)
  const documents = useDocuments((state) => state.documents)
  const isReady = document?.state.status === 'ready' && blobState?.status === 'ready'
  const { id, blob } =
    isReady && document.state.status === 'ready' ? { id: document.id, blob: document.state.blob } : NOBODY
  const replay = services.replay(id, blob)
  const scenarios = useStore(replay, (state) => state.scenarios)
  const measured = useStore(services.overhead(id, blob), (state) => state.profile !== null)
  useEffect(() => {
    if (id !== '') replay.getState().start()
  }, [id, replay])
  return useMemo((): Front => {
    if (document?.state.status === 'trace') return { kind: 'trace', document: document.id }
    if (document?.state.status !== 'ready' || id === '') return { kind: 'none' }
    const { blobs } = document.state.info
    return {
      kind: 'document',
      document: id,
      blob,
      blobs: blobs.length,
      recompiled: blobs.some(({ recompilation }) => recompilation > 0),
      measured,
      calls: scenarios.map(({ text }) => text),
      others: otherBlobs(documents, id, blob).length,
      edited: isEdited(document),
    }
  }, [document, documents, id, blob, measured, scenarios])
}
