/** What stands where torch was not asked yet: why it cannot be, or what asking it does. */
import { useStore } from 'zustand'
import { DEFAULT_TORCH_OPTIONS } from '../../../shared/overhead'
import { useServices } from '../../components/services'
import { isThere } from '../live/live-session'
import type { OverheadStore } from './overhead-store'

export function TorchOffer({ store }: { readonly store: OverheadStore }) {
  const { process, settings } = useServices()
  const session = useStore(process, (state) => state.session)
  const torch = isThere(session) ? (session.torch?.version ?? null) : null
  return (
    <div className="empty">
      <div className="empty-column">
        {torch === null ? (
          <>
            <h2>No live torch process</h2>
            <p>Run a script or attach to a Python with torch: its own manager of this blob is timed there.</p>
            <p className="empty-actions">
              <button type="button" className="button primary" onClick={() => settings.getState().setView('live')}>
                Open the Live process view
              </button>
            </p>
          </>
        ) : (
          <>
            <h2>Not measured in torch</h2>
            <p>
              The blob is loaded into the live process, which executes what is in it. Its manager is timed on the same
              call, then for {DEFAULT_TORCH_OPTIONS.seconds} s beside managers without some of the guards.
            </p>
            <p className="empty-actions">
              <button type="button" className="button primary" onClick={() => store.getState().wantTorch()}>
                Measure in torch {torch}
              </button>
            </p>
          </>
        )}
      </div>
    </div>
  )
}
