/**
 * Every command of the window, in the order of the menus: menu bar, palette, keys and the list of shortcuts are all made
 * from this table. What a command does stands in renderer/app/commands.ts, what must be there for it in command-when.ts;
 * the compiler wants both.
 */
import type { ViewName } from './view'

export const COMMAND_GROUPS = ['File', 'Edit', 'View', 'Tree', 'Replay', 'Document', 'Live', 'Help'] as const
/** A menu of the menu bar, and a heading of the palette. */
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** What must be there for a command to apply. */
export type When =
  | 'always'
  | 'recent files'
  | 'a tab'
  | 'a tab without edits'
  | 'several tabs'
  | 'a blob'
  | 'edits not saved'
  | 'edits to undo'
  | 'edits to redo'
  | 'matches'
  | 'a filter'
  | 'a call'
  | 'scenarios not saved'
  | 'a text'
  | 'a changed text'
  | 'a text that can be applied'
  | 'a live process'
  | 'a running script'
  | 'a live process of before'
  | 'a blob and a live process'
  | 'something to report'

interface Row {
  readonly id: string
  /** In sentence case; `&` stands before the letter that chooses it in its menu. */
  readonly title: string
  readonly group: CommandGroup
  readonly when: When
  /** `Mod` is Ctrl, or Command on a Mac; `Plus` is the key of the sign. */
  readonly keys?: string
  /** Does the same. */
  readonly otherKeys?: string
  /** The view that must be in front: there its keys come before those of a command that wants none. */
  readonly view?: ViewName
  /** Its keys are those of the part of the window that has the focus. */
  readonly focus?: 'tree'
  /** Begins a section of its menu. */
  readonly apart?: true
}

