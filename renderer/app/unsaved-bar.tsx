/** Edits of an earlier session that ended before they were saved: to take up again or to forget. */
import { useEffect, useState } from 'react'
import { toast } from '../components/toast'
import type { UnsavedEdits } from '../../shared/api'
import { plural } from '../components/format'
import { useServices } from '../components/services'

export function UnsavedBar({ document }: { readonly document: string }) {
  const { api, documents } = useServices()
  const [unsaved, setUnsaved] = useState<readonly UnsavedEdits[]>([])
  useEffect(() => {
    let wanted = true
    void api.unsavedEdits(document).then((reply) => {
      if (wanted && reply.ok) setUnsaved(reply.value)
    })
    return () => {
      wanted = false
    }
  }, [api, document])
  if (unsaved.length === 0) return null
  const count = unsaved.reduce((sum, { steps }) => sum + steps.length, 0)
  const restore = async (): Promise<void> => {
    setUnsaved([])
    for (const { blob, steps } of unsaved) {
      // a blob that is not shown yet is opened first: its edits belong to it
      await documents.getState().selectBlob(document, blob)
      for (const { label, edits } of steps) {
        const refused = await documents.getState().edit(document, blob, edits, label)
        if (refused !== null) toast.error(refused, { duration: 8000 })
      }
    }
  }
  const forget = async (): Promise<void> => {
    setUnsaved([])
    await api.forgetEdits(document)
  }
  return (
    <div className="edit-bar" role="region" aria-label="Edits of the last session">
      <span>{plural(count, 'edit')} of this file were not saved when Guardscope ended.</span>
      <span className="space" />
      <button type="button" className="chip on" onClick={() => void restore()}>
        Restore them
      </button>
      <button type="button" className="chip" onClick={() => void forget()}>
        Forget them
      </button>
    </div>
  )
}
