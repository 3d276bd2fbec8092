/** Below the tree: all scenarios as a table, a sweep, two managers on the same scenarios, and torch's own answers. */
import { Tabs } from 'radix-ui'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { TreeStore } from '../guard-tree/tree-store'
import type { ReplayStore } from './replay-store'
import { useServices } from '../../components/services'
import { CompareTab } from './compare-tab'
import { LiveCheckTab } from './live-check-tab'
import { ScenarioTable } from './scenario-table'
import { SweepTab } from './sweep/sweep-tab'

interface LowerPaneProps {
  readonly store: ReplayStore
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
}

export function LowerPane({ store, tree, document, blob }: LowerPaneProps) {
  const count = useStore(store, (state) => state.scenarios.length)
  const live = useServices().liveCheck(document, blob)
  const isLive = useStore(live, (state) => state.inFront)
  const [tab, setTab] = useState('scenarios')
  const choose = (next: string): void => {
    live.setState({ inFront: next === 'live' })
    if (next !== 'live') setTab(next)
  }
  return (
    <Tabs.Root value={isLive ? 'live' : tab} onValueChange={choose} className="lower-pane">
      <Tabs.List className="pane-tabs" aria-label="Of all scenarios">
        <Tabs.Trigger className="pane-tab" value="scenarios">
          Scenarios <span className="chip-count">{count}</span>
        </Tabs.Trigger>
        <Tabs.Trigger className="pane-tab" value="sweep">
          Sweep
        </Tabs.Trigger>
        <Tabs.Trigger className="pane-tab" value="compare">
          Compare
        </Tabs.Trigger>
        <Tabs.Trigger className="pane-tab" value="live">
          Live process
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="scenarios" className="lower-content">
        <ScenarioTable store={store} />
      </Tabs.Content>
      <Tabs.Content value="sweep" className="lower-content">
        <SweepTab document={document} blob={blob} tree={tree} />
      </Tabs.Content>
      <Tabs.Content value="compare" className="lower-content">
        <CompareTab store={store} document={document} blob={blob} />
      </Tabs.Content>
      <Tabs.Content value="live" className="lower-content">
        <LiveCheckTab store={live} replay={store} />
      </Tabs.Content>
    </Tabs.Root>
  )
}
