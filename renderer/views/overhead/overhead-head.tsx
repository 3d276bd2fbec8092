/** What is measured and how: the call, cold against warm or one blob against another, and the way out to other programs. */
import { ChevronDown, Download, RotateCw } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { toast } from '../../components/toast'
import { useStore } from 'zustand'
import type { Profile, ProfileFormat } from '../../../shared/overhead'
import { IconButton } from '../../components/icon-button'
import { OtherBlobSelect } from '../../components/other-blob-select'
import type { OtherBlob } from '../../stores/other-blobs'
import type { ScenarioEntry } from '../replay/replay-state'
import type { OverheadStore } from './overhead-store'
import { grouped } from '../../components/format'
import { methodWords, originWords, runsWords, time } from './words'

interface OverheadHeadProps {
  readonly store: OverheadStore
  readonly lead: ReactNode
  readonly scenarios: readonly ScenarioEntry[]
  readonly others: readonly OtherBlob[]
  readonly chosen: OtherBlob | null
  readonly profile: Profile | null
  readonly torch: Profile | null
  /** What torch logged when it compiled the blob, in microseconds. */
  readonly latency: number | null
}

export function OverheadHead({ store, lead, scenarios, others, chosen, profile, torch, latency }: OverheadHeadProps) {
  const { mode, kind, scenario, asking, setMode, setKind, setScenario, setAgainst, again } = useStore(store)
  return (
    <div className="filter-bar overhead-head">
      {lead}
      <span className="segments" role="group" aria-label="Side by side">
        <button type="button" className="chip" aria-pressed={mode === 'cold-warm'} onClick={() => setMode('cold-warm')}>
          Cold against warm
        </button>
        <button type="button" className="chip" aria-pressed={mode === 'a-b'} onClick={() => setMode('a-b')}>
          A against B
        </button>
        <button type="button" className="chip" aria-pressed={mode === 'torch'} onClick={() => setMode('torch')}>
          Engine against torch
        </button>
      </span>
      <label className="diff-against">
        call
        <select
          value={scenario ?? ''}
          onChange={(event) => setScenario(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">as saved</option>
          {scenarios.flatMap(({ key, name, own }) =>
            own
              ? []
              : [
                  <option key={key} value={key}>
                    {name}
                  </option>,
                ],
          )}
        </select>
      </label>
      {mode === 'a-b' && chosen !== null && (
        <label className="diff-against">
          B
          <OtherBlobSelect others={others} chosen={chosen} onChoose={setAgainst} />
        </label>
      )}
      {((mode === 'a-b' && chosen !== null) || torch !== null) && (
        <span className="segments" role="group" aria-label="Caches">
          {(['cold', 'warm'] as const).map((one) => (
            <button key={one} type="button" className="chip" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {one === 'cold' ? 'Cold' : 'Warm'}
            </button>
          ))}
        </span>
      )}
      <span className="filter-result overhead-method">
        {torch !== null ? (
          <TorchWords torch={torch} kind={kind} latency={latency} />
        ) : (
          profile !== null && (
            <>
              {profile.answer !== 'true' && <span className="overhead-refused">{ANSWERS[profile.answer]}</span>}
              <span title="As torch's own profile_guard_manager does it">{runsWords(profile.cold)}</span>
              <span>{runsWords(profile.warm)}</span>
              <span>{originWords(profile.origin)}</span>
            </>
          )
        )}
      </span>
      <IconButton label="Measure again" icon={<RotateCw size={15} />} disabled={asking !== null} onClick={again} />
      <ExportMenu store={store} disabled={profile === null} />
    </div>
  )
}

/** What torch's figures are of. */
function TorchWords({
  torch,
  kind,
  latency,
}: {
  readonly torch: Profile
  readonly kind: 'cold' | 'warm'
  readonly latency: number | null
}) {
  const { origin, answer } = torch
  const { method, runs } = torch[kind]
  return (
    <>
      {answer !== 'true' && <span className="overhead-refused">this call is refused: its rows are not measured</span>}
      {origin.kind === 'torch' && origin.busy && (
        <span className="overhead-refused">the script was running: its times are less certain</span>
      )}
      {latency !== null && (
        <span title="The guard latency that torch measured when it compiled this: one check, with cold caches">
          at its compile {time(latency * 1000)}
        </span>
      )}
      <span title={methodWords(method)}>
        {kind === 'cold' && origin.kind === 'torch' && origin.evicts
          ? `cold: profile_guard_manager, ${grouped(runs.length)} times`
          : runsWords(torch[kind])}
      </span>
      <span>{originWords(origin)}</span>
    </>
  )
}

/** Of a call that does not pass: what is not reached has no cost. */
const ANSWERS = {
  false: 'this call is refused: what comes after is not reached',
  unknown: 'whether this call passes is not known',
} as const

const FORMATS: readonly { readonly format: ProfileFormat; readonly label: string }[] = [
  { format: 'speedscope', label: 'For speedscope…' },
  { format: 'trace', label: 'As a Chrome trace, for Perfetto…' },
]

function ExportMenu({ store, disabled }: { readonly store: OverheadStore; readonly disabled: boolean }) {
  const save = async (format: ProfileFormat): Promise<void> => {
    const reply = await store.getState().save(format)
    if (!reply.ok) toast.error(reply.error.message)
    else if (reply.value !== null) toast('Profile exported')
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="chip menu-chip" disabled={disabled}>
        <Download size={13} aria-hidden /> Export <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {FORMATS.map(({ format, label }) => (
            <DropdownMenu.Item key={format} className="menu-item" onSelect={() => void save(format)}>
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
