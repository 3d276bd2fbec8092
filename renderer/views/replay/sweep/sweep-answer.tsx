/** What a sweep came to: its cells, the one at the cursor in words, the legend, and the stretches of a strip. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TreeStore } from '../../guard-tree/tree-store'
import { CellCanvas } from './cell-canvas'
import { CellList } from './cell-list'
import { Legend } from './legend'
import { Stretches } from './stretches'
import { nowAt } from './axis'
import { nameAt, type SweepAnswer, type SweepStore } from './sweep-store'
import { kindOf, stretchesOf, tonesOf } from './tones'
import { guardWords, KIND_WORDS, summaryOf } from './words'

/** Milliseconds that the cursor rests on a cell before it is asked why it failed. */
const REST = 120

interface AnswerProps {
  readonly answer: SweepAnswer
  readonly sweep: SweepStore
  readonly tree: TreeStore
}

export function AnswerCells({ answer, sweep, tree }: AnswerProps) {
  const { axes, result } = answer
  const [across, down = null] = axes
  const columns = useStore(tree, (state) => state.tree)
  const { select } = tree.getState()
  const reasons = useStore(sweep, (state) => state.reasons)
  const { take, explain } = sweep.getState()
  const tones = useMemo(() => tonesOf(result), [result])
  const stretches = useMemo(() => stretchesOf(result), [result])
  const [cursor, setCursor] = useState(() => nowOf(answer))
  const [hover, setHover] = useState<number | null>(null)
  const cells = result.outcomes.length
  const at = Math.min(hover ?? cursor, cells - 1)
  const kind = kindOf(result.outcomes[at])
  useEffect(() => {
    if (kind === 'passed') return
    const timer = setTimeout(() => explain([at]), REST)
    return () => clearTimeout(timer)
  }, [at, kind, explain, answer])
  if (across === undefined || cells === 0) return null
  const node = result.failed[at] ?? -1
  const guard = guardWords(columns, node)
  const why = reasons.get(at) ?? ''
  const says = why === '' ? (guard?.says ?? '') : why
  const name = nameAt(answer, at)
  const words = [name, KIND_WORDS[kind], guard?.guard ?? '', says].filter((part) => part !== '').join(', ')
  const list = down === null && across.values.kind === 'list'
  const shared = {
    tones,
    cursor: Math.min(cursor, cells - 1),
    summary: summaryOf(
      axes.map(({ offer }) => offer.label),
      cells,
      tones.tones,
    ),
    onCursor: setCursor,
    onHover: setHover,
    onTake: (cell: number) => void take(cell),
  }
  return (
    <>
      {list ? (
        <CellList {...shared} axis={across} failed={result.failed} tree={columns} />
      ) : (
        <CellCanvas {...shared} across={across} down={down} words={words} />
      )}
      <p className="sweep-line" title={words} aria-live={list ? 'polite' : 'off'}>
        <code className="sweep-name">
          <bdi dir="ltr">{name}</bdi>
        </code>{' '}
        <b className={kind}>{KIND_WORDS[kind]}</b>
        {guard !== null && <span className="sweep-guard">{guard.guard}</span>}
        {says !== '' && <code className="sweep-says">{says}</code>}
        <span className="sweep-hint">Click or Enter makes it a scenario</span>
      </p>
      <Legend tones={tones.tones} tree={columns} onSelect={select} />
      {down === null && !list && (
        <Stretches
          axis={across}
          stretches={stretches}
          reasons={reasons}
          tree={columns}
          onExplain={explain}
          onSelect={select}
        />
      )}
    </>
  )
}

/** The cell of the scenario itself, the first where it is none of them. */
function nowOf({ axes, result }: SweepAnswer): number {
  const [across, down] = axes
  const [column, row] = [across === undefined ? -1 : nowAt(across), down === undefined ? 0 : nowAt(down)]
  return column < 0 || row < 0 ? 0 : row * result.columns + column
}
