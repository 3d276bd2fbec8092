/** What the dialogs of edits share: the edit they end in, its refusal, and what can be chosen. */
import { useEffect, useState } from 'react'
import type { EditChoices } from '../../../shared/edit-choices'
import type { Json } from '../../../shared/replay'
import type { RefusedEdits } from '../../components/refusal-line'
import { useServices } from '../../components/services'

export interface EditDialogProps {
  readonly document: string
  readonly blob: number
  readonly onClose: () => void
}

/** Applies edits as one step; a dialog whose edits are done closes. */
export function useDialogEdit({ document, blob, onClose }: EditDialogProps) {
  const { documents } = useServices()
  const [refused, setRefused] = useState<RefusedEdits | null>(null)
  /** Whether they were made. */
  const apply = async (edits: readonly Json[], label?: string): Promise<boolean> => {
    const why = await documents.getState().edit(document, blob, edits, label)
    setRefused(why === null ? null : { why, edits })
    return why === null
  }
  const applyAndClose = async (edits: readonly Json[], label?: string): Promise<void> => {
    if (await apply(edits, label)) onClose()
  }
  return { refused, apply, applyAndClose }
}

/** What edits of the blob can be made of; null until it is known, or why it cannot be. */
export function useChoices(document: string, blob: number): EditChoices | { readonly error: string } | null {
  const { api } = useServices()
  const [choices, setChoices] = useState<EditChoices | { readonly error: string } | null>(null)
  useEffect(() => {
    let wanted = true
    void api.editChoices(document, blob).then((reply) => {
      if (wanted) setChoices(reply.ok ? reply.value : { error: reply.error.message })
    })
    return () => {
      wanted = false
    }
  }, [api, document, blob])
  return choices
}
