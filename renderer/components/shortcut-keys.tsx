/** A shortcut as little keys. */
import { commandInfo } from '../../shared/commands'
import type { CommandId } from '../../shared/commands'

const MAC = /Mac/.test(navigator.platform)
const SIGNS = new Map(
  MAC
    ? [
        ['Mod', '⌘'],
        ['Shift', '⇧'],
        ['Ctrl', '⌃'],
        ['ArrowRight', '→'],
        ['ArrowLeft', '←'],
        ['Plus', '+'],
      ]
    : [
        ['Mod', 'Ctrl'],
        ['ArrowRight', '→'],
        ['ArrowLeft', '←'],
        ['Plus', '+'],
      ],
)

export function ShortcutKeys({ shortcut }: { readonly shortcut: string }) {
  return <kbd className="keys">{shortcutText(shortcut)}</kbd>
}

/** The keys of a command; nothing where it has none. */
export function CommandKeys({ id }: { readonly id: CommandId }) {
  const { keys } = commandInfo(id)
  return keys === undefined ? null : <ShortcutKeys shortcut={keys} />
}

/** `Mod+K` as `Ctrl K`, or `⌘ K` on a Mac. */
export function shortcutText(shortcut: string): string {
  return shortcut
    .split('+')
    .map((part) => SIGNS.get(part) ?? part)
    .join(' ')
}
