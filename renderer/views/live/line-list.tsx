/** Lines of text of which only those in view are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type UIEvent, useLayoutEffect, useRef } from 'react'

const ROW = 18
/** Pixels of a character of the code font, for the width of what is not drawn. */
const CHARACTER = 7.3

interface LineListProps {
  readonly id?: string
  readonly label: string
  readonly role: 'log' | 'group'
  readonly lines: readonly { readonly key: number; readonly text: string; readonly kind: string }[]
  /** Stays at the end as lines come, unless a person has scrolled up. */
  readonly follows: boolean
}

export function LineList({ id, label, role, lines, follows }: LineListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 16,
    paddingStart: 6,
    paddingEnd: 6,
  })
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    const view = scroller.current
    if (follows && view !== null && atEnd.current) view.scrollTop = view.scrollHeight
  }, [lines, follows])
  const look = ({ currentTarget: view }: UIEvent<HTMLElement>): void => {
    atEnd.current = view.scrollTop + view.clientHeight > view.scrollHeight - 2 * ROW
  }
  const longest = lines.reduce((most, { text }) => Math.max(most, text.length), 0)
  return (
    <div
      ref={scroller}
      id={id}
      className="line-list"
      role={role}
      aria-live="off"
      aria-label={label}
      tabIndex={0}
      onScroll={look}
    >
      <div style={{ height: rows.getTotalSize(), minWidth: longest * CHARACTER + 28 }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]
          return line === undefined ? null : (
            <div key={line.key} className={`line-row ${line.kind}`} style={{ transform: `translateY(${start}px)` }}>
              {line.text}
            </div>
          )
        })}
      </div>
    </div>
  )
}
