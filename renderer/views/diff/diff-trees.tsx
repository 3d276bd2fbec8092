/** Both guard trees in one list of rows, each side in a half of its own: what is paired stands in one row. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CSSProperties, KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { AlignedTrees, TreeMark } from '../../../shared/aligned-trees'
import type { BlobDiff, Sides } from '../../../shared/diff'
import type { TreeColumns } from '../../../shared/tree'
import { FailedLine } from '../../components/failed-line'
import { type Collapsed, hasChildren, rowOf, setOne } from '../guard-tree/flatten'
import { pickedByKey, pickedUnder, type Picked } from '../guard-tree/grid-rows'
import { titleParts } from '../guard-tree/title'
import { ROW_HEIGHT, RowContent } from '../guard-tree/tree-row'
import type { DiffStore } from './diff-store'
import { differenceOfRow, markOf, openTo, rowOfDifference, shownRows } from './tree-rows'

interface DiffTreesProps {
  readonly store: DiffStore
  readonly result: BlobDiff
  readonly labels: Sides<string>
  /** Shows the chosen difference where it stands in the guard tree. */
  readonly onShow: () => void
}

export function DiffTrees({ store, result, labels, onShow }: DiffTreesProps) {
  const trees = useStore(store, (state) => state.trees)
  const error = useStore(store, (state) => state.treesError)
  useEffect(() => void store.getState().lookAtTrees(), [store, result])
  if (error !== null)
    return (
      <FailedLine
        error={error}
        words="Lay them side by side again"
        onAgain={() => void store.getState().lookAtTrees()}
      />
    )
  if (trees === null) return <p className="quiet-line">Laying the trees side by side…</p>
  return <Rows key={trees.count} store={store} trees={trees} labels={labels} onShow={onShow} />
}

interface RowsProps {
  readonly store: DiffStore
  readonly trees: AlignedTrees
  readonly labels: Sides<string>
  readonly onShow: () => void
}

function Rows({ store, trees, labels, onShow }: RowsProps) {
  const folded = useStore(store, (state) => state.folded)
  const { listed, selected } = useStore(store)
  const [collapsed, setCollapsed] = useState<Collapsed>(() => new Uint8Array(trees.count))
  const [at, setAt] = useState(0)
  const rows = useMemo(() => shownRows(trees, collapsed, folded), [trees, collapsed, folded])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 8,
  })
  const difference = listed[selected]
  useEffect(() => {
    if (difference === undefined) return
    const row = rowOfDifference(trees, difference)
    if (row < 0) return
    setCollapsed((before) => openTo(trees, before, row))
    setAt(row)
  }, [trees, difference])
  const shown = rowOf(rows, at)
  useEffect(() => {
    if (shown >= 0) virtualizer.scrollToIndex(shown)
  }, [shown, virtualizer])
  const choose = (row: number): void => {
    setAt(row)
    store.getState().select(differenceOfRow(trees, row, listed))
  }
  const toggle = (row: number): void => setCollapsed(setOne(collapsed, row, collapsed[row] === 0))
  const take = (picked: Picked | null): void => {
    if (picked !== null) (picked.do === 'toggle' ? toggle : choose)(picked.row)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') return onShow()
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1)
    const picked = pickedByKey(event.key, { rows, selected: at, shown, page, tree: { of: trees, collapsed } })
    if (picked === null) return
    take(picked)
    event.preventDefault()
  }
  if (rows.length === 0) return <p className="quiet-line">The two trees are the same.</p>
  return (
    <div
      ref={scroller}
      className="tree diff-trees"
      role="treegrid"
      tabIndex={0}
      aria-label={`The trees of ${labels.a} and ${labels.b}`}
      aria-colcount={2}
      aria-rowcount={rows.length}
      aria-activedescendant={shown < 0 ? undefined : `aligned-${at}`}
      onClick={(event) => take(pickedUnder(event))}
      onDoubleClick={onShow}
      onKeyDown={press}
    >
      <div className="tree-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index] ?? 0
          return (
            <Row
              key={row}
              trees={trees}
              row={row}
              index={index}
              top={start}
              collapsed={collapsed[row] === 1}
              chosen={row === at}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly trees: AlignedTrees
  readonly row: number
  readonly index: number
  readonly top: number
  readonly collapsed: boolean
  readonly chosen: boolean
}

function Row({ trees, row, index, top, collapsed, chosen }: RowProps) {
  const mark = markOf(trees, row)
  const depth = trees.depth[row] ?? 0
  const parent = hasChildren(trees, row)
  return (
    <div
      id={`aligned-${row}`}
      data-row={row}
      role="row"
      aria-rowindex={index + 1}
      aria-level={depth + 1}
      aria-selected={chosen}
      aria-expanded={parent ? !collapsed : undefined}
      className={`aligned-row ${mark}${chosen ? ' selected' : ''}`}
      style={{ '--depth': depth, transform: `translateY(${top}px)` } as CSSProperties}
    >
      <Half tree={trees.a} node={trees.nodeA[row] ?? -1} mark={mark} side="a" parent={parent} collapsed={collapsed} />
      <Half tree={trees.b} node={trees.nodeB[row] ?? -1} mark={mark} side="b" parent={parent} collapsed={collapsed} />
    </div>
  )
}

interface HalfProps {
  readonly tree: TreeColumns
  readonly node: number
  readonly mark: TreeMark
  readonly side: 'a' | 'b'
  readonly parent: boolean
  readonly collapsed: boolean
}

const SIGNS: Readonly<Record<TreeMark, string>> = { same: '', removed: '−', added: '+', changed: '≠', unknown: '?' }
const WORDS: Readonly<Record<TreeMark, string>> = {
  same: '',
  removed: 'here only',
  added: 'there only',
  changed: 'changed',
  unknown: 'not known',
}

function Half({ tree, node, mark, side, parent, collapsed }: HalfProps) {
  if (node < 0) return <div role="gridcell" className={`half ${side} nothing`} aria-label="nothing" />
  const { shared, own } = titleParts(tree, node)
  const text = tree.strings[tree.textId[node] ?? 0] ?? ''
  return (
    <div
      role="gridcell"
      className={`half ${side}`}
      aria-label={[WORDS[mark], `${shared}${own}`, text].filter((part) => part !== '').join(' ')}
    >
      <span className="indent" />
      <span
        className={`twisty${parent ? (collapsed ? ' closed' : ' opened') : ''}`}
        data-twisty={parent ? '' : undefined}
      />
      <RowContent tree={tree} node={node} pattern={null} />
      <span className="half-sign" title={WORDS[mark]} aria-hidden>
        {SIGNS[mark]}
      </span>
    </div>
  )
}
