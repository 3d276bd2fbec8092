/** The compiles of a log by function; only the rows in view are drawn. */
import { CircleSlash } from 'lucide-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { ChainStory, Trace } from '../../../shared/trace'
import { plural } from '../../components/format'
import { microseconds, shortReason, traceRows, type TraceRow } from './trace-rows'
import type { TraceStore } from './trace-store'

const ROW = 26
/** Milliseconds that the list stands still before what it shows is asked for. */
const REST = 80

export function CompileList({ trace, store }: { readonly trace: Trace; readonly store: TraceStore }) {
  const rows = useMemo(() => traceRows(trace), [trace])
  const selected = useStore(store, (state) => state.selected)
  const stories = useStore(store, (state) => state.stories)
  const scroller = useRef<HTMLDivElement>(null)
  const at = rows.findIndex((row) => row.kind === 'compile' && row.compile === selected)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    paddingStart: 4,
    paddingEnd: 12,
    scrollPaddingStart: ROW,
    scrollPaddingEnd: ROW,
    initialOffset: () => store.getState().scrollTop,
  })
  useLayoutEffect(() => {
    const view = scroller.current
    if (document.activeElement === document.body) view?.focus()
    return () => store.getState().keepScroll(view?.scrollTop ?? 0)
  }, [store])
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' })
  }, [at, virtualizer])
  const inView = virtualizer.getVirtualItems().map(({ index }) => chainOf(trace, rows[index]))
  const first = inView[0] ?? -1
  const last = inView[inView.length - 1] ?? -1
  useEffect(() => {
    const timer = setTimeout(() => {
      const chains = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      void store.getState().look(chains)
    }, REST)
    return () => clearTimeout(timer)
  }, [store, first, last])
  const go = (from: number, by: 1 | -1): void => {
    for (let row = from; row >= 0 && row < rows.length; row += by) {
      const there = rows[row]
      if (there?.kind === 'compile') return void store.getState().select(there.compile)
    }
  }
  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1)
    if (event.key === 'ArrowDown') go(at + 1, 1)
    else if (event.key === 'ArrowUp') go(at - 1, -1)
    else if (event.key === 'PageDown') go(Math.min(rows.length - 1, at + page), -1)
    else if (event.key === 'PageUp') go(Math.max(0, at - page), 1)
    else if (event.key === 'Home') go(0, 1)
    else if (event.key === 'End') go(rows.length - 1, -1)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={scroller}
      className="compiles"
      role="listbox"
      tabIndex={0}
      aria-label="Compiles"
      aria-activedescendant={at >= 0 ? `compile-${selected}` : undefined}
      onKeyDown={press}
    >
      <div className="compile-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <div key={index} className="compile-place" role="presentation" style={{ top: start }}>
              <Row row={row} trace={trace} store={store} on={index === at} stories={stories} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: TraceRow
  readonly trace: Trace
  readonly store: TraceStore
  readonly on: boolean
  readonly stories: ReadonlyMap<number, ChainStory>
}

/** The function that a row belongs to; the chains stand in their order. */
function chainOf({ compiles }: Trace, row: TraceRow | undefined): number {
  if (row === undefined) return -1
  return row.kind === 'function' ? row.chain : (compiles[row.compile]?.chain ?? -1)
}

function Row({ row, trace, store, on, stories }: RowProps) {
  if (row.kind === 'function') {
    const { name, place, who, note, isHit } = row
    const dead = stories.get(row.chain)?.dead.length ?? 0
    return (
      <div className="compile-function" role="presentation" title={trace.chains[row.chain]?.file}>
        <b>{name}</b>
        <span className="compile-where">{place}</span>
        {who !== '' && <span className="compile-where">{who}</span>}
        {note !== '' && <span className={isHit ? 'compile-hit' : 'compile-near'}>{note}</span>}
        {dead > 0 && <span className="compile-near">{dead} never hit again</span>}
      </div>
    )
  }
  const compile = trace.compiles[row.compile]
  if (compile === undefined) return null
  const { id, guards, guardLatencyUs, failure } = compile
  const dead = stories.get(compile.chain)?.dead.find((one) => one.compile === row.compile)
  return (
    <div
      id={`compile-${row.compile}`}
      role="option"
      aria-selected={on}
      className={`compile-row${on ? ' on' : ''}${failure === null ? '' : ' failed'}${dead === undefined ? '' : ' dead'}`}
      onClick={() => void store.getState().select(row.compile)}
    >
      <code className="compile-id">{id}</code>
      {dead !== undefined && (
        <span className="compile-gone" title={`Never hit again: ${dead.why}`}>
          <CircleSlash size={12} aria-label="Never hit again" />
        </span>
      )}
      <span className="compile-reason">{shortReason(compile)}</span>
      <span className="compile-guards">{guards === null ? '' : plural(guards, 'guard')}</span>
      <span className="compile-latency">
        {guardLatencyUs === null ? '' : microseconds(guardLatencyUs)}
        <i style={{ width: `${Math.round(row.share * 100)}%` }} aria-hidden />
      </span>
    </div>
  )
}
