/** The whole blob as a text to read and edit, and beside it what the changes mean before they are applied. */
import { ListTree } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { PaneGroup } from '../../components/pane-group'
import { plural } from '../../components/format'
import { useServices } from '../../components/services'
import type { TreeStore } from '../guard-tree/tree-store'
import { ChangesPane } from './changes-pane'
import { showLineInTree } from './show-line'

const loadEditor = () => import('./document-editor')
const DocumentEditor = lazy(async () => ({ default: (await loadEditor()).DocumentEditor }))

interface DocumentViewProps {
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function DocumentView({ tree, document, blob, lead }: DocumentViewProps) {
  const services = useServices()
  const store = services.document(document, blob)
  const isReady = useStore(store, ({ base }) => base !== null)
  const error = useStore(store, (state) => (state.base === null ? state.error : null))
  const lines = useStore(store, ({ base }) => (base === null ? 0 : base.nodes.length - 1))
  const applying = useStore(store, (state) => state.applying)
  const folded = useStore(store, (state) => state.folded)
  const [goTo, setGoTo] = useState<{ readonly line: number; readonly column: number } | null>(null)
  // the editor and the text come side by side
  useEffect(() => void loadEditor(), [])
  useEffect(() => void store.getState().look(tree), [store, tree, applying])
  return (
    <div className="document-view">
      <div className="filter-bar">
        {lead}
        <span className="filter-result">{isReady ? plural(lines, 'line') : ''}</span>
        <span className="space" />
        <button
          type="button"
          className="chip"
          disabled={!isReady}
          aria-pressed={folded}
          onClick={() => store.getState().setFolded(!folded)}
        >
          Sources only
        </button>
        <button type="button" className="chip" disabled={!isReady} onClick={() => showLineInTree(services)}>
          <ListTree size={13} aria-hidden /> Show the line in the tree
        </button>
      </div>
      {error !== null && <p className="quiet-line detail-error">{error}</p>}
      {error === null && !isReady && <p className="quiet-line">Writing the text…</p>}
      {isReady && (
        <PaneGroup name="document" orientation="horizontal" className="tree-view">
          <Panel id="text" minSize={240} className="document-text">
            <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
              <DocumentEditor store={store} goTo={goTo} onApply={() => void store.getState().apply()} />
            </Suspense>
          </Panel>
          <Separator className="splitter" aria-label="Width of the changes" />
          <Panel
            id="changes"
            defaultSize={window.innerWidth < 1000 ? 240 : 340}
            minSize={200}
            maxSize="60%"
            groupResizeBehavior="preserve-pixel-size"
            className="changes"
          >
            <ChangesPane store={store} document={document} blob={blob} onGoTo={setGoTo} />
          </Panel>
        </PaneGroup>
      )}
    </div>
  )
}
