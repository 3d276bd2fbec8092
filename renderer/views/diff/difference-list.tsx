/** The differences, one below the other: keys and clicks choose one. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Difference, ListedDifference } from '../../../shared/diff'
import type { DiffStore } from './diff-store'

const ROW = 44

interface DifferenceListProps {
  readonly store: DiffStore
  /** Shows the chosen one where it stands in the guard tree. */
  readonly onShow: () => void
}

export function DifferenceList({ store, onShow }: DifferenceListProps) {
  const { listed, selected, select } = useStore(store)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  })
  useEffect(() => {
    if (selected >= 0) rows.scrollToIndex(selected)
  }, [selected, rows])
  return (
    <div
      ref={scroller}
      className="diff-list"
      role="listbox"
      tabIndex={0}
      aria-label="Differences"
      aria-activedescendant={selected < 0 ? undefined : `difference-${selected}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter') return onShow()
        const to = {
          ArrowDown: selected + 1,
          ArrowUp: Math.max(0, selected - 1),
          PageDown: Math.min(listed.length - 1, selected + 10),
          PageUp: Math.max(0, selected - 10),
          Home: 0,
          End: listed.length - 1,
        }[event.key]
        if (to === undefined) return
        event.preventDefault()
        select(to)
      }}
    >
      <div className="diff-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const one = listed[index]
          return one === undefined ? null : (
            <Row key={index} one={one} index={index} count={listed.length} top={start} store={store} onShow={onShow} />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly one: ListedDifference
  readonly index: number
  readonly count: number
  readonly top: number
  readonly store: DiffStore
  readonly onShow: () => void
}

function Row({ one, index, count, top, store, onShow }: RowProps) {
  const chosen = useStore(store, (state) => state.selected === index)
  const { difference, words } = one
  const [kind, sign, word] = SIGNS[changeOf(difference)]
  const head = words.source === '' && words.guard === '' ? words.what : words.source
  const rest = [KINDS[difference.kind], head === words.what ? '' : words.what].filter((part) => part !== '').join(' ')
  return (
    // the keys are the list's
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`difference-${index}`}
      role="option"
      aria-selected={chosen}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={`diff-row ${kind}${chosen ? ' chosen' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => store.getState().select(index)}
      onDoubleClick={onShow}
    >
      <span className="diff-row-sign" title={word}>
        <span aria-hidden>{sign}</span>
        <span className="unseen">{word}: </span>
      </span>
      <span className="diff-row-head" title={head}>
        {head !== '' && <b>{head}</b>} {words.guard}
      </span>
      <span className="diff-row-what" title={rest}>
        {rest}
      </span>
    </div>
  )
}

const KINDS: Readonly<Record<Difference['kind'], string>> = {
  state: '',
  removed: '',
  added: '',
  changed: '',
  expression: 'shape expression',
  relation: 'relation',
  manager: 'manager',
  unknown: '',
  text: '',
}

type Change = 'removed' | 'added' | 'changed' | 'unknown' | 'text'
const SIGNS = {
  removed: ['removed', '\u2212', 'here only'],
  added: ['added', '+', 'there only'],
  changed: ['changed', '\u2260', 'changed'],
  unknown: ['unknown', '?', 'not known'],
  text: ['text', '~', 'line of code'],
} as const satisfies Readonly<Record<Change, readonly [string, string, string]>>

function changeOf(difference: Difference): Change {
  switch (difference.kind) {
    case 'removed':
    case 'added':
    case 'unknown':
    case 'text':
    case 'changed':
      return difference.kind
    case 'state':
      return 'changed'
    case 'expression':
    case 'relation':
    case 'manager':
      return difference.change
  }
}
