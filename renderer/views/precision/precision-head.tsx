/** Above the tree: which source and which torch, presets, the Python of it all, undo and redo. */
import { Check, ChevronDown, Clipboard, Redo2, Undo2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { toast } from '../../components/toast'
import { useStore } from 'zustand'
import { commandInfo } from '../../../shared/commands'
import type { PrecisionReading } from '../../../shared/precision'
import { plural } from '../../components/format'
import { IconButton } from '../../components/icon-button'
import { useServices } from '../../components/services'
import type { PrecisionStore } from './precision-store'

export function PrecisionHead({
  store,
  reading,
}: {
  readonly store: PrecisionStore
  readonly reading: PrecisionReading
}) {
  const { source, sources, setSource, setTorch } = useStore(store)
  return (
    <div className="filter-bar precision-head">
      {sources.length > 1 && (
        <div className="precision-sources" role="group" aria-label="Source">
          {sources.map((one) => (
            <button
              key={one.name}
              type="button"
              className="chip"
              aria-pressed={one === source}
              onClick={() => void setSource(one)}
            >
              {one.name}
            </button>
          ))}
        </div>
      )}
      {source.choosesTorch && (
        <label className="field">
          {sources.length > 1 ? 'of torch' : 'Model of torch'}
          <select value={reading.state.torch} onChange={(event) => void setTorch(event.target.value)}>
            {reading.versions.map((version) => (
              <option key={version} value={version}>
                {version}
              </option>
            ))}
          </select>
        </label>
      )}
      <span className="space" />
      <Presets store={store} reading={reading} />
      <CopyAsPython store={store} />
      <History store={store} />
    </div>
  )
}

function Presets({ store, reading }: { readonly store: PrecisionStore; readonly reading: PrecisionReading }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="chip menu-chip">
        Presets <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {reading.presets.map(({ name, label, about }) => (
            <DropdownMenu.Item
              key={name}
              className="menu-item"
              onSelect={() => void store.getState().show({ kind: 'preset', name })}
            >
              <span className="blob-lines">
                {label}
                <span className="precision-about">{about}</span>
              </span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function CopyAsPython({ store }: { readonly store: PrecisionStore }) {
  const { api } = useServices()
  const copy = async (): Promise<void> => {
    const reply = await store.getState().python()
    if (reply === null) return
    if (!reply.ok) return void toast.error(reply.error.message)
    const { lines, notes } = reply.value
    if (lines.length === 0) return void toast('Nothing to copy: it is as it began')
    await api.writeClipboard([...notes.map((note) => `# ${note}`), ...lines, ''].join('\n'))
    toast(`Copied ${plural(lines.length, 'line')} of Python`)
  }
  return (
    <button type="button" className="chip menu-chip" onClick={() => void copy()}>
      <Clipboard size={13} aria-hidden /> Copy as Python
    </button>
  )
}

function History({ store }: { readonly store: PrecisionStore }) {
  const { history, position, jump } = useStore(store)
  const last = history.length - 1
  return (
    <>
      <IconButton
        label="Undo"
        shortcut={commandInfo('undo').keys}
        icon={<Undo2 size={15} />}
        disabled={position === 0}
        onClick={() => void jump(position - 1)}
      />
      <IconButton
        label="Redo"
        shortcut={commandInfo('redo').keys}
        icon={<Redo2 size={15} />}
        disabled={position >= last}
        onClick={() => void jump(position + 1)}
      />
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="chip menu-chip" aria-label="History of the settings" disabled={last < 1}>
          {plural(position, 'step')} <ChevronDown size={12} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
            <DropdownMenu.RadioGroup value={String(position)} onValueChange={(value) => void jump(Number(value))}>
              {history.map(({ label }, step) => (
                <DropdownMenu.RadioItem key={step} value={String(step)} className="menu-item">
                  <span className="menu-check">{step === position && <Check size={13} aria-hidden />}</span>
                  <span className={step > position ? 'undone-step' : 'done-step'}>{label}</span>
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </>
  )
}
