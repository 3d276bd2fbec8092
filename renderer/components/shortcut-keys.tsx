/** A shortcut as little keys. */

const MAC = /Mac/.test(navigator.platform)
const SIGNS = new Map(
  MAC
    ? [
        ['Mod', '⌘'],
        ['Shift', '⇧'],
        ['Ctrl', '⌃'],
        ['ArrowRight', '→'],
        ['ArrowLeft', '←'],
      ]
    : [
        ['Mod', 'Ctrl'],
        ['ArrowRight', '→'],
        ['ArrowLeft', '←'],
      ],
)

export function ShortcutKeys({ shortcut }: { readonly shortcut: string }) {
  return <kbd className="keys">{shortcutText(shortcut)}</kbd>
}

/** `Mod+K` as `Ctrl K`, or `⌘ K` on a Mac. */
export function shortcutText(shortcut: string): string {
  return shortcut
    .split('+')
    .map((part) => SIGNS.get(part) ?? part)
    .join(' ')
}
