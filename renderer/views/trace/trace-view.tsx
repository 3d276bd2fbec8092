/** A torch log: its compiles, why each was made, and the guard tree that was printed of it. */
import { useEffect } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import type { Trace, TraceLog } from '../../../shared/trace'
import { PaneGroup } from '../../components/pane-group'
import { byteSize, grouped, plural } from '../../components/format'
import { FailedLine } from '../../components/failed-line'
import { useServices } from '../../components/services'
import { FilterBar } from '../guard-tree/filter-bar'
import { TreePane } from '../guard-tree/tree-pane'
import { CompileList } from './compile-list'
import { CompileStory } from './compile-story'
import { NodePanel } from './node-panel'
import type { TraceStore } from './trace-store'

export function TraceView({ document, trace }: { readonly document: string; readonly trace: Trace }) {
  const store = useServices().trace(document, trace)
  const selected = useStore(store, (state) => state.selected)
  useEffect(() => void store.getState().select(store.getState().selected), [store])
  return (
    <div className="trace-view">
      <TraceHead trace={trace} />
      {trace.compiles.length === 0 ? (
        <p className="quiet-line">
          This log tells of no compile. Run the program with TORCH_TRACE=FOLDER, and open that folder.
        </p>
      ) : (
        <PaneGroup name="trace" orientation="horizontal" className="trace-body">
          <Panel id="list" defaultSize="38%" minSize={300}>
            <CompileList trace={trace} store={store} />
          </Panel>
          <Separator className="splitter" aria-label="Width of the list of compiles" />
          <Panel id="side" minSize={320}>
            <PaneGroup name="trace-side" orientation="vertical">
              <Panel id="story" defaultSize="50%" minSize={100}>
                <CompileStory key={selected} trace={trace} store={store} compile={selected} />
              </Panel>
              <Separator className="splitter level" aria-label="Height of the guard tree" />
              <Panel id="tree" minSize={120} className="trace-tree">
                <CompileTree trace={trace} store={store} document={document} compile={selected} />
              </Panel>
            </PaneGroup>
          </Panel>
        </PaneGroup>
      )}
    </div>
  )
}

interface CompileTreeProps {
  readonly trace: Trace
  readonly store: TraceStore
  readonly document: string
  readonly compile: number
}

function CompileTree({ trace, store, document, compile }: CompileTreeProps) {
  const answer = useStore(store, ({ trees }) => trees.get(compile))
  if (answer === undefined || answer.status === 'asked') return <p className="quiet-line">Reading the guard tree…</p>
  if (answer.status === 'none') return <p className="quiet-line">The log holds no guard tree of this compile.</p>
  if (answer.status === 'failed')
    return (
      <FailedLine error={answer.message} words="Read again" onAgain={() => void store.getState().select(compile)} />
    )
  return (
    <PaneGroup name="trace-node" orientation="horizontal" className="tree-view" key={compile}>
      <Panel id="guards" minSize={240} className="tree-side">
        <Tree store={answer.store} />
      </Panel>
      <Separator className="splitter" aria-label="Width of the detail panel" />
      <Panel id="node" defaultSize={300} minSize={220} maxSize="60%" groupResizeBehavior="preserve-pixel-size">
        <NodePanel trace={trace} store={store} tree={answer.store} document={document} compile={compile} />
      </Panel>
    </PaneGroup>
  )
}

function Tree({ store }: { readonly store: Parameters<typeof TreePane>[0]['store'] }) {
  const nothing = useStore(store, (state) => state.rows.length === 0)
  return (
    <>
      <FilterBar store={store} lead={null} />
      {nothing ? <p className="quiet-line">No node matches all of these filters.</p> : <TreePane store={store} />}
    </>
  )
}

/** What the logs are, and what in them was passed over. */
function TraceHead({ trace: { logs, compiles, chains } }: { readonly trace: Trace }) {
  const again = compiles.filter(({ reasons }) => reasons.length > 0).length
  const noted = logs.flatMap((log) => notesOf(log).map((note) => (logs.length > 1 ? `${nameOf(log)}: ${note}` : note)))
  return (
    <header className="trace-head">
      <p role="status">
        {plural(compiles.length, 'compile')} of {plural(chains.length, 'function')}, {plural(again, 'recompile')}
      </p>
      <p className="compile-where">
        {[...new Set(logs.flatMap(({ torch }) => (torch === '' ? [] : [`torch ${torch}`])))].join(', ')}
      </p>
      <p className="compile-where">
        {logs.length === 1 ? '' : `${logs.length} logs, `}
        {byteSize(logs.reduce((sum, { bytes }) => sum + bytes, 0))}
      </p>
      {noted.length > 0 && <p className="trace-noted">{noted.join('; ')}</p>}
    </header>
  )
}

function notesOf(log: TraceLog): readonly string[] {
  const unknown = log.unknown.map(({ name, count }) => `${name} (${grouped(count)})`).join(', ')
  return [
    ...(unknown === '' ? [] : [`events not known: ${unknown}`]),
    ...(log.badRecords === 0 ? [] : [`${plural(log.badRecords, 'record')} not readable`]),
    ...(log.badPayloads === 0 ? [] : [`${plural(log.badPayloads, 'payload')} not whole`]),
    ...(log.foreignLines === 0 ? [] : [`${plural(log.foreignLines, 'line')} not of torch`]),
    ...(log.torn ? ['ends in the middle of a line'] : []),
  ]
}

const nameOf = ({ path }: TraceLog): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
