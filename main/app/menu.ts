/** The menu, made from one table of commands; what is chosen is told to the window. */
import type { MenuItemConstructorOptions } from 'electron'
import type { Command } from '../../shared/ipc'
import { visible } from '../../shared/visible'

interface Entry {
  readonly command: Command
  readonly label: string
  /** Shown only: the window itself listens to its keys. */
  readonly key?: string
}

type Item = Entry | { readonly role: 'cut' | 'copy' | 'paste' | 'selectAll' } | 'separator' | 'recent' | 'quit'

const MENUS: readonly { readonly label: string; readonly items: readonly Item[] }[] = [
  {
    label: '&File',
    items: [
      { command: 'open', label: '&Open…', key: 'CmdOrCtrl+O' },
      'recent',
      'separator',
      { command: 'save-document', label: '&Save', key: 'CmdOrCtrl+S' },
      { command: 'save-copy', label: 'Save a Co&py…', key: 'CmdOrCtrl+Shift+S' },
      { command: 'export-report', label: '&Export Report…', key: 'CmdOrCtrl+E' },
      'separator',
      { command: 'close', label: '&Close Tab', key: 'CmdOrCtrl+W' },
      { command: 'next-tab', label: '&Next Tab', key: 'Ctrl+Tab' },
      { command: 'previous-tab', label: '&Previous Tab', key: 'Ctrl+Shift+Tab' },
      'quit',
    ],
  },
  {
    label: '&Edit',
    items: [
      { command: 'undo', label: '&Undo Edit', key: 'CmdOrCtrl+Z' },
      { command: 'redo', label: '&Redo Edit', key: 'CmdOrCtrl+Shift+Z' },
      'separator',
      { command: 'add-guard', label: '&Add a Guard…' },
      { command: 'strip', label: 'St&rip for Sharing…' },
      { command: 'migrate', label: '&Migrate to Another Torch…' },
      'separator',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      'separator',
      { command: 'select-guards', label: 'Select &Guards…', key: 'CmdOrCtrl+Shift+G' },
      'separator',
      { command: 'copy-node', label: 'Copy &Node as Text' },
      { command: 'copy-subtree', label: 'Copy Node and &All Below as Text', key: 'CmdOrCtrl+Shift+C' },
      { command: 'copy-tree', label: 'Copy Whole &Tree as Text' },
      'separator',
      { command: 'find', label: '&Find', key: 'CmdOrCtrl+F' },
      { command: 'find-next', label: 'Next &Match', key: 'F3' },
      { command: 'find-previous', label: '&Previous Match', key: 'Shift+F3' },
      { command: 'clear-filters', label: 'Clear All Filte&rs' },
    ],
  },
  {
    label: '&Replay',
    items: [
      { command: 'save-scenarios', label: '&Save Scenarios', key: 'CmdOrCtrl+S' },
      { command: 'run-scenarios', label: '&Run All Scenarios', key: 'CmdOrCtrl+Enter' },
      { command: 'copy-scenario', label: '&Copy Scenario', key: 'CmdOrCtrl+D' },
    ],
  },
  {
    label: 'D&ocument',
    items: [
      { command: 'apply-document', label: '&Apply Changes', key: 'CmdOrCtrl+Enter' },
      { command: 'discard-document', label: '&Discard Changes' },
      { command: 'show-document-line', label: '&Show Line in Tree' },
    ],
  },
  {
    label: '&Live',
    items: [
      { command: 'view-live', label: '&Live Process', key: 'CmdOrCtrl+9' },
      'separator',
      { command: 'live-check', label: '&Check Scenarios in It' },
      'separator',
      { command: 'live-interrupt', label: '&Interrupt' },
      { command: 'live-restart', label: '&Restart' },
      { command: 'live-stop', label: '&Stop' },
    ],
  },
  {
    label: '&View',
    items: [
      { command: 'palette', label: 'Co&mmands…', key: 'CmdOrCtrl+K' },
      'separator',
      { command: 'view-tree', label: '&Guard Tree', key: 'CmdOrCtrl+1' },
      { command: 'view-text', label: '&Printed Text', key: 'CmdOrCtrl+2' },
      { command: 'view-replay', label: '&Replay', key: 'CmdOrCtrl+3' },
      { command: 'view-diff', label: '&Differences', key: 'CmdOrCtrl+4' },
      { command: 'view-findings', label: '&Findings', key: 'CmdOrCtrl+5' },
      { command: 'view-precision', label: 'Prec&ision', key: 'CmdOrCtrl+7' },
      { command: 'view-devices', label: '&Devices', key: 'CmdOrCtrl+8' },
      { command: 'view-overhead', label: '&Overhead', key: 'CmdOrCtrl+0' },
      { command: 'view-document', label: 'D&ocument', key: 'CmdOrCtrl+6' },
      'separator',
      { command: 'expand-below', label: 'Expand All &Below', key: 'CmdOrCtrl+Right' },
      { command: 'collapse-below', label: 'Collapse All Belo&w', key: 'CmdOrCtrl+Left' },
      { command: 'expand-all', label: '&Expand Whole Tree' },
      { command: 'collapse-all', label: '&Collapse Whole Tree' },
      'separator',
      { command: 'theme-system', label: 'Theme: as the &System' },
      { command: 'theme-dark', label: 'Theme: &Dark' },
      { command: 'theme-light', label: 'Theme: &Light' },
    ],
  },
  { label: '&Help', items: [{ command: 'problems', label: '&Problems…' }] },
]

export interface MenuActions {
  readonly platform: string
  readonly development: boolean
  readonly recent: readonly string[]
  readonly onCommand: (command: Command) => void
  readonly onOpen: (path: string) => void
  readonly onClearRecent: () => void
}

/** What Electron's Menu.buildFromTemplate takes. */
export function menuTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = actions.platform === 'darwin'
  const menus = MENUS.map(({ label, items }) => ({ label, submenu: items.flatMap((item) => entries(item, actions)) }))
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    ...menus,
    ...(actions.development ? [{ label: 'Develop', submenu: DEVELOP }] : []),
  ]
}

const DEVELOP: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }]

function entries(item: Item, actions: MenuActions): MenuItemConstructorOptions[] {
  if (item === 'separator') return [{ type: 'separator' }]
  if (item === 'quit') return actions.platform === 'darwin' ? [] : [{ type: 'separator' }, { role: 'quit' }]
  if (item === 'recent') return [{ label: 'Open &Recent', submenu: recentItems(actions) }]
  if ('role' in item) return [{ role: item.role }]
  const { command, label, key } = item
  const shown = key === undefined ? {} : { accelerator: key, registerAccelerator: false }
  return [{ id: command, label, ...shown, click: () => actions.onCommand(command) }]
}

function recentItems({ recent, onOpen, onClearRecent }: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'No Recent Files', enabled: false }]
  return [
    ...recent.map((path) => ({ label: visible(path).replace(/&/g, '&&'), click: () => onOpen(path) })),
    { type: 'separator' as const },
    { label: '&Clear', click: onClearRecent },
  ]
}
