/** The stretches of a strip that came out alike, in words. */
import { useEffect } from 'react'
import type { TreeColumns } from '../../../../shared/tree'
import { grouped } from '../../../components/format'
import { type ChosenAxis, labelAt } from './axis'
import type { Stretch } from './tones'
import { guardWords, KIND_WORDS } from './words'

const MOST_SHOWN = 40

interface StretchesProps {
  readonly axis: ChosenAxis
  readonly stretches: readonly Stretch[]
  readonly reasons: ReadonlyMap<number, string>
  readonly tree: TreeColumns
  readonly onExplain: (cells: readonly number[]) => void
  readonly onSelect: (node: number) => void
}

export function Stretches({ axis, stretches, reasons, tree, onExplain, onSelect }: StretchesProps) {
  const shown = stretches.slice(0, MOST_SHOWN)
  useEffect(() => {
    const ends = stretches.slice(0, MOST_SHOWN).flatMap(({ kind, from, to }) => (kind === 'passed' ? [] : [from, to]))
    onExplain(ends)
  }, [stretches, onExplain])
  return (
    <ul className="sweep-stretches" aria-label="Stretches">
      {shown.map(({ from, to, kind, node }) => {
        const single = from === to
        const range = single ? labelAt(axis, from) : `${labelAt(axis, from)}\u2013${labelAt(axis, to)}`
        const [first, last] = [reasons.get(from) ?? '', reasons.get(to) ?? '']
        const words = guardWords(tree, node)
        // the ends speak for what lies between, where they say the same
        const says = first === last || first === '' ? first : `at ${labelAt(axis, from)}: ${first}`
        const why = says === '' ? (words?.says ?? '') : says
        return (
          <li key={from} className={kind}>
            <span className="sweep-range">
              {range} <b>{verb(kind, single)}</b>
            </span>
            {words !== null && (
              <button type="button" className="text-button" onClick={() => onSelect(node)}>
                {words.guard}
              </button>
            )}
            {why !== '' && (
              <code className="sweep-says" title={why}>
                {why}
              </code>
            )}
          </li>
        )
      })}
      {stretches.length > shown.length && (
        <li className="quiet-line">and {grouped(stretches.length - shown.length)} more</li>
      )}
    </ul>
  )
}

const PLURALS: Readonly<Record<Stretch['kind'], string>> = { passed: 'pass', failed: 'fail', unknown: 'unknown' }

const verb = (kind: Stretch['kind'], single: boolean): string => (single ? KIND_WORDS : PLURALS)[kind]
