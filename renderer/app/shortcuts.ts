/** Reads keyboard shortcuts such as `Mod+Shift+C`. */
import type { KeyPress } from '../components/key-press'
import type { Command } from './commands'

/** Whether a key press is a shortcut; `Mod` is Command on a Mac and Ctrl elsewhere. */
export function matchesShortcut(press: KeyPress, shortcut: string, mac: boolean): boolean {
  const parts = shortcut.split('+')
  const key = parts[parts.length - 1] ?? ''
  const mod = parts.includes('Mod')
  const ctrl = parts.includes('Ctrl') || (mod && !mac)
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    press.ctrlKey === ctrl &&
    press.metaKey === (mod && mac) &&
    press.shiftKey === parts.includes('Shift') &&
    press.altKey === parts.includes('Alt')
  )
}

/** The command a key press asks for, if it can be done now. */
export function commandFor(commands: readonly Command[], press: KeyPress, mac: boolean): Command | null {
  return (
    commands.find(
      (command) => command.shortcut !== undefined && matchesShortcut(press, command.shortcut, mac) && command.enabled(),
    ) ?? null
  )
}
