/** What has been under way for a while in the document in front, with the way to call it off. */
import { LoaderCircle } from 'lucide-react'
import { useStore } from 'zustand'
import type { Work } from '../../shared/work'
import { useDocuments, useServices, useSettings } from '../components/services'
import type { RunningWork } from '../stores/work'

export function WorkBar() {
  const { work } = useServices()
  const active = useDocuments((state) => state.active)
  const view = useSettings((state) => state.view)
  const running = useStore(work, (state) => state.running)
  const shown = new Map<Work, RunningWork>()
  for (const one of running) {
    // a blob is measured beside one of another document
    const isOther = one.work === 'profile' && view === 'overhead'
    // findings are looked for unasked, too: that is nobody's business elsewhere
    if ((one.document !== active && !isOther) || (one.work === 'findings' && view !== 'findings')) continue
    if (!shown.has(one.work)) shown.set(one.work, one)
  }
  if (shown.size === 0) return null
  return (
    <div className="work-bar" role="region" aria-label="Work under way">
      {[...shown.values()].map(({ serial, document, work: kind, words, stopping }) => (
        <p key={serial}>
          <LoaderCircle className="spin" size={14} aria-hidden />
          <span role="status">{stopping ? 'Cancelling' : words}…</span>
          <button
            type="button"
            className="chip"
            disabled={stopping}
            aria-label={`Cancel: ${words}`}
            onClick={() => work.getState().stop(document, kind)}
          >
            Cancel
          </button>
        </p>
      ))}
    </div>
  )
}
