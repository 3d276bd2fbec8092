/** The guard tree with its filters and the panel that tells all about the selected node. */
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { Panel, Separator } from 'react-resizable-panels'
import { PaneGroup } from '../../components/pane-group'
import { useServices } from '../../components/services'
import { SelectPanel } from '../select-guards/select-panel'
import { DetailPanel } from './detail-panel'
import { FilterBar } from './filter-bar'
import { PathBar } from './path-bar'
import { TreePane } from './tree-pane'
import type { TreeStore } from './tree-store'

interface GuardTreeViewProps {
  readonly store: TreeStore
  readonly document: string
  readonly blob: number
  /** Where the blob begins in its file, and how long the file is, in bytes. */
  readonly offset: number
  readonly fileSize: number
  /** How many guards the blob holds. */
  readonly guards: number
  /** What stands before the filters. */
  readonly lead: ReactNode
  readonly notes: ReactNode
}

export function GuardTreeView({ store, document, blob, offset, fileSize, guards, lead, notes }: GuardTreeViewProps) {
  const nothing = useStore(store, (state) => state.rows.length === 0)
  const select = useServices().select(document, blob)
  const selecting = useStore(select, (state) => state.open)
  const toggle = (): void => (selecting ? select.getState().close() : select.getState().start(store.getState()))
  return (
    <PaneGroup name="tree" orientation="horizontal" className="tree-view">
      <Panel id="tree" minSize={320} className="tree-side">
        <FilterBar store={store} lead={lead} select={{ on: selecting, toggle }} />
        {notes}
        <PathBar store={store} />
        {guards === 0 && (
          <p className="quiet-line">This blob holds no guards: what was compiled runs for every input.</p>
        )}
        {nothing ? <p className="quiet-line">No node matches all of these filters.</p> : <TreePane store={store} />}
      </Panel>
      <Separator className="splitter" aria-label="Width of the detail panel" />
      <Panel
        id="panel"
        defaultSize={window.innerWidth < 1200 ? 300 : 380}
        minSize={260}
        maxSize="60%"
        groupResizeBehavior="preserve-pixel-size"
      >
        {selecting ? (
          <SelectPanel store={select} tree={store} document={document} blob={blob} />
        ) : (
          <DetailPanel store={store} document={document} blob={blob} offset={offset} fileSize={fileSize} />
        )}
      </Panel>
    </PaneGroup>
  )
}