const TABLE = [
  { id: 'open', title: '&Open file…', group: 'File', when: 'always', keys: 'Mod+O' },
  { id: 'open-folder', title: 'Open a folder of &logs…', group: 'File', when: 'always' },
  { id: 'new-window', title: 'New &window', group: 'File', when: 'always', keys: 'Mod+Shift+N' },
  { id: 'clear-recent', title: 'Clear recent &files', group: 'File', when: 'recent files' },
  { id: 'save-document', title: '&Save', group: 'File', when: 'edits not saved', keys: 'Mod+S', apart: true },
  { id: 'save-copy', title: 'Save a co&py…', group: 'File', when: 'a blob', keys: 'Mod+Shift+S' },
  { id: 'export-report', title: '&Export a report…', group: 'File', when: 'something to report', keys: 'Mod+E' },
  { id: 'settings', title: 'Se&ttings…', group: 'File', when: 'always', keys: 'Mod+,', apart: true },
  { id: 'close', title: '&Close tab', group: 'File', when: 'a tab', keys: 'Mod+W', apart: true },
  { id: 'move-tab', title: '&Move tab to a new window', group: 'File', when: 'a tab without edits' },
  { id: 'next-tab', title: '&Next tab', group: 'File', when: 'several tabs', keys: 'Ctrl+Tab' },
  { id: 'previous-tab', title: 'P&revious tab', group: 'File', when: 'several tabs', keys: 'Ctrl+Shift+Tab' },

  { id: 'undo', title: '&Undo edit', group: 'Edit', when: 'edits to undo', keys: 'Mod+Z' },
  { id: 'redo', title: '&Redo edit', group: 'Edit', when: 'edits to redo', keys: 'Mod+Shift+Z' },
  { id: 'select-guards', title: 'Select &guards…', group: 'Edit', when: 'a blob', keys: 'Mod+Shift+G', apart: true },
  { id: 'add-guard', title: '&Add a guard…', group: 'Edit', when: 'a blob' },
  { id: 'strip', title: 'Strip the blob for s&haring…', group: 'Edit', when: 'a blob' },
  { id: 'migrate', title: '&Migrate the blob to another torch…', group: 'Edit', when: 'a blob' },
  { id: 'copy-node', title: 'Copy the selected &node as text', group: 'Edit', when: 'a blob', apart: true },
  {
    id: 'copy-subtree',
    title: 'Copy the selected node and all &below as text',
    group: 'Edit',
    when: 'a blob',
    keys: 'Mod+Shift+C',
  },
  { id: 'copy-tree', title: 'Copy the &whole tree as text', group: 'Edit', when: 'a blob' },

  { id: 'palette', title: 'Co&mmands…', group: 'View', when: 'always', keys: 'Mod+K', otherKeys: 'Mod+Shift+P' },
  { id: 'view-tree', title: 'Guard &tree', group: 'View', when: 'a blob', keys: 'Mod+1', apart: true },
  { id: 'view-text', title: 'Printed te&xt', group: 'View', when: 'a blob', keys: 'Mod+2' },
  { id: 'view-replay', title: 'Repla&y', group: 'View', when: 'a blob', keys: 'Mod+3' },
  { id: 'view-diff', title: 'Di&fferences', group: 'View', when: 'a blob', keys: 'Mod+4' },
  { id: 'view-findings', title: 'F&indings', group: 'View', when: 'a blob', keys: 'Mod+5' },
  { id: 'view-document', title: 'Do&cument', group: 'View', when: 'a blob', keys: 'Mod+6' },
  { id: 'view-overhead', title: '&Overhead', group: 'View', when: 'a blob', keys: 'Mod+Shift+O' },
  { id: 'view-precision', title: '&Precision', group: 'View', when: 'always', keys: 'Mod+7' },
  { id: 'view-devices', title: 'Devic&es', group: 'View', when: 'always', keys: 'Mod+8' },
  { id: 'view-live', title: 'Li&ve process', group: 'View', when: 'always', keys: 'Mod+9' },
  { id: 'zoom-in', title: 'Lar&ger', group: 'View', when: 'always', keys: 'Mod+Plus', apart: true },
  { id: 'zoom-out', title: 'Smalle&r', group: 'View', when: 'always', keys: 'Mod+-' },
  { id: 'zoom-reset', title: 'As large &as it comes', group: 'View', when: 'always', keys: 'Mod+0' },
  { id: 'theme-system', title: 'Theme: as the &system', group: 'View', when: 'always', apart: true },
  { id: 'theme-dark', title: 'Theme: &dark', group: 'View', when: 'always' },
  { id: 'theme-light', title: 'Theme: &light', group: 'View', when: 'always' },

  { id: 'find', title: '&Find in tree', group: 'Tree', when: 'a blob', keys: 'Mod+F' },
  { id: 'find-next', title: '&Next match', group: 'Tree', when: 'matches', keys: 'F3' },
  { id: 'find-previous', title: '&Previous match', group: 'Tree', when: 'matches', keys: 'Shift+F3' },
  { id: 'clear-filters', title: 'Clear all filte&rs', group: 'Tree', when: 'a filter' },
  {
    id: 'expand-below',
    title: 'Expand all &below the selected node',
    group: 'Tree',
    when: 'a blob',
    keys: 'Shift+ArrowRight',
    focus: 'tree',
    apart: true,
  },
  {
    id: 'collapse-below',
    title: 'Collapse all belo&w the selected node',
    group: 'Tree',
    when: 'a blob',
    keys: 'Shift+ArrowLeft',
    focus: 'tree',
  },
  { id: 'expand-all', title: '&Expand the whole tree', group: 'Tree', when: 'a blob' },
  { id: 'collapse-all', title: '&Collapse the whole tree', group: 'Tree', when: 'a blob' },

  {
    id: 'save-scenarios',
    title: '&Save the scenarios beside the file',
    group: 'Replay',
    when: 'scenarios not saved',
    keys: 'Mod+S',
    view: 'replay',
  },
  {
    id: 'run-scenarios',
    title: '&Run all scenarios again',
    group: 'Replay',
    when: 'a call',
    keys: 'Mod+Enter',
    view: 'replay',
  },
  {
    id: 'copy-scenario',
    title: '&Copy the scenario in front',
    group: 'Replay',
    when: 'a call',
    keys: 'Mod+D',
    view: 'replay',
  },

  {
    id: 'apply-document',
    title: '&Apply the changes of the text',
    group: 'Document',
    when: 'a text that can be applied',
    keys: 'Mod+Enter',
    view: 'document',
  },
  {
    id: 'discard-document',
    title: '&Discard the changes of the text',
    group: 'Document',
    when: 'a changed text',
    view: 'document',
  },
  {
    id: 'show-document-line',
    title: '&Show the line in the tree',
    group: 'Document',
    when: 'a text',
    view: 'document',
  },

  {
    id: 'live-check',
    title: '&Check the scenarios in the live process',
    group: 'Live',
    when: 'a blob and a live process',
  },
  {
    id: 'live-interrupt',
    title: '&Interrupt the live process',
    group: 'Live',
    when: 'a running script',
    apart: true,
  },
  { id: 'live-restart', title: '&Restart the live process', group: 'Live', when: 'a live process of before' },
  { id: 'live-stop', title: '&Stop the live process', group: 'Live', when: 'a live process' },

  { id: 'tour', title: '&Take the tour', group: 'Help', when: 'always' },
  {
    id: 'shortcuts',
    title: '&Keyboard shortcuts',
    group: 'Help',
    when: 'always',
    keys: 'F1',
    otherKeys: 'Mod+/',
  },
  { id: 'problems', title: '&Problems…', group: 'Help', when: 'always' },
] as const satisfies readonly Row[]

export type CommandId = (typeof TABLE)[number]['id']
export type CommandInfo = Row & { readonly id: CommandId }

/** The table as rows of one type. */
export const COMMAND_LIST: readonly CommandInfo[] = TABLE

const BY_ID = new Map(COMMAND_LIST.map((command) => [command.id, command]))

export function commandInfo(id: CommandId): CommandInfo {
  const found = BY_ID.get(id)
  if (found === undefined) throw new Error(`no command ${id}`)
  return found
}

/** As it reads outside of a menu. */
export function titleOf({ title }: Pick<CommandInfo, 'title'>): string {
  return title.replace('&', '')
}

/** As Electron writes keys. */
export function accelerator(keys: string): string {
  return keys.replace('Mod', 'CmdOrCtrl').replace('Arrow', '')
}
