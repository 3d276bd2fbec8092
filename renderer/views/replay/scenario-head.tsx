/** The scenario in front: its name, and what can be done with all of them. */
import { Copy, FolderOpen, Play, Save, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { commandInfo } from '../../../shared/commands'
import { IconButton } from '../../components/icon-button'
import { useServices } from '../../components/services'
import type { ReplayStore } from './replay-store'

export function ScenarioHead({ store }: { readonly store: ReplayStore }) {
  const { api } = useServices()
  const { scenarios, current, file, rename, duplicate, remove, openFile, runAll, save } = useStore(store)
  const picker = useRef<HTMLInputElement>(null)
  const entry = scenarios[current]
  return (
    <header className="detail-head">
      {entry === undefined || entry.own ? (
        <h2>{entry?.name ?? 'Scenarios'}</h2>
      ) : (
        <h2>
          <input
            key={entry.key}
            className="name-input"
            aria-label="Name of the scenario"
            defaultValue={entry.name}
            onBlur={(event) => rename(event.target.value.trim())}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur()
            }}
          />
        </h2>
      )}
      <IconButton
        label="Run all again"
        shortcut={commandInfo('run-scenarios').keys}
        icon={<Play size={15} />}
        onClick={() => void runAll()}
      />
      <IconButton
        label="Copy this scenario"
        shortcut={commandInfo('copy-scenario').keys}
        icon={<Copy size={15} />}
        onClick={duplicate}
      />
      <IconButton
        label="Open scenarios from a file"
        icon={<FolderOpen size={15} />}
        onClick={() => picker.current?.click()}
      />
      <IconButton
        label={file.dirty ? 'Save the scenarios beside the file' : 'The scenarios are saved'}
        shortcut={commandInfo('save-scenarios').keys}
        icon={<Save size={15} />}
        disabled={!file.dirty}
        onClick={() => void save()}
      />
      <IconButton
        label="Remove this scenario"
        icon={<Trash2 size={15} />}
        disabled={entry === undefined || entry.own}
        onClick={remove}
      />
      <input
        ref={picker}
        type="file"
        accept=".json,.gz"
        aria-label="A file of scenarios"
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen !== undefined) void openFile(api.pathForFile(chosen))
          event.target.value = ''
        }}
      />
    </header>
  )
}
