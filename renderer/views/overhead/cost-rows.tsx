/** Each row with what it costs: as the tree with its branches, or as a table, the largest of a column first. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type Collapsed, hasChildren, openAncestors, rowOf, setOne, visibleRows } from '../guard-tree/flatten'
import { pickedByKey, pickedUnder, type Picked } from '../guard-tree/grid-rows'
import { ROW_HEIGHT, RowContent } from '../guard-tree/tree-row'
import { type Column, columnsOf, sortedRows } from './columns'
import type { Mode } from './overhead-store'
import { reachOf, type Sides } from './sides'
import { NOT_MEASURED } from './words'

interface CostRowsProps {
  readonly sides: Sides
  readonly mode: Mode
  readonly as: 'tree' | 'table'
  readonly selected: number
  readonly matches: Uint8Array | null
  readonly onSelect: (row: number) => void
  readonly onShow: () => void
}

export function CostRows({ sides, mode, as, selected, matches, onSelect, onShow }: CostRowsProps) {
  const { rows: tree } = sides
  const columns = useMemo(() => columnsOf(sides, mode), [sides, mode])
  const [by, setBy] = useState('first-own')
  const [collapsed, setCollapsed] = useState<Collapsed>(() => new Uint8Array(tree.count))
  const sorter = columns.find(({ key }) => key === by) ?? columns[0]
  const isTree = as === 'tree'
  const open = useMemo(() => openAncestors(tree, collapsed, Math.max(0, selected)), [tree, collapsed, selected])
  const rows = useMemo(
    () => (isTree || sorter === undefined ? visibleRows(tree, open, null) : sortedRows(tree.count, sorter)),
    [isTree, tree, open, sorter],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    paddingEnd: 8,
  })
  const shown = isTree ? rowOf(rows, selected) : rows.indexOf(selected)
  useEffect(() => {
    if (shown >= 0) virtualizer.scrollToIndex(shown)
  }, [shown, virtualizer])
  const toggle = (row: number): void => setCollapsed(setOne(open, row, open[row] === 0))
  const take = (picked: Picked | null): void => {
    if (picked !== null) (picked.do === 'toggle' ? toggle : onSelect)(picked.row)
  }
  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2)
    const grid = isTree ? { of: tree, collapsed: open } : null
    const picked = pickedByKey(event.key, { rows, selected, shown, page, tree: grid })
    if (event.key === 'Enter') onShow()
    else if (picked === null) return
    else take(picked)
    event.preventDefault()
  }
  return (
    <div className="costs">
      <div className="cost-head">
        <span className="cost-name">{isTree ? 'Guard tree' : 'Guards and managers'}</span>
        {columns.map(({ key, label, title }) =>
          isTree ? (
            <span key={key} className="cost-cell" title={title}>
              {label}
            </span>
          ) : (
            <button
              key={key}
              type="button"
              className="cost-cell"
              title={title}
              aria-pressed={key === by}
              aria-label={`Sort by ${title.toLowerCase()}`}
              onClick={() => setBy(key)}
            >
              {label}
              {key === by ? ' ↓' : ''}
            </button>
          ),
        )}
      </div>
      <div
        ref={scroller}
        className="tree cost-rows"
        role="treegrid"
        tabIndex={0}
        aria-label={
          isTree ? 'What each row of the tree costs' : `What each row costs, by ${sorter?.title.toLowerCase()}`
        }
        aria-rowcount={rows.length}
        aria-colcount={columns.length + 1}
        aria-activedescendant={shown < 0 ? undefined : `cost-${selected}`}
        onKeyDown={press}
        onClick={(event) => take(pickedUnder(event))}
        onDoubleClick={onShow}
      >
        <div className="tree-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index] ?? 0
            return (
              <Row
                key={row}
                sides={sides}
                columns={columns}
                row={row}
                index={index}
                top={start}
                asTree={isTree}
                collapsed={open[row] === 1}
                chosen={row === selected}
                dimmed={matches !== null && matches[row] !== 1}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface RowProps {
  readonly sides: Sides
  readonly columns: readonly Column[]
  readonly row: number
  readonly index: number
  readonly top: number
  readonly asTree: boolean
  readonly collapsed: boolean
  readonly chosen: boolean
  readonly dimmed: boolean
}

/** Of a row that the timed checks did not come to. */
const REACH_WORDS = { never: 'never reached', first: 'in a first check alone', always: '' } as const
const REACH_TITLES = {
  never: 'No check of this call comes to it',
  first: 'From the second check on, its dict had not changed and it is not asked again',
  always: '',
} as const

function Row({ sides, columns, row, index, top, asTree, collapsed, chosen, dimmed }: RowProps) {
  const { tree, node } = sides.at(row)
  const parent = asTree && hasChildren(sides.rows, row)
  const depth = sides.rows.depth[row] ?? 0
  const reaches = [reachOf(sides.first, row), reachOf(sides.second, row)]
  const reach = reaches.includes('always') ? 'always' : reaches.includes('first') ? 'first' : 'never'
  return (
    <div
      id={`cost-${row}`}
      data-row={row}
      role="row"
      aria-rowindex={index + 1}
      aria-level={asTree ? depth + 1 : undefined}
      aria-selected={chosen}
      aria-expanded={parent ? !collapsed : undefined}
      className={`cost-row${chosen ? ' selected' : ''}${dimmed ? ' dimmed' : ''}${reach === 'always' ? '' : ' unreached'}`}
      style={{ '--depth': asTree ? depth : 0, transform: `translateY(${top}px)` } as CSSProperties}
    >
      <div role="gridcell" className="cost-name">
        <span className="indent" />
        {asTree && (
          <span
            className={`twisty${parent ? (collapsed ? ' closed' : ' opened') : ''}`}
            data-twisty={parent ? '' : undefined}
          />
        )}
        <RowContent tree={tree} node={node} pattern={null} />
        {reach !== 'always' && (
          <span className="cost-reach" title={REACH_TITLES[reach]}>
            {REACH_WORDS[reach]}
          </span>
        )}
      </div>
      {columns.map(({ key, text, hint, heat }) => {
        const words = text(row)
        const hot = words === '' || heat === null ? 0 : Math.min(1, heat(row))
        return (
          <div
            key={key}
            role="gridcell"
            className="cost-cell"
            title={words === '' ? undefined : hint(row)}
            style={hot > 0 ? ({ '--heat': `${Math.round(hot * 42)}%` } as CSSProperties) : undefined}
          >
            {words === NOT_MEASURED ? <span className="cost-unknown">{words}</span> : words}
          </div>
        )
      })}
    </div>
  )
}
