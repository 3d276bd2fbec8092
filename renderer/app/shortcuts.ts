/** Reads keyboard shortcuts such as `Mod+Shift+C`. */
import type { KeyPress } from '../components/key-press'
import type { Command } from './commands'

/** The key of a sign that some keyboards write with Shift and some without. */
const SIGNS = new Map([
  ['Plus', /^[+=]$/],
  ['-', /^[-_]$/],
  ['/', /^[/?]$/],
])

/** Whether a key press is a shortcut; `Mod` is Command on a Mac and Ctrl elsewhere. */
export function matchesShortcut(press: KeyPress, shortcut: string, mac: boolean): boolean {
  const parts = shortcut.split('+')
  const key = parts[parts.length - 1] ?? ''
  const mod = parts.includes('Mod')
  const ctrl = parts.includes('Ctrl') || (mod && !mac)
  const sign = SIGNS.get(key)
  return (
    (sign?.test(press.key) ?? press.key.toLowerCase() === key.toLowerCase()) &&
    press.ctrlKey === ctrl &&
    press.metaKey === (mod && mac) &&
    (sign !== undefined || press.shiftKey === parts.includes('Shift')) &&
    press.altKey === parts.includes('Alt')
  )
}

type WithKeys = Pick<Command, 'keys' | 'otherKeys' | 'view' | 'focus' | 'enabled'>

/** The command a key press asks for, if it can be done now; one of the view in front goes first. */
export function commandFor<C extends WithKeys>(commands: readonly C[], press: KeyPress, mac: boolean): C | null {
  const asked = commands.filter(
    ({ keys, otherKeys, focus }) =>
      focus === undefined &&
      [keys, otherKeys].some((shortcut) => shortcut !== undefined && matchesShortcut(press, shortcut, mac)),
  )
  const able = asked.filter((command) => command.enabled())
  return able.find(({ view }) => view !== undefined) ?? able[0] ?? null
}
