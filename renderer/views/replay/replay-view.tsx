/** The guard tree with what a replayed scenario made of it; all scenarios below, the one in front beside it. */
import { type ReactNode, useEffect } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { PaneGroup } from '../../components/pane-group'
import { useServices } from '../../components/services'
import { FilterBar } from '../guard-tree/filter-bar'
import { PathBar } from '../guard-tree/path-bar'
import { TreePane } from '../guard-tree/tree-pane'
import type { TreeStore } from '../guard-tree/tree-store'
import { LowerPane } from './lower-pane'
import { ReplayPanel } from './replay-panel'

interface ReplayViewProps {
  readonly store: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function ReplayView({ store, document, blob, lead }: ReplayViewProps) {
  const replay = useServices().replay(document, blob)
  useEffect(() => replay.getState().start(), [replay])
  // an edited blob answers anew
  useEffect(() => void replay.getState().runAll(), [replay, store])
  const result = useStore(replay, (state) => state.result)
  useEffect(() => {
    store.getState().setOutcomes(result?.outcomes ?? null)
    if (result !== null && result.failed >= 0) store.getState().select(result.failed)
  }, [store, result])
  useEffect(() => () => store.getState().setOutcomes(null), [store])
  return (
    <PaneGroup name="replay" orientation="horizontal" className="tree-view">
      <Panel id="side" minSize={320}>
        <PaneGroup name="replay-side" orientation="vertical" className="replay-side">
          <Panel id="tree" minSize={120} className="tree-side">
            <FilterBar store={store} lead={lead} />
            <PathBar store={store} />
            <TreePane store={store} />
          </Panel>
          <Separator className="splitter level" aria-label="Height of the scenarios" />
          <Panel id="lower" defaultSize="34%" minSize={110}>
            <LowerPane store={replay} tree={store} document={document} blob={blob} />
          </Panel>
        </PaneGroup>
      </Panel>
      <Separator className="splitter" aria-label="Width of the replay panel" />
      <Panel
        id="panel"
        defaultSize={window.innerWidth < 1200 ? 340 : 440}
        minSize={300}
        maxSize="60%"
        groupResizeBehavior="preserve-pixel-size"
      >
        <ReplayPanel store={replay} document={document} blob={blob} />
      </Panel>
    </PaneGroup>
  )
}
