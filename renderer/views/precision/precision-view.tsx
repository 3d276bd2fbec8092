/** The fp32 precision settings of a process: what is set, what is in force, and what a change would do. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useDocuments, useServices } from '../../components/services'
import { activeBlob } from '../../stores/documents'
import { openBlobs } from './open-blobs'
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
  /** The keyboard goes back to where the change was chosen. */
  const focusChosen = (): void => {
    const at = previewed?.change
    const cell = at?.kind === 'act' && at.action.kind === 'node' ? `${at.action.backend}.${at.action.op}` : null
    const name = reading?.nodes.find((node) => node.cell === cell)?.name ?? reading?.nodes[0]?.name
    const section = [...(root.current?.querySelectorAll('section.precision-card') ?? [])].find(
      (one) => one.getAttribute('aria-label') === name,
    )
    section?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || previewed === null) return
    event.preventDefault()
    store.getState().cancel()
    focusChosen()
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
        <PreviewPanel store={store} previewed={previewed} onDone={focusChosen} />
      )}
    </div>
  )
}
