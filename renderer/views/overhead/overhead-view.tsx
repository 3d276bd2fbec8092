/** What the guards of the blob in front cost: two icicles over the same rows, and under them the rows with their figures. */
import { FolderOpen } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useStore } from 'zustand'
import type { Saving } from '../../../shared/overhead'
import type { GuardFilterName } from '../../../shared/edit'
import { FailedLine } from '../../components/failed-line'
import { duration } from '../../components/format'
import { focusSelect, focusTree } from '../../components/focus'
import { useDocuments, useServices } from '../../components/services'
import { versionOf } from '../../stores/documents'
import { blobLabel, type OtherBlob, otherBlobs } from '../../stores/other-blobs'
import { isSame } from '../diff/diff-store'
import type { TreeStore } from '../guard-tree/tree-store'
import { CostRows } from './cost-rows'
import { Helps } from './helps'
import { Histogram } from './histogram'
import { Icicle } from './icicle'
import { OverheadHead } from './overhead-head'
import { areSame, type Body, type OverheadStore } from './overhead-store'
import { coldAndWarm, longTitle, reachOf, type Side, type Sides, shortTitle, sideBySide } from './sides'
import { median, share, time } from './words'

interface OverheadViewProps {
  readonly tree: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function OverheadView({ tree: treeStore, document, blob, lead }: OverheadViewProps) {
  const services = useServices()
  const store = services.overhead(document, blob)
  const replay = services.replay(document, blob)
  const scenarios = useStore(replay, (state) => state.scenarios)
  const documents = useDocuments((state) => state.documents)
  const tree = useStore(treeStore, (state) => state.tree)
  const { mode, kind, scenario, against, profile, other, asking, error } = useStore(store)
  const others = useMemo(() => otherBlobs(documents, document, blob), [documents, document, blob])
  const chosen = others.find((one) => isSame(one, against)) ?? firstOf(others, document, blob)
  const entry = scenarios.find(({ key }) => key === scenario)
  const text = entry?.text ?? null
  const call = useMemo(() => ({ name: entry?.name ?? 'as saved', text }), [entry?.name, text])
  const of = useMemo(() => [tree, text], [tree, text])
  const there = chosen === null ? [] : versionOf(documents, chosen.document, chosen.blob)
  const ofOther = [...of, chosen?.document, chosen?.blob, ...there]
  const isMeasured = areSame(profile?.of, of)
  const isOther = areSame(other?.of, ofOther)
  useEffect(() => replay.getState().start(), [replay])
  useEffect(() => {
    if (asking !== null || error !== null) return
    const { measure, measureOther } = store.getState()
    if (!isMeasured) void measure(of, call)
    else if (mode === 'a-b' && chosen !== null && !isOther) {
      store.getState().setAgainst({ document: chosen.document, blob: chosen.blob })
      void measureOther(ofOther, call, { document: chosen.document, blob: chosen.blob })
    }
  })
  const here = blobLabel(documents, document, blob)
  const sides = useMemo((): Sides | null => {
    if (profile === null || !isMeasured) return null
    if (mode === 'cold-warm') return coldAndWarm(tree, profile.value)
    if (other === null || !isOther || chosen === null) return null
    return sideBySide(
      other.value.trees,
      [profile.value, other.value.profile],
      [`A: ${here}`, `B: ${chosen.label}`],
      kind,
    )
  }, [profile, other, isMeasured, isOther, mode, kind, tree, here, chosen])
  const measured = isMeasured ? (profile?.value ?? null) : null
  return (
    <div className="overhead-view">
      <OverheadHead
        store={store}
        lead={lead}
        scenarios={scenarios}
        others={others}
        chosen={chosen}
        profile={measured}
      />
      {mode === 'a-b' && chosen === null ? (
        <NothingElse />
      ) : error !== null && sides === null ? (
        <FailedLine error={error} words="Measure again" onAgain={() => store.getState().again()} />
      ) : sides === null ? (
        <Measuring store={store} />
      ) : (
        <Measured
          key={`${mode}/${sides.rows.count}`}
          store={store}
          sides={sides}
          treeStore={treeStore}
          document={document}
          blob={blob}
          of={of}
          call={call}
          took={mode === 'cold-warm' ? (measured?.took ?? 0) : 0}
        />
      )}
    </div>
  )
}

/** Itself before it was edited, the one before it in its file, the first of another file. */
function firstOf(others: readonly OtherBlob[], document: string, blob: number): OtherBlob | null {
  const own = others.filter((one) => one.document === document)
  return own.find((one) => one.blob === blob) ?? own.find((one) => one.blob === blob - 1) ?? own[0] ?? others[0] ?? null
}

function NothingElse() {
  const { documents } = useServices()
  return (
    <div className="empty">
      <div className="empty-column">
        <h2>Nothing to compare with</h2>
        <p>Open another file, or edit this blob: then it is measured beside what it was when it was opened.</p>
        <p className="empty-actions">
          <button type="button" className="button primary" onClick={() => void documents.getState().choose()}>
            <FolderOpen size={16} aria-hidden /> Open file…
          </button>
        </p>
      </div>
    </div>
  )
}

/** How far it is; it is called off where all long work is. */
function Measuring({ store }: { readonly store: OverheadStore }) {
  const { fraction, asking } = useStore(store)
  const percent = Math.round(fraction * 100)
  return (
    <div className="measuring">
      <p role="status">{asking === 'savings' ? 'Measuring what would help…' : 'Measuring…'}</p>
      <div
        className="progress"
        role="progressbar"
        aria-label="Measuring"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}

interface MeasuredProps {
  readonly store: OverheadStore
  readonly sides: Sides
  readonly treeStore: TreeStore
  readonly document: string
  readonly blob: number
  readonly of: readonly unknown[]
  readonly call: { readonly name: string; readonly text: string | null }
  readonly took: number
}

function Measured({ store, sides, treeStore, document, blob, of, call, took }: MeasuredProps) {
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
    <Group orientation="vertical" className="tree-view">
      <Panel defaultSize="56%" minSize={120} className="icicles">
        <Way sides={sides} root={root} onRoot={setRoot} said={hovered >= 0 ? hovered : selected} />
        <div className="icicle-pair">
          <SideHead side="first" sides={sides} />
          <Icicle side={sides.first} {...common} />
          <SideHead side="second" sides={sides} />
          <Icicle side={sides.second} {...common} />
        </div>
      </Panel>
      <Separator className="splitter" aria-label="Height of the figures" />
      <Panel minSize={120} className="overhead-body">
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
        {body === 'helps' && (
          <HelpsBody store={store} document={document} blob={blob} of={of} call={call} treeStore={treeStore} />
        )}
      </Panel>
    </Group>
  )
}

function SideHead({ side, sides }: { readonly side: 'first' | 'second'; readonly sides: Sides }) {
  const { label, costs } = sides[side]
  const [one, whole] = [median(sides.first.costs.runs), median(costs.runs)]
  const sorted = costs.runs.slice().sort()
  const spread = ((sorted[Math.floor(sorted.length * 0.75)] ?? 0) - (sorted[Math.floor(sorted.length * 0.25)] ?? 0)) / 2
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
    reachOf(side, said) === 'always'
      ? `${time(side.total[said] ?? 0)} (${share(side.total[said] ?? 0, side.total[0] ?? 0)})`
      : '–'
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

interface HelpsBodyProps extends Pick<MeasuredProps, 'store' | 'document' | 'blob' | 'of' | 'call' | 'treeStore'> {}

function HelpsBody({ store, document, blob, of, call, treeStore }: HelpsBodyProps) {
  const services = useServices()
  const { savings, asking, error } = useStore(store)
  const scenarios = useStore(services.replay(document, blob), (state) => state.scenarios)
  const own = useStore(services.select(document, blob), (state) =>
    state.open ? (state.selection?.where ?? null) : null,
  )
  const texts = useMemo(() => scenarios.flatMap((one) => (one.own ? [] : [one.text])), [scenarios])
  const asked = [...of, texts.join('\u0000'), JSON.stringify(own)]
  const isThere = areSame(savings?.of, asked)
  useEffect(() => {
    if (asking === null && error === null && !isThere) void store.getState().measureSavings(asked, call, texts, own)
  })
  if (error !== null)
    return <FailedLine error={error} words="Measure again" onAgain={() => store.getState().setBody('helps')} />
  if (savings === null || !isThere) return <Measuring store={store} />
  const choose = ({ name }: Saving): void => {
    const select = services.select(document, blob).getState()
    services.settings.getState().setView('tree')
    select.start(treeStore.getState())
    select.choose(name as GuardFilterName)
    focusSelect()
  }
  return <Helps savings={savings.value} scenarios={texts.length + 1} onChoose={choose} />
}
