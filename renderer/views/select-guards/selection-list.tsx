/** The guards that are chosen, one below the other: keys and clicks show one in the tree. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { GuardSelection } from '../../../shared/selection'
import { FAMILIES, type TreeColumns } from '../../../shared/tree'

const ROW = 40
const PAGE = 8
/** Letters at the end of a name that are always shown, about: long ones differ there. */
const TAIL = 34
const UNDRAWN = 'not in the tree: torch adds no check for it'

interface SelectionListProps {
  readonly selection: GuardSelection
  readonly tree: TreeColumns
  /** Shows a guard where it stands in the tree. */
  readonly onShow: (node: number) => void
  /** Goes there. */
  readonly onGo: () => void
}

interface Listed {
  readonly name: string
  readonly createFn: string
  readonly node: number
  /** Whether it is one of those of which the file does not tell. */
  readonly kept: boolean
}

export function SelectionList({ selection, tree, onShow, onGo }: SelectionListProps) {
  const { guards, unknown } = selection
  const count = guards.names.length + unknown.names.length
  const scroller = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(-1)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  })
  const listed = (index: number): Listed => {
    const kept = index >= guards.names.length
    const of = kept ? unknown : guards
    const place = kept ? index - guards.names.length : index
    return { name: of.names[place] ?? '', createFn: of.createFns[place] ?? '', node: of.nodes[place] ?? -1, kept }
  }
  const choose = (index: number): void => {
    if (index < 0 || index >= count) return
    setAt(index)
    rows.scrollToIndex(index)
    const { node } = listed(index)
    if (node >= 0) onShow(node)
  }
  return (
    <div
      ref={scroller}
      className="select-list"
      role="listbox"
      tabIndex={0}
      aria-label="Chosen guards"
      aria-activedescendant={at < 0 ? undefined : `chosen-guard-${at}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter') return onGo()
        const to = {
          ArrowDown: at + 1,
          ArrowUp: Math.max(0, at - 1),
          PageDown: Math.min(count - 1, at + PAGE),
          PageUp: Math.max(0, at - PAGE),
          Home: 0,
          End: count - 1,
        }[event.key]
        if (to === undefined) return
        event.preventDefault()
        choose(to)
      }}
    >
      <div className="select-rows" role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Row
            key={index}
            one={listed(index)}
            index={index}
            count={count}
            top={start}
            chosen={index === at}
            tree={tree}
            onChoose={() => choose(index)}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  readonly one: Listed
  readonly index: number
  readonly count: number
  readonly top: number
  readonly chosen: boolean
  readonly tree: TreeColumns
  readonly onChoose: () => void
}

function Row({ one, index, count, top, chosen, tree, onChoose }: RowProps) {
  const { name, createFn, node, kept } = one
  const family = FAMILIES[tree.family[node] ?? 0] ?? 'none'
  // the row of a manager stands for a guard that has none
  const code = family === 'none' ? UNDRAWN : (tree.strings[tree.textId[node] ?? 0] ?? '')
  return (
    // the keys are the list's
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`chosen-guard-${index}`}
      role="option"
      aria-selected={chosen}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={`select-row${chosen ? ' chosen' : ''}${kept ? ' kept' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      <span className="select-row-head">
        <span className="select-row-name" title={name}>
          {name === '' ? (
            <span>the process</span>
          ) : (
            <>
              <span className="select-row-start">{name.slice(0, tailOf(name))}</span>
              <span className="select-row-tail">{name.slice(tailOf(name))}</span>
            </>
          )}
        </span>
        {kept && (
          <span className="tag" title="The file does not tell whether it is meant">
            kept
          </span>
        )}
      </span>
      <span className="select-row-code" title={code}>
        <b className={`guard-class ${family}`}>{createFn}</b> {name === '' ? code : code.replaceAll(name, '…')}
      </span>
    </div>
  )
}

/** Where the end of a name begins that is always shown: at an attribute or a key. */
function tailOf(name: string): number {
  const from = Math.max(0, name.length - TAIL)
  if (from === 0) return 0
  const end = name.slice(from)
  const step = end.search(/\.[a-zA-Z_]|\[/)
  return step < 0 ? from : from + step
}
