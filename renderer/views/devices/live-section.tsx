/** What the precisions cost and buy in the live process, by torch, beside what is emulated. */
import { useStore } from 'zustand'
import { useServices } from '../../components/services'
import { ProbePane } from '../live/probe-pane'

export function LiveSection() {
  const { process } = useServices()
  const session = useStore(process, (state) => state.session)
  if (session?.torch == null) return null
  return (
    <section className="gpu" aria-labelledby="live-errors">
      <header className="gpu-head">
        <h2 id="live-errors">Measured in the live process</h2>
        <span>
          torch <b>{session.torch.version}</b>, pid <b>{session.hello?.pid}</b>
        </span>
      </header>
      <ProbePane store={process} session={session} />
    </section>
  )
}
