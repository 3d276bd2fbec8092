/** What the colours of a sweep stand for, with counts; a failing guard leads to its node in the tree. */
import type { TreeColumns } from '../../../../shared/tree'
import { grouped } from '../../../components/format'
import { Swatch } from './swatch'
import type { Tone } from './tones'
import { guardWords, KIND_WORDS } from './words'

interface LegendProps {
  readonly tones: readonly Tone[]
  readonly tree: TreeColumns
  readonly onSelect: (node: number) => void
}

export function Legend({ tones, tree, onSelect }: LegendProps) {
  return (
    <ul className="sweep-legend" aria-label="Legend">
      {tones.map((tone) => (
        <li key={`${tone.kind} ${tone.rank}`}>
          <Entry tone={tone} tree={tree} onSelect={onSelect} />
        </li>
      ))}
    </ul>
  )
}

function Entry({ tone, tree, onSelect }: { readonly tone: Tone } & Omit<LegendProps, 'tones'>) {
  const words = guardWords(tree, tone.node)
  const name = tone.kind === 'failed' && words === null ? 'fails elsewhere' : KIND_WORDS[tone.kind]
  if (words === null)
    return (
      <span className="sweep-key">
        <Swatch kind={tone.kind} rank={tone.rank} /> {name} <span className="chip-count">{grouped(tone.count)}</span>
      </span>
    )
  return (
    <button
      type="button"
      className="sweep-key"
      title={`${words.guard}: ${words.says}\nSelect it in the tree`}
      onClick={() => onSelect(tone.node)}
    >
      <Swatch kind={tone.kind} rank={tone.rank} /> {name} <span className="chip-count">{grouped(tone.count)}</span>{' '}
      <b>{words.guard}</b> <span className="sweep-says">{words.says}</span>
    </button>
  )
}
