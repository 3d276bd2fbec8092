/** The scenarios of a blob as a table: what each came to, and where it failed. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { grouped } from '../../components/format'
import type { ScenarioEntry } from './replay-state'
import type { ReplayStore } from './replay-store'
import { Verdict } from './verdict'

const ROW = 26

export function ScenarioTable({ store }: { readonly store: ReplayStore }) {
  const { scenarios, current, choose } = useStore(store)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: scenarios.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    // the head stands above the rows, and stays there
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
  })
  useEffect(() => {
    if (current < scenarios.length) rows.scrollToIndex(current)
  }, [current, scenarios.length, rows])
  return (
    <div
      ref={scroller}
      className="scenario-table"
      role="listbox"
      tabIndex={0}
      aria-label="Scenarios and their results"
      aria-activedescendant={`scenario-${scenarios[current]?.key}`}
      onKeyDown={(event) => {
        const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: scenarios.length - 1 }[event.key]
        if (to === undefined || scenarios[to] === undefined) return
        event.preventDefault()
        choose(to)
      }}
    >
      <div className="scenario-line scenario-head" aria-hidden>
        <span>scenario</span>
        <span>check</span>
        <span>fails at</span>
        <span className="number">guards run</span>
        <span>before saving</span>
      </div>
      <div className="scenario-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = scenarios[index]
          return entry === undefined ? null : (
            <Row
              key={entry.key}
              entry={entry}
              top={start - ROW}
              chosen={index === current}
              onChoose={() => choose(index)}
            />
          )
        })}
      </div>
    </div>
  )
}

function Row({
  entry,
  top,
  chosen,
  onChoose,
}: {
  readonly entry: ScenarioEntry
  readonly top: number
  readonly chosen: boolean
  readonly onChoose: () => void
}) {
  const { row, name } = entry
  const why = row === null ? '' : (row.error ?? row.part)
  return (
    // the keys are the list's
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`scenario-${entry.key}`}
      role="option"
      aria-selected={chosen}
      className={`scenario-line${chosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      <span className="scenario-name" title={name}>
        {name}
      </span>
      <Verdict answer={row === null ? undefined : row.check} />
      <span className="scenario-why" title={why}>
        {row !== null && row.guard !== '' && <b>{row.guard}</b>} {why}
      </span>
      <span className="number">{row === null || row.check === null ? '' : grouped(row.executed)}</span>
      <span>
        {row === null || row.check === null ? (
          ''
        ) : row.asSaved === row.check ? (
          'same'
        ) : (
          <Verdict answer={row.asSaved} />
        )}
      </span>
    </div>
  )
}
