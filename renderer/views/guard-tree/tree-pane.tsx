/** The guard tree itself: only the rows in view are drawn; keys and pointers go to the store. */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { Range, VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useStore } from 'zustand'
import { TREE_ID, focusDetail, focusTree } from '../../components/focus'
import { useServices } from '../../components/services'
import { copyNode } from './copy'
import { ANCESTOR } from './filter'
import { rowOf, siblings } from './flatten'
import { TreeContextMenu } from './tree-context-menu'
import { pressTreeKey, typeAhead } from './tree-keys'
import { OUTCOMES } from '../../../shared/replay'
import { ROW_HEIGHT, TreeRow, rowId } from './tree-row'
import type { TreeStore } from './tree-store'

const TYPE_AHEAD_REST = 700

export function TreePane({ store }: { readonly store: TreeStore }) {
  const services = useServices()
  const { tree, rows, selected, reveal, collapsed, filtered, search, outcomes } = useStore(store)
  const scroller = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const selectedRow = rowOf(rows, selected)
  const counts = useMemo(() => siblings(tree, filtered.included), [tree, filtered.included])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    paddingStart: 4,
    paddingEnd: 8,
    scrollPaddingStart: ROW_HEIGHT,
    scrollPaddingEnd: ROW_HEIGHT,
    initialOffset: () => store.getState().scrollTop,
    rangeExtractor: (range) => withRow(range, selectedRow),
  })

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null) return
    view.scrollTop = store.getState().scrollTop
    if (document.activeElement === document.body) focusTree()
    return () => store.getState().keepScroll(view.scrollTop)
  }, [store])
  useEffect(() => {
    const view = scroller.current
    const row = rowOf(store.getState().rows, store.getState().selected)
    if (view === null || row < 0) return
    const top = row * ROW_HEIGHT
    const inView = top >= view.scrollTop && top + ROW_HEIGHT <= view.scrollTop + view.clientHeight
    if (!inView) virtualizer.scrollToIndex(row, { align: reveal.align })
    // Only when something asked for the row: folding elsewhere must not move the view.
  }, [reveal, store, virtualizer])

  const nodeAt = (event: MouseEvent): number => {
    const row = event.target instanceof Element ? event.target.closest('[data-node]') : null
    return row instanceof HTMLElement ? Number(row.dataset['node']) : -1
  }
  const click = (event: MouseEvent): void => {
    const node = nodeAt(event)
    if (node < 0) return
    const onTwisty = event.target instanceof Element && event.target.closest('[data-twisty]') !== null
    if (!onTwisty) store.getState().select(node, false)
    else if (event.shiftKey) store.getState().setBelow(node, collapsed[node] === 0)
    else store.getState().toggle(node)
  }
  const doubleClick = (event: MouseEvent): void => {
    const node = nodeAt(event)
    if (node >= 0 && event.target instanceof Element && event.target.closest('[data-twisty]') === null)
      store.getState().toggle(node)
  }
  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1)
    if (event.key === 'Enter') focusDetail()
    else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'c')
      void copyNode(services)
    else if (!pressTreeKey(store.getState(), event, page) && !typeAheadKey(event)) return
    event.preventDefault()
  }
  const typeAheadKey = (event: KeyboardEvent): boolean => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false
    const { text, at } = typed.current
    const next = event.timeStamp - at < TYPE_AHEAD_REST ? text + event.key : event.key
    typed.current = { text: next, at: event.timeStamp }
    const node = typeAhead(store.getState(), next)
    if (node >= 0) store.getState().select(node)
    return true
  }

  return (
    <TreeContextMenu store={store}>
      <div
        id={TREE_ID}
        ref={scroller}
        className="tree"
        role="tree"
        tabIndex={0}
        aria-label="Guard tree"
        aria-activedescendant={selectedRow >= 0 ? rowId(selected) : undefined}
        onClick={click}
        onDoubleClick={doubleClick}
        onContextMenu={(event) => {
          const node = nodeAt(event)
          if (node >= 0) store.getState().select(node, false)
        }}
        onKeyDown={press}
      >
        <div className="tree-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {blocks(virtualizer.getVirtualItems()).map((items, block) => (
            <div key={block} className="row-block" role="presentation" style={{ top: items[0]?.start }}>
              {items.map(({ index }) => {
                const node = rows[index] ?? 0
                return (
                  <TreeRow
                    key={node}
                    tree={tree}
                    node={node}
                    collapsed={collapsed[node] === 1}
                    selected={node === selected}
                    dimmed={filtered.included?.[node] === ANCESTOR}
                    position={counts.position[node] ?? 1}
                    size={counts.size[node] ?? 1}
                    pattern={search.pattern}
                    outcome={outcomes === null ? null : (OUTCOMES[outcomes[node] ?? 0] ?? null)}
                  />
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </TreeContextMenu>
  )
}

/** Rows that follow one another, laid out as one: those in view, and the selected one where it is elsewhere. */
function blocks(items: readonly VirtualItem[]): readonly (readonly VirtualItem[])[] {
  const first = items[0]
  const last = items[items.length - 1]
  if (first === undefined || last === undefined) return []
  if (items[1] !== undefined && items[1].index !== first.index + 1) return [items.slice(1), [first]]
  if (items.length > 1 && items[items.length - 2]?.index !== last.index - 1) return [items.slice(0, -1), [last]]
  return [items]
}

/** The rows to draw, and always the selected one: it is what the tree names as active to a screen reader. */
function withRow({ startIndex, endIndex, overscan, count }: Range, row: number): number[] {
  const first = Math.max(0, startIndex - overscan)
  const last = Math.min(count - 1, endIndex + overscan)
  const range = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  if (row < 0 || (row >= first && row <= last)) return range
  return row < first ? [row, ...range] : [...range, row]
}
