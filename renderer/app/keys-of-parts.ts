/** The keys that a part of the window has while it holds the focus: no commands, and listed beside them. */

interface PartKeys {
  readonly name: string
  readonly rows: readonly { readonly title: string; readonly keys: readonly string[]; readonly where: string }[]
}

const row = (title: string, ...keys: readonly string[]) => ({ title, keys, where: '' })

export const KEYS_OF_PARTS: readonly PartKeys[] = [
  {
    name: 'In the guard tree',
    rows: [
      row('Go to the next or the previous row', '↓', '↑'),
      row('Open, or go to the first child', '→'),
      row('Close, or go to the parent', '←'),
      row('Open or close', 'Space'),
      row('Open all below', '*'),
      row('Go to the first or the last row', 'Home', 'End'),
      row('Go to what you type', 'A to Z'),
      row('Go to the panel of the node', 'Enter'),
      row('Go back from the panel', 'Escape'),
      row('Copy the node as text', 'Mod+C'),
    ],
  },
  {
    name: 'On a tab',
    rows: [row('Go to the next or the previous tab', '→', '←'), row('Close the tab', 'Delete')],
  },
]
