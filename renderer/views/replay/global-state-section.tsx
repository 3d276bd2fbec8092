/** What the GLOBAL_STATE guard is built from: the blob's own state, or one from a file, the clipboard or another blob. */
import { ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useRef } from 'react'
import { useStore } from 'zustand'
import type { GlobalStateRow, Json } from '../../../shared/replay'
import { useDocuments, useServices } from '../../components/services'
import { Section } from '../guard-tree/section'
import type { ReplayStore } from './replay-store'

interface GlobalStateSectionProps {
  readonly store: ReplayStore
  readonly document: string
}

export function GlobalStateSection({ store, document }: GlobalStateSectionProps) {
  const { api, live } = useServices()
  const process = useStore(live, ({ state }) => state)
  const { guardState, guardStateError, setGuardState, change, result } = useStore(store)
  const others = useDocuments((state) => state.documents).filter(
    ({ id, state }) => id !== document && state.status === 'ready',
  )
  const picker = useRef<HTMLInputElement>(null)
  const fromClipboard = async (): Promise<void> => {
    await setGuardState({ from: 'clipboard', name: 'the clipboard', json: await api.readClipboard() })
  }
  const fromDocument = async (id: string, name: string, blob: number): Promise<void> => {
    const reply = await api.globalState(id, blob)
    if (!reply.ok) return store.setState({ guardStateError: `${name}: ${reply.error.message}` })
    if (reply.value === null) return store.setState({ guardStateError: `${name}: its blob holds no global state` })
    await setGuardState({ from: 'document', name, json: reply.value })
  }
  const call = result?.globalState ?? []
  return (
    <Section
      title="Global state"
      action={
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="chip menu-chip" aria-label="What the GLOBAL_STATE guard is built from">
            {guardState === null ? 'the blob’s own' : guardState.name} <ChevronDown size={12} aria-hidden />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
              <DropdownMenu.Label className="menu-label">Build the GLOBAL_STATE guard from</DropdownMenu.Label>
              <DropdownMenu.Item className="menu-item" onSelect={() => void setGuardState(null)}>
                the blob’s own state
              </DropdownMenu.Item>
              <DropdownMenu.Item className="menu-item" onSelect={() => picker.current?.click()}>
                a file: the JSON of GlobalStateGuard.__getstate__()
              </DropdownMenu.Item>
              <DropdownMenu.Item className="menu-item" onSelect={() => void fromClipboard()}>
                the clipboard
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                disabled={process === null}
                onSelect={() => {
                  if (process === null) return
                  const { pid, torch, globalState } = process
                  const name = `process ${pid}, torch ${torch}`
                  void setGuardState({ from: 'process', name, json: JSON.stringify(globalState) })
                }}
              >
                {process === null
                  ? 'a live process: none is connected'
                  : `the live process ${process.pid}, torch ${process.torch}`}
              </DropdownMenu.Item>
              {others.map(({ id, name, state }) => (
                <DropdownMenu.Item
                  key={id}
                  className="menu-item"
                  onSelect={() => void fromDocument(id, name, state.status === 'ready' ? state.blob : 0)}
                >
                  {name}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      }
    >
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label="A file with a global state"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file !== undefined)
            void file.text().then((json) => setGuardState({ from: 'file', name: file.name, json }))
        }}
      />
      {guardStateError !== null && <p className="detail-error">{guardStateError}</p>}
      {guardState !== null && (
        <>
          <StateTable
            rows={guardState.rows ?? []}
            from="blob"
            to={guardState.name}
            same="It is the blob’s own state."
          />
          <button
            type="button"
            className="chip"
            onClick={() =>
              void change([{ path: ['process', 'global_state'], value: JSON.parse(guardState.json) as Json }])
            }
          >
            Run this call in that state
          </button>
        </>
      )}
      {call.length > 0 && (
        <StateTable rows={call} from="guard" to="this call" same="This call runs in the state that the guard wants." />
      )}
      {call.length === 0 && guardState === null && (
        <p className="quiet-line">This blob or this call does not say its global state.</p>
      )}
    </Section>
  )
}

/** Both sides, key by key: only what differs, unless a person wants all. */
function StateTable({
  rows,
  from,
  to,
  same,
}: {
  readonly rows: readonly GlobalStateRow[]
  readonly from: string
  readonly to: string
  readonly same: string
}) {
  const changed = rows.filter((row) => !row.same)
  return (
    <>
      {changed.length === 0 ? <p className="quiet-line">{same}</p> : <Rows rows={changed} from={from} to={to} />}
      <details className="all-keys">
        <summary>All keys</summary>
        <Rows rows={rows} from={from} to={to} />
      </details>
    </>
  )
}

function Rows({
  rows,
  from,
  to,
}: {
  readonly rows: readonly GlobalStateRow[]
  readonly from: string
  readonly to: string
}) {
  return (
    <table className="explained">
      <thead>
        <tr>
          <th scope="col">key</th>
          <th scope="col">{from}</th>
          <th scope="col">{to}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, expected, actual, same }) => (
          <tr key={key} className={same ? '' : 'differs'}>
            <th scope="row">{key}</th>
            <td>{expected}</td>
            <td>{actual}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
