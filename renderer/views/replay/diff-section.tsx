/** What the scenario in front has otherwise than another one, each part to be taken back. */
import { Undo2 } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../../components/icon-button'
import type { ScenarioEntry } from './replay-state'
import type { ReplayStore } from './replay-store'
import { SourceText } from './source-text'
import { type Difference, differences, MOST_DIFFERENCES } from './scenario-diff'

/** Differences that are shown at first. */
const FEW = 20

export function DiffSection({ store }: { readonly store: ReplayStore }) {
  const { scenarios, current } = useStore(store)
  const [chosen, setChosen] = useState<number | null>(null)
  const entry = scenarios[current]
  const others = scenarios.filter((other) => other !== entry)
  const other = others.find(({ key }) => key === chosen) ?? others.find(({ own }) => own) ?? others[0]
  if (entry === undefined || other === undefined) return null
  return (
    <section className="diff-section" aria-label="Differences">
      <div className="section-head diff-head">
        <h3>Differs from</h3>
        <select
          aria-label="The scenario to compare with"
          value={other.key}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {others.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <DiffList
        key={other.key}
        from={other}
        to={entry}
        onBack={(difference) => store.getState().change(difference.back())}
      />
    </section>
  )
}

interface DiffListProps {
  readonly from: ScenarioEntry
  readonly to: ScenarioEntry
  readonly onBack: (difference: Difference) => Promise<void>
}

function DiffList({ from, to, onBack }: DiffListProps) {
  const [showsAll, setShowsAll] = useState(false)
  // what is typed into comes first
  const text = useDeferredValue(to.text)
  const found = useMemo(() => differences(from.text, text), [from.text, text])
  const shown = showsAll ? found : found.slice(0, FEW)
  return (
    <>
      {found.length === 0 && <p className="quiet-line">In nothing: it is the same call.</p>}
      <ul className="differences">
        {shown.map((difference) => (
          <li key={difference.label} className="difference">
            <code className="difference-label">
              <SourceText source={difference.label} />
            </code>
            <IconButton
              label={`Take back ${difference.label}`}
              icon={<Undo2 size={13} />}
              className="small"
              onClick={() => void onBack(difference)}
            />
            <span className="difference-values">
              <code>{difference.from}</code> <span aria-label="to">→</span> <code className="now">{difference.to}</code>
            </span>
          </li>
        ))}
      </ul>
      {found.length > shown.length && (
        <button type="button" className="text-button" onClick={() => setShowsAll(true)}>
          Show all {found.length}
        </button>
      )}
      {showsAll && found.length === MOST_DIFFERENCES && (
        <p className="quiet-line">The first {MOST_DIFFERENCES}; there may be more.</p>
      )}
    </>
  )
}
