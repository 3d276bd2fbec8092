/** Which scenarios of a blob edits would flip, before they are made: the sentence, and each with its reason. */
import { ArrowRight } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { useStore } from 'zustand'
import type { PreviewRow } from '../../../../shared/preview'
import type { Json } from '../../../../shared/replay'
import { canBeForced, withoutForce } from '../../../components/forced-edit'
import { useDocuments, useServices } from '../../../components/services'
import { Verdict } from '../verdict'
import { createFlipStore } from './flip-store'
import { flipsOf, flipWords } from './flips'

interface FlipPreviewProps {
  readonly document: string
  readonly blob: number
  /** As the command line's `edit` takes them; none show nothing. */
  readonly edits: readonly Json[]
}

/** Listed at most. */
const MOST = 50

export function FlipPreview({ document, blob, edits }: FlipPreviewProps) {
  const { api, replay } = useServices()
  const scenarios = replay(document, blob)
  const store = useMemo(() => createFlipStore(api, document, blob), [api, document, blob])
  const { revision, guardState, scenarios: entries } = useStore(scenarios)
  const { rows, total, asking, refusal, error } = useStore(store)
  // an edit made meanwhile makes another tree
  const tree = useDocuments(({ documents }) => {
    const state = documents.find(({ id }) => id === document)?.state
    const opened = state?.status === 'ready' ? state.blobs.get(blob) : undefined
    return opened?.status === 'ready' ? opened.tree : null
  })
  const wanted = useMemo(() => JSON.stringify(edits), [edits])
  const state = guardState?.json ?? null
  const ask = useEffectEvent(() =>
    store.getState().ask(
      edits,
      entries.map(({ text }) => text),
      { guardState: state },
    ),
  )
  useEffect(() => scenarios.getState().start(), [scenarios])
  useEffect(() => ask(), [store, wanted, revision, state, tree])
  // what is on its way is for nobody any more
  useEffect(() => () => store.getState().ask([], [], { guardState: null }), [store])
  if (edits.length === 0) return null
  const flips = rows === null ? [] : flipsOf(rows)
  const onlyOwn = entries.length === 1 && entries[0]?.own === true
  return (
    <div className={`flips${asking ? ' asking' : ''}`} aria-busy={asking}>
      <p role="status" className={`flips-head${refusal === null && error === null ? '' : ' refused'}`}>
        {refusal !== null
          ? refusalWords(refusal)
          : (error ?? (rows === null ? 'Replaying the scenarios…' : flipWords(rows, total, onlyOwn)))}
      </p>
      {flips.length > 0 && (
        <ul className="flip-list" aria-label="Scenarios that flip" tabIndex={0}>
          {flips.slice(0, MOST).map((row, at) => (
            <Flip key={at} row={row} />
          ))}
          {flips.length > MOST && <li className="quiet">and {flips.length - MOST} more</li>}
        </ul>
      )}
    </div>
  )
}

const refusalWords = (reason: string): string =>
  canBeForced(reason) ? `It would have to be confirmed: ${withoutForce(reason)}.` : `It would be refused: ${reason}`

function Flip({ row: { name, before, after, part } }: { readonly row: PreviewRow }) {
  return (
    <li className="flip">
      <span className="flip-name" title={name}>
        {name}
      </span>
      <span className="flip-answers">
        <Verdict answer={before} /> <ArrowRight size={12} aria-label="to" /> <Verdict answer={after} />
      </span>
      {part !== '' && <code className="flip-part">{part.split(/\s{2,}# /, 1)[0]}</code>}
    </li>
  )
}
