/** All keys of the window, from the table of commands, and those that a part of it has for itself. */
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { useStore } from 'zustand'
import { COMMAND_GROUPS, commandInfo, titleOf } from '../../shared/commands'
import { useReturnFocus } from '../components/return-focus'
import { useServices } from '../components/services'
import { shortcutText } from '../components/shortcut-keys'
import type { Command } from './commands'
import { KEYS_OF_PARTS } from './keys-of-parts'

interface Row {
  readonly title: string
  readonly keys: readonly string[]
  /** Where they work, if not everywhere. */
  readonly where: string
}

export function ShortcutsDialog({ commands }: { readonly commands: readonly Command[] }) {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.open === 'shortcuts')
  return (
    <Dialog.Root open={open} onOpenChange={() => dialogs.getState().close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog shortcuts" aria-describedby={undefined}>
          <Shortcuts commands={commands} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Shortcuts({ commands }: { readonly commands: readonly Command[] }) {
  useReturnFocus()
  const [wanted, setWanted] = useState('')
  const groups = [...commandRows(commands), ...KEYS_OF_PARTS.map(({ name, rows }) => ({ name, rows }))]
  const words = wanted.toLowerCase().split(/\s+/)
  const shown = groups
    .map(({ name, rows }) => ({ name, rows: rows.filter((row) => fits(`${name} ${textOf(row)}`, words)) }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <>
      <div className="shortcuts-head">
        <Dialog.Title className="dialog-title">Keyboard shortcuts</Dialog.Title>
        <input
          type="search"
          value={wanted}
          placeholder="Find a command or a key"
          aria-label="Find a command or a key"
          onChange={(event) => setWanted(event.target.value)}
        />
        <Dialog.Close className="icon-button" aria-label="Close">
          <X size={15} aria-hidden />
        </Dialog.Close>
      </div>
      {/* scrolled by the arrow keys */}
      <div className="shortcuts-groups" tabIndex={0} role="region" aria-label="Shortcuts by part of the window">
        {shown.length === 0 && <p className="dialog-quiet">No shortcut by that name</p>}
        {shown.map(({ name, rows }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {rows.map(({ title, keys, where }) => (
                <div key={title}>
                  <dt>
                    {title}
                    {where !== '' && <small>{where}</small>}
                  </dt>
                  <dd>
                    {keys.map((one) => (
                      <kbd key={one} className="keys">
                        {shortcutText(one)}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}

function commandRows(
  commands: readonly Command[],
): readonly { readonly name: string; readonly rows: readonly Row[] }[] {
  return COMMAND_GROUPS.map((name) => ({
    name,
    rows: commands.flatMap(({ group, title, keys, otherKeys, view, focus }): readonly Row[] => {
      if (group !== name || keys === undefined) return []
      const all = otherKeys === undefined ? [keys] : [keys, otherKeys]
      const where = view === undefined ? (focus === undefined ? '' : 'in the tree') : `in ${viewTitle(view)}`
      return [{ title, keys: all, where }]
    }),
  })).filter(({ rows }) => rows.length > 0)
}

function viewTitle(view: NonNullable<Command['view']>): string {
  return titleOf(commandInfo(`view-${view}`))
}

function textOf({ title, keys, where }: Row): string {
  return `${title} ${keys.map(shortcutText).join(' ')} ${where}`.toLowerCase()
}

function fits(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.toLowerCase().includes(word))
}
