/** The values of a list, each in a cell of its own with its name. */
import type { KeyboardEvent } from 'react'
import type { TreeColumns } from '../../../../shared/tree'
import { type ChosenAxis, labelAt, nowAt } from './axis'
import { moved } from './cursor'
import { Swatch } from './swatch'
import type { Tones } from './tones'
import { guardWords, KIND_WORDS } from './words'

interface CellListProps {
  readonly axis: ChosenAxis
  readonly tones: Tones
  readonly failed: Int32Array
  readonly tree: TreeColumns
  readonly cursor: number
  readonly summary: string
  readonly onCursor: (cell: number) => void
  readonly onHover: (cell: number | null) => void
  readonly onTake: (cell: number) => void
}

export function CellList(props: CellListProps) {
  const { axis, tones, failed, tree, cursor, summary, onCursor, onHover, onTake } = props
  const count = tones.of.length
  const now = nowAt(axis)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      return onTake(cursor)
    }
    const down = { ArrowDown: 'ArrowRight', ArrowUp: 'ArrowLeft' }[event.key]
    const to = moved(down ?? event.key, false, cursor, count, 1)
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    onHover(null)
    onCursor(to)
    document.getElementById(`sweep-value-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div
      className="sweep-list"
      role="listbox"
      tabIndex={0}
      aria-label={summary}
      aria-activedescendant={`sweep-value-${cursor}`}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onHover(null)}
    >
      {Array.from(tones.of, (slot, at) => {
        const tone = tones.tones[slot]
        if (tone === undefined) return null
        const guard = guardWords(tree, failed[at] ?? -1)?.guard
        return (
          // the keys are the list's
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={at}
            id={`sweep-value-${at}`}
            role="option"
            aria-selected={at === cursor}
            className={`sweep-value ${tone.kind}${at === cursor ? ' at' : ''}${at === now ? ' now' : ''}`}
            onPointerEnter={() => onHover(at)}
            onClick={() => {
              onCursor(at)
              onTake(at)
            }}
          >
            <Swatch kind={tone.kind} rank={tone.rank} />
            <code>{labelAt(axis, at)}</code>
            <span className="sweep-came">{guard ?? KIND_WORDS[tone.kind]}</span>
            <span className="unseen">{guard === undefined ? '' : KIND_WORDS[tone.kind]}</span>
          </div>
        )
      })}
    </div>
  )
}
