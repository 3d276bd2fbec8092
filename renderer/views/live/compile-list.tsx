/** The compiles as they come, by function: only the rows in view are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { grouped } from '../../components/format'
import { useServices } from '../../components/services'
import type { LiveSession } from './live-session'
import type { LiveProcessStore, Standings } from './live-store'
import { openCompile } from './open-compile'
import { type LiveRow, groupsOf, nameOf, rowsOf } from './rows'
import { clockText, latencyText, reasonText } from './words'

const ROW = 26

interface CompileListProps {
  readonly store: LiveProcessStore
  readonly session: LiveSession
}

export function CompileList({ store, session }: CompileListProps) {
  const services = useServices()
  const selected = useStore(store, (state) => state.selected)
  const folded = useStore(store, (state) => state.folded)
  const standings = useStore(store, (state) => state.standings)
  const groups = useMemo(() => groupsOf(session.compiles), [session.compiles])
  const rows = useMemo(() => rowsOf(groups, folded), [groups, folded])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
  })
  const inFront = rows.findIndex((row) => row.kind === 'compile' && row.compile.entry === selected)
  const at = inFront >= 0 ? inFront : rows.findIndex((row) => holds(row, selected))
  const moved = useRef(false)
  useEffect(() => {
    if (moved.current && at >= 0) virtual.scrollToIndex(at)
    moved.current = false
  }, [at, virtual])
  if (rows.length === 0) return <p className="quiet-line">{emptyWords(session)}</p>

  /** A function's line stands for its first compile. */
  const goTo = (row: LiveRow | undefined): void => {
    if (row === undefined) return
    moved.current = true
    store.getState().select(row.kind === 'compile' ? row.compile.entry : (row.group.compiles[0]?.entry ?? 0))
  }
  const press = (event: KeyboardEvent): void => {
    const row = rows[at]
    const compiles = (from: number, by: 1 | -1): LiveRow | undefined => {
      for (let next = from; rows[next] !== undefined; next += by) {
        const found = rows[next]
        if (found?.kind === 'compile' || found?.folded === true) return found
      }
      return undefined
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2)
    const keys: { readonly [key: string]: () => void } = {
      ArrowDown: () => goTo(compiles(at + 1, 1)),
      ArrowUp: () => goTo(compiles(at - 1, -1)),
      PageDown: () => goTo(compiles(Math.min(rows.length - 1, at + page), -1)),
      PageUp: () => goTo(compiles(Math.max(0, at - page), 1)),
      Home: () => goTo(compiles(0, 1)),
      End: () => goTo(compiles(rows.length - 1, -1)),
      ArrowLeft: () => row !== undefined && store.getState().fold(row.group.key, true),
      ArrowRight: () => row !== undefined && store.getState().fold(row.group.key, false),
      Enter: () => row?.kind === 'compile' && void openCompile(services, row.compile),
    }
    const act = keys[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  return (
    <div
      ref={scroller}
      className="live-list"
      role="tree"
      tabIndex={0}
      aria-label="Captured compiles"
      aria-activedescendant={rows[at]?.id}
      onKeyDown={press}
    >
      <div className="live-row live-columns" aria-hidden>
        <span>compile</span>
        <span className="number">guards</span>
        <span className="number">check</span>
        <span>at</span>
        <span>why again</span>
        <span className="number">not saved</span>
      </div>
      <div className="live-rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const shared = { top: start - ROW, chosen: index === at }
          return row.kind === 'function' ? (
            <FunctionRow
              key={row.id}
              row={row}
              {...shared}
              onFold={() => store.getState().fold(row.group.key, !row.folded)}
            />
          ) : (
            <CompileRow
              key={row.id}
              row={row}
              {...shared}
              standing={standings.get(row.compile.entry)}
              onChoose={() => store.getState().select(row.compile.entry)}
              onOpen={() => void openCompile(services, row.compile)}
            />
          )
        })}
      </div>
    </div>
  )
}

const holds = (row: LiveRow, entry: number | null): boolean =>
  row.kind === 'function' && row.folded && row.group.compiles.some((compile) => compile.entry === entry)

function emptyWords({ torch, exit, ended, target }: LiveSession): string {
  if (exit !== null || ended !== null) return 'Nothing was compiled.'
  if (target.kind === 'start' && target.script === null)
    return 'This process runs no script. Its precision settings can be changed, and blobs be checked in it.'
  return torch === null
    ? 'torch is not imported yet. What it compiles will stand here.'
    : 'Nothing is compiled yet. What is will stand here as it happens.'
}

interface RowProps<K extends LiveRow['kind']> {
  readonly row: Extract<LiveRow, { kind: K }>
  readonly top: number
  readonly chosen: boolean
}

function FunctionRow({ row, top, chosen, onFold }: RowProps<'function'> & { readonly onFold: () => void }) {
  const { group, folded, id } = row
  const count = group.compiles.length
  return (
    // the keys are the list's
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={!folded}
      aria-selected={chosen}
      className={`live-function${chosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      title={`${group.name}\n${group.file}:${group.line}`}
      onClick={onFold}
    >
      {folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
      <b>{group.name}</b>
      <span className="live-file">
        {group.file.split(/[\\/]/).pop()}:{group.line}
      </span>
      {count > 1 && <span className="live-times">compiled {grouped(count)} times</span>}
    </div>
  )
}

interface CompileRowProps extends RowProps<'compile'> {
  readonly standing: Standings[number] | undefined
  readonly onChoose: () => void
  readonly onOpen: () => void
}

function CompileRow({ row, top, chosen, standing, onChoose, onOpen }: CompileRowProps) {
  const { compile, group, id } = row
  const { guards, latencyUs, time, captured } = compile
  const reason = reasonText(compile)
  const dropped = captured?.dropped.length ?? 0
  return (
    // the keys are the list's
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      aria-level={2}
      aria-selected={chosen}
      aria-label={`${group.name} ${nameOf(compile)}, ${guards} guards${reason === '' ? '' : `, ${reason}`}`}
      className={`live-row live-compile${chosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <span className="live-id">
        {nameOf(compile)}
        <Mark compile={row.compile} standing={standing} />
      </span>
      <span className="number">{grouped(guards)}</span>
      <span className="number">{latencyText(latencyUs)}</span>
      <span className="live-time">{clockText(time)}</span>
      <span className="live-reason" title={reason}>
        {reason}
      </span>
      <span className={dropped > 0 ? 'number noted' : 'number'}>
        {captured === null ? <span className="live-saving">saving…</span> : dropped > 0 ? grouped(dropped) : ''}
      </span>
    </div>
  )
}

/** What a person should see at once: not saved, or refused by torch now. */
function Mark({
  compile: { captured },
  standing,
}: {
  readonly compile: { readonly captured: { readonly files: { readonly blob: string | null } } | null }
  readonly standing: Standings[number] | undefined
}) {
  if (standing?.check === false || standing?.globalState === false)
    return <span className="live-mark failed">fails now</span>
  if (captured !== null && captured.files.blob === null) return <span className="live-mark failed">no blob</span>
  return null
}
