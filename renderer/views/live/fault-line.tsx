/** What went wrong with a live process, in one line, and what to do about it. */
import { RotateCw, TriangleAlert } from 'lucide-react'
import { useServices } from '../../components/services'
import { type LiveSession, faultOf } from './live-session'
import type { LiveProcessStore } from './live-store'
import { focusOutput } from './output-pane'

interface FaultLineProps {
  readonly store: LiveProcessStore
  readonly session: LiveSession
}

export function FaultLine({ store, session }: FaultLineProps) {
  const { api } = useServices()
  const fault = faultOf(session)
  if (fault === null) return null
  const gone = session.exit !== null || session.ended !== null
  const showOutput = (): void => {
    store.getState().setPane('output')
    focusOutput()
  }
  return (
    <div className="live-fault" role="alert">
      <TriangleAlert size={14} aria-hidden />
      <p title={fault}>{fault}</p>
      <button type="button" className="text-button" onClick={showOutput}>
        Show the output
      </button>
      <button type="button" className="text-button" onClick={() => void api.writeClipboard(fault)}>
        Copy
      </button>
      {gone ? (
        <button type="button" className="chip" onClick={() => void store.getState().restart()}>
          <RotateCw size={13} aria-hidden /> Restart
        </button>
      ) : (
        session.fault !== null && (
          <button type="button" className="text-button" onClick={() => store.getState().dismiss()}>
            Dismiss
          </button>
        )
      )}
    </div>
  )
}
