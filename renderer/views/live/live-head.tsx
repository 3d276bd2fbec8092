/** Above a live process: what it is and is at, and what can be done with it as a whole. */
import { CircleStop, ListChecks, Network, OctagonPause, Plus, RotateCw } from 'lucide-react'
import { useStore } from 'zustand'
import { plural } from '../../components/format'
import { IconButton } from '../../components/icon-button'
import { useServices } from '../../components/services'
import { type LiveSession, commandOf, isThere, standingOf } from './live-session'
import type { LiveProcessStore } from './live-store'

interface LiveHeadProps {
  readonly store: LiveProcessStore
  readonly session: LiveSession
}

export function LiveHead({ store, session }: LiveHeadProps) {
  const { starting, devices, restart, stop, interrupt, setForm, lookAtStandings } = useStore(store)
  const { hello, torch, target, compiles } = session
  const { words, tone } = standingOf(session)
  const there = isThere(session)
  const attached = target.kind === 'attach'
  const command = commandOf(target)
  return (
    <div className="filter-bar live-head">
      <h1 className="unseen">Live process</h1>
      <span className={`live-standing ${tone}`} role="status">
        <i aria-hidden /> {words}
      </span>
      <code className="live-command" title={command}>
        {command}
      </code>
      {hello !== null && (
        <span title={`${hello.executable}\n${hello.cwd}`}>
          pid <b>{hello.pid}</b>
          {hello.host !== '' && <> on {hello.host}</>}
        </span>
      )}
      {hello !== null && (
        <span>
          Python <b>{hello.python}</b>
        </span>
      )}
      {torch !== null && (
        <span title={torch.folder}>
          torch <b>{torch.version}</b>
          {torch.standing === 'new' && <span className="live-new"> newer than is known</span>}
        </span>
      )}
      <Devices devices={devices} />
      {compiles.length > 0 && <span>{plural(compiles.length, 'compile')}</span>}
      <span className="space" />
      {there && compiles.length > 0 && (
        <button
          type="button"
          className="chip menu-chip"
          title="Which compiles would still take their call, by torch’s own check"
          onClick={() => void lookAtStandings()}
        >
          <ListChecks size={13} aria-hidden /> Check all now
        </button>
      )}
      <ItsPrecision shown={there && torch !== null} />
      {there && session.ended === null && target.kind === 'start' && target.script !== null && (
        <IconButton
          label="Interrupt"
          icon={<OctagonPause size={15} />}
          onClick={() => void interrupt()}
          disabled={hello === null}
        />
      )}
      {there && (
        <IconButton label={attached ? 'Detach' : 'Stop'} icon={<CircleStop size={15} />} onClick={() => void stop()} />
      )}
      <IconButton
        label={attached ? 'Attach again' : 'Restart'}
        icon={<RotateCw size={15} />}
        onClick={() => void restart()}
        disabled={starting}
      />
      <IconButton label="Another process…" icon={<Plus size={15} />} onClick={() => setForm(true)} />
    </div>
  )
}

function Devices({ devices }: { readonly devices: readonly { readonly device: string; readonly name: string }[] }) {
  if (devices.length === 0) return null
  const [first] = devices.length > 1 ? devices.slice(1) : devices
  const title = devices.map(({ device, name }) => `${device}: ${name}`).join('\n')
  return (
    <span title={title} className="live-devices">
      {devices.length > 2 ? plural(devices.length, 'device') : `${first?.device ?? ''} ${first?.name ?? ''}`}
    </span>
  )
}

/** To the settings of the process in the view that has them. */
function ItsPrecision({ shown }: { readonly shown: boolean }) {
  const { precision, settings } = useServices()
  const source = useStore(precision, ({ sources }) => sources.find(({ choosesTorch }) => !choosesTorch))
  if (!shown || source === undefined) return null
  return (
    <button
      type="button"
      className="chip menu-chip"
      onClick={() => {
        void precision.getState().setSource(source)
        settings.getState().setView('precision')
      }}
    >
      <Network size={13} className="rail-precision" aria-hidden /> Its precision
    </button>
  )
}
