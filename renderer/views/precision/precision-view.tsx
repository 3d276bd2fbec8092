/** The fp32 precision settings of a process: what is set, what is in force, and what a change would do. */
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useDocuments, useServices } from '../../components/services'
import { activeBlob } from '../../stores/documents'
import { openBlobs } from './open-blobs'
import type { Previewed } from './precision-store'
import { PrecisionHead } from './precision-head'
import { PrecisionTree } from './precision-tree'
import { PreviewPanel } from './preview-panel'
import { StatePanel } from './state-panel'

export function PrecisionView() {
  const { precision: store, documents } = useServices()
  const { reading, error, previewed } = useStore(store)
  const open = useDocuments((state) => state.documents)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // the rules of the torch that the blob in front is of
    const blob = activeBlob(documents.getState())
    void store.getState().start(blob?.status === 'ready' ? blob.summary.torch : null)
  }, [store, documents])
  useEffect(() => void store.getState().lookAtBlobs(openBlobs(open)), [store, open])
  useReturn(root, previewed)
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || previewed === null) return
    event.preventDefault()
    store.getState().cancel()
  }
  if (reading === null) {
    return (
      <p className="quiet-line" role={error === null ? 'status' : 'alert'}>
        {error ?? 'Reading the settings…'}
      </p>
    )
  }
  return (
    <div className="precision-view" ref={root} onKeyDown={leave}>
      <div className="precision-side">
        <PrecisionHead store={store} reading={reading} />
        {error !== null && (
          <p className="finding-refusal head" role="alert">
            {error}
          </p>
        )}
        <PrecisionTree store={store} reading={reading} />
      </div>
      {previewed === null ? (
        <StatePanel store={store} reading={reading} />
      ) : (
        <PreviewPanel store={store} previewed={previewed} />
      )}
    </div>
  )
}

/** Once a change is made or left, the keyboard is back at the node where it was chosen. */
function useReturn(root: RefObject<HTMLElement | null>, previewed: Previewed | null): void {
  const last = useRef<Previewed | null>(null)
  useEffect(() => {
    const change = last.current?.change
    last.current = previewed
    const at = document.activeElement
    const isHere = at === null || at === document.body || at.closest('.precision-card') !== null
    if (previewed !== null || change === undefined || !isHere) return
    const cell = change.kind === 'act' && change.action.kind === 'node' ? cellOf(change.action) : ''
    const cards = [...(root.current?.querySelectorAll<HTMLElement>('.precision-card') ?? [])]
    const card = cards.find((one) => one.dataset['cell'] === cell) ?? cards[0]
    card?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [root, previewed])
}

const cellOf = ({ backend, op }: { readonly backend: string; readonly op: string }): string => `${backend}.${op}`
