/** A live process: its compiles as they come, the one in front, what it prints, and what its precisions cost. */
import { Tabs } from 'radix-ui'
import { useEffect } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { PaneGroup } from '../../components/pane-group'
import { grouped } from '../../components/format'
import { useServices } from '../../components/services'
import { CompileDetail } from './compile-detail'
import { CompileList } from './compile-list'
import { FaultLine } from './fault-line'
import { LiveHead } from './live-head'
import { OutputPane } from './output-pane'
import { ProbePane } from './probe-pane'
import { StartForm } from './start-form'

export function LiveView() {
  const { process: store } = useServices()
  const session = useStore(store, (state) => state.session)
  const form = useStore(store, (state) => state.form)
  const lines = useStore(store, (state) => state.output.length)
  const pane = useStore(store, (state) => state.pane)
  const isEmpty = session === null || form
  useEffect(() => {
    // the keyboard is where something can be done
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('.live-start input, .live-list')?.focus()
  }, [isEmpty])
  if (session === null || form) return <StartForm store={store} />
  return (
    <div className="live-view">
      <LiveHead store={store} session={session} />
      <FaultLine store={store} session={session} />
      <PaneGroup name="live" orientation="vertical" className="live-panes">
        <Panel id="upper" minSize={140}>
          <PaneGroup name="live-upper" stacks={false} orientation="horizontal" className="live-upper">
            <Panel id="list" minSize={280} defaultSize="46%">
              <CompileList store={store} session={session} />
            </Panel>
            <Separator className="splitter" aria-label="Width of the compiles" />
            <Panel id="detail" minSize={280}>
              <CompileDetail store={store} session={session} />
            </Panel>
          </PaneGroup>
        </Panel>
        <Separator className="splitter level" aria-label="Height of the output" />
        <Panel id="lower" minSize={90} defaultSize="32%">
          <Tabs.Root
            value={pane}
            onValueChange={(next) => store.getState().setPane(next === 'probe' ? 'probe' : 'output')}
            className="lower-pane"
          >
            <Tabs.List className="pane-tabs" aria-label="Of the process">
              <Tabs.Trigger className="pane-tab" value="output">
                Output <span className="chip-count">{lines === 0 ? '' : grouped(lines)}</span>
              </Tabs.Trigger>
              <Tabs.Trigger className="pane-tab" value="probe">
                Precision probe
              </Tabs.Trigger>
            </Tabs.List>
            <Tabs.Content value="output" className="lower-content">
              <OutputPane store={store} />
            </Tabs.Content>
            <Tabs.Content value="probe" className="lower-content">
              <ProbePane store={store} session={session} />
            </Tabs.Content>
          </Tabs.Root>
        </Panel>
      </PaneGroup>
    </div>
  )
}
