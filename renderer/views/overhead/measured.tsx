/** What was measured: two icicles over the same rows, and under them the rows with their figures. */
import { useMemo, useState } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { median, quantile } from '../../../shared/quantile'
import { PaneGroup } from '../../components/pane-group'
import { duration } from '../../components/format'
import { focusTree } from '../../components/focus'
import { useServices } from '../../components/services'
import { CostRows } from './cost-rows'
import { HelpsBody, type HelpsBodyProps } from './helps-body'
import { Histogram } from './histogram'
import { Icicle } from './icicle'
import { LocalsBody } from './locals-body'
import type { Body, OverheadStore } from './overhead-store'
import { longTitle, reachOf, type Side, type Sides, shortTitle } from './sides'
import { time, timeAndShare } from './words'

interface MeasuredProps extends HelpsBodyProps {
  readonly sides: Sides
  /** Milliseconds; 0 where it is not said. */
  readonly took: number
}

export function Measured({ store, sides, treeStore, document, blob, of, call, took }: MeasuredProps) {
  const services = useServices()
  const { mode, body } = useStore(store)
  const node = useStore(treeStore, (state) => state.selected)
  const found = useStore(treeStore, (state) => state.search.matches)
  const searching = useStore(treeStore, (state) => state.search.pattern !== null)
  const [alone, setAlone] = useState(-1)
  const [zoomed, setRoot] = useState(0)
  const [hovered, setHovered] = useState(-1)
  // a row of the other blob alone has no node in the tree
  const selected = alone >= 0 ? alone : Math.max(0, sides.rowOf(node))
  // what is selected is never out of sight
  const root = selected >= zoomed && selected < (sides.rows.end[zoomed] ?? 0) ? zoomed : 0
  const matches = useMemo(() => {
    if (!searching) return null
    const flags = new Uint8Array(sides.rows.count)
    for (const match of found) {
      const row = sides.rowOf(match)
      if (row >= 0) flags[row] = 1
    }
    return flags
  }, [searching, found, sides])
  const select = (row: number): void => {
    const at = sides.nodeOf(row)
    setAlone(at < 0 ? row : -1)
    if (at >= 0) treeStore.getState().select(at)
  }
  const show = (): void => {
    services.settings.getState().setView('tree')
    focusTree()
  }
  const common = { sides, root, selected, hovered, matches, onSelect: select, onHover: setHovered, onRoot: setRoot }
  return (
    <PaneGroup name="overhead" orientation="vertical" className="tree-view">
      <Panel id="icicles" defaultSize="56%" minSize={120} className="icicles">
        <Way sides={sides} root={root} onRoot={setRoot} said={hovered >= 0 ? hovered : selected} />
        <div className="icicle-pair">
          <SideHead side="first" sides={sides} />
          <Icicle side={sides.first} {...common} />
          <SideHead side="second" sides={sides} />
          <Icicle side={sides.second} {...common} />
        </div>
      </Panel>
      <Separator className="splitter" aria-label="Height of the figures" />
      <Panel id="body" minSize={120} className="overhead-body">
        <Bodies store={store} took={took} />
        {(body === 'tree' || body === 'table') && (
          <CostRows
            key={body}
            sides={sides}
            mode={mode}
            as={body}
            selected={selected}
            matches={matches}
            onSelect={select}
            onShow={show}
          />
        )}
        {body === 'runs' && (
          <div className="histograms" tabIndex={0} role="region" aria-label="Runs">
            <Histogram side={sides.first} />
            <Histogram side={sides.second} />
          </div>
        )}
        {body === 'locals' && <LocalsBody document={document} />}
        {body === 'helps' && (
          <HelpsBody store={store} document={document} blob={blob} of={of} call={call} treeStore={treeStore} />
        )}
      </Panel>
    </PaneGroup>
  )
}

function SideHead({ side, sides }: { readonly side: 'first' | 'second'; readonly sides: Sides }) {
  const { label, costs } = sides[side]
  const [one, whole] = [median(sides.first.costs.runs), median(costs.runs)]
  const spread = (quantile(costs.runs, 0.75) - quantile(costs.runs, 0.25)) / 2
  const ratio = one / whole
  const against =
    side === 'first' || !Number.isFinite(ratio)
      ? ''
      : ratio >= 1.05
        ? `, ${ratio.toFixed(1)} times less`
        : ratio <= 0.95
          ? `, ${(1 / ratio).toFixed(1)} times more`
          : ', about the same'
  return (
    <h2 className="icicle-head">
      {label}
      <span title="Median of the checks, and half of what the middle half of them spans">
        {time(whole)} ± {time(spread)} a check{against}
      </span>
    </h2>
  )
}

/** The way to the row that is as wide as all, and what is said of the row at hand. */
function Way({
  sides,
  root,
  said,
  onRoot,
}: {
  readonly sides: Sides
  readonly root: number
  readonly said: number
  readonly onRoot: (row: number) => void
}) {
  const path: number[] = []
  for (let row = root; row >= 0; row = sides.rows.parent[row] ?? -1) path.unshift(row)
  const { first, second } = sides
  const part = (side: Side): string =>
    reachOf(side, said) === 'always' ? timeAndShare(side.total[said] ?? 0, side.total[0] ?? 0, ' (') : '–'
  return (
    <div className="icicle-way">
      <nav aria-label="Shown below" title="Enter or a double click goes into a stretch, Escape out of it">
        {path.map((row) => (
          <button key={row} type="button" aria-current={row === root ? 'true' : undefined} onClick={() => onRoot(row)}>
            {shortTitle(sides, row)}
          </button>
        ))}
      </nav>
      <p className="icicle-said">
        <code title={longTitle(sides, said)}>{longTitle(sides, said)}</code>
        <span>
          {part(first)} · {part(second)}
        </span>
      </p>
    </div>
  )
}

const BODIES: readonly { readonly body: Body; readonly label: string }[] = [
  { body: 'tree', label: 'Tree' },
  { body: 'table', label: 'Table' },
  { body: 'helps', label: 'What would help' },
  { body: 'runs', label: 'Runs' },
  { body: 'locals', label: 'Ways to locals' },
]

function Bodies({ store, took }: { readonly store: OverheadStore; readonly took: number }) {
  const { body, setBody } = useStore(store)
  return (
    <div className="overhead-bodies">
      <span className="segments" role="group" aria-label="Figures">
        {BODIES.map((one) => (
          <button
            key={one.body}
            type="button"
            className="chip"
            aria-pressed={body === one.body}
            onClick={() => setBody(one.body)}
          >
            {one.label}
          </button>
        ))}
      </span>
      {took > 0 && <span className="overhead-took">measured in {duration(took)}</span>}
    </div>
  )
}
