/** Everything the window can do, each as one object: the menu, the palette and the keys are made from this list. */
import type { HistoryState } from '../../shared/document'
import { activeBlob, activeDocument, isEdited } from '../stores/documents'
import { isFiltering } from '../views/guard-tree/filter'
import type { TreeState } from '../views/guard-tree/tree-store'
import { copyNode, copySubtree, copyTree } from '../views/guard-tree/copy'
import { focusSearch, focusSelect, focusTree } from '../components/focus'
import type { Services } from '../components/services'
import { save } from './edit-bar'
import { liveCommands } from './live-commands'
import type { PrecisionViewState } from '../views/precision/precision-store'
import { canApply, type DocumentTextState, isChanged } from '../views/document/document-store'
import { showLineInTree } from '../views/document/show-line'
import type { ReplayState } from '../views/replay/replay-state'

export interface Command {
  readonly id: string
  readonly label: string
  readonly group: 'File' | 'Edit' | 'View' | 'Tree' | 'Replay' | 'Document' | 'Live' | 'Copy' | 'Theme' | 'Help'
  /** `Mod` is Ctrl, or Command on a Mac. */
  readonly shortcut?: string
  enabled(): boolean
  perform(): void
}

export function createCommands(services: Services): readonly Command[] {
  const { documents, settings } = services
  const always = (): boolean => true
  const tree = (): TreeState | null => {
    const blob = activeBlob(documents.getState())
    return blob?.status === 'ready' ? blob.tree.getState() : null
  }
  const hasTree = (): boolean => tree() !== null
  const hasDocument = (): boolean => activeDocument(documents.getState()) !== null
  const severalDocuments = (): boolean => documents.getState().documents.length > 1
  const searching = (): boolean => (tree()?.search.matches.length ?? 0) > 0
  const onTree = (act: (state: TreeState) => void) => (): void => {
    const state = tree()
    if (state !== null) act(state)
  }
  const replay = (): ReplayState | null => {
    const document = activeDocument(documents.getState())
    if (document?.state.status !== 'ready' || settings.getState().view !== 'replay') return null
    return services.replay(document.id, document.state.blob).getState()
  }
  const onReplay = (act: (state: ReplayState) => void) => (): void => {
    const state = replay()
    if (state !== null) act(state)
  }
  const text = (): DocumentTextState | null => {
    const document = activeDocument(documents.getState())
    if (document?.state.status !== 'ready' || settings.getState().view !== 'document') return null
    return services.document(document.id, document.state.blob).getState()
  }
  const edited = (): HistoryState | null => {
    const blob = activeBlob(documents.getState())
    return blob?.status === 'ready' ? blob.history : null
  }
  const onDocument = (act: (id: string) => void): void => {
    const document = activeDocument(documents.getState())
    if (document !== null) act(document.id)
  }
  const precision = (): PrecisionViewState | null =>
    settings.getState().view === 'precision' ? services.precision.getState() : null
  const step = (by: 1 | -1): void => {
    const settingsInFront = precision()
    if (settingsInFront !== null) return void settingsInFront.jump(settingsInFront.position + by)
    const document = activeDocument(documents.getState())
    const history = edited()
    if (document?.state.status === 'ready' && history !== null)
      void documents.getState().jump(document.id, document.state.blob, history.position + by)
  }
  const closeActive = (): void => {
    const document = activeDocument(documents.getState())
    if (document !== null) void documents.getState().close(document.id)
  }
  return [
    {
      id: 'open',
      label: 'Open file…',
      group: 'File',
      shortcut: 'Mod+O',
      enabled: always,
      perform: () => void documents.getState().choose(),
    },
    { id: 'close', label: 'Close tab', group: 'File', shortcut: 'Mod+W', enabled: hasDocument, perform: closeActive },
    {
      id: 'next-tab',
      label: 'Next tab',
      group: 'File',
      shortcut: 'Ctrl+Tab',
      enabled: severalDocuments,
      perform: () => documents.getState().cycle(1),
    },
    {
      id: 'previous-tab',
      label: 'Previous tab',
      group: 'File',
      shortcut: 'Ctrl+Shift+Tab',
      enabled: severalDocuments,
      perform: () => documents.getState().cycle(-1),
    },
    {
      id: 'clear-recent',
      label: 'Clear recent files',
      group: 'File',
      enabled: () => settings.getState().recent.length > 0,
      perform: () => settings.getState().clearRecent(),
    },
    {
      id: 'palette',
      label: 'Commands…',
      group: 'View',
      shortcut: 'Mod+K',
      enabled: always,
      perform: () => settings.getState().setPaletteOpen(true),
    },
    {
      id: 'view-tree',
      label: 'Guard tree',
      group: 'View',
      shortcut: 'Mod+1',
      enabled: hasTree,
      perform: () => {
        settings.getState().setView('tree')
        focusTree()
      },
    },
    {
      id: 'view-text',
      label: 'Printed text',
      group: 'View',
      shortcut: 'Mod+2',
      enabled: hasTree,
      perform: () => settings.getState().setView('text'),
    },
    {
      id: 'view-replay',
      label: 'Replay',
      group: 'View',
      shortcut: 'Mod+3',
      enabled: hasTree,
      perform: () => settings.getState().setView('replay'),
    },
    {
      id: 'view-diff',
      label: 'Differences',
      group: 'View',
      shortcut: 'Mod+4',
      enabled: hasTree,
      perform: () => settings.getState().setView('diff'),
    },
    {
      id: 'view-findings',
      label: 'Findings',
      group: 'View',
      shortcut: 'Mod+5',
      enabled: hasTree,
      perform: () => settings.getState().setView('findings'),
    },
    {
      id: 'view-document',
      label: 'Document',
      group: 'View',
      shortcut: 'Mod+6',
      enabled: hasTree,
      perform: () => settings.getState().setView('document'),
    },
    {
      id: 'view-precision',
      label: 'Precision',
      group: 'View',
      shortcut: 'Mod+7',
      enabled: always,
      perform: () => settings.getState().setView('precision'),
    },
    {
      id: 'view-devices',
      label: 'Devices',
      group: 'View',
      shortcut: 'Mod+8',
      enabled: always,
      perform: () => settings.getState().setView('devices'),
    },
    {
      id: 'view-overhead',
      label: 'Overhead',
      group: 'View',
      shortcut: 'Mod+0',
      enabled: hasTree,
      perform: () => settings.getState().setView('overhead'),
    },
    {
      id: 'view-live',
      label: 'Live process',
      group: 'View',
      shortcut: 'Mod+9',
      enabled: always,
      perform: () => settings.getState().setView('live'),
    },
    ...liveCommands(services),
    {
      id: 'find',
      label: 'Find in tree',
      group: 'Tree',
      shortcut: 'Mod+F',
      enabled: hasTree,
      perform: () => {
        if (settings.getState().view !== 'overhead') settings.getState().setView('tree')
        focusSearch()
      },
    },
    {
      id: 'find-next',
      label: 'Next match',
      group: 'Tree',
      shortcut: 'F3',
      enabled: searching,
      perform: onTree((state) => state.step(1)),
    },
    {
      id: 'find-previous',
      label: 'Previous match',
      group: 'Tree',
      shortcut: 'Shift+F3',
      enabled: searching,
      perform: onTree((state) => state.step(-1)),
    },
    {
      id: 'expand-below',
      label: 'Expand all below the selected node',
      group: 'Tree',
      enabled: hasTree,
      perform: onTree((state) => state.setBelow(state.selected, false)),
    },
    {
      id: 'collapse-below',
      label: 'Collapse all below the selected node',
      group: 'Tree',
      enabled: hasTree,
      perform: onTree((state) => state.setBelow(state.selected, true)),
    },
    {
      id: 'expand-all',
      label: 'Expand the whole tree',
      group: 'Tree',
      enabled: hasTree,
      perform: onTree((state) => state.setBelow(0, false)),
    },
    {
      id: 'collapse-all',
      label: 'Collapse the whole tree',
      group: 'Tree',
      enabled: hasTree,
      perform: onTree((state) => {
        state.setBelow(0, true)
        state.setOpen(0, true)
      }),
    },
    {
      id: 'clear-filters',
      label: 'Clear all filters',
      group: 'Tree',
      enabled: () => {
        const state = tree()
        return state !== null && isFiltering(state.filters)
      },
      perform: onTree((state) => state.clearFilters()),
    },
    {
      id: 'select-guards',
      label: 'Select guards…',
      group: 'Tree',
      shortcut: 'Mod+Shift+G',
      enabled: hasTree,
      perform: () => {
        const document = activeDocument(documents.getState())
        const state = tree()
        if (document?.state.status !== 'ready' || state === null) return
        settings.getState().setView('tree')
        services.select(document.id, document.state.blob).getState().start(state)
        focusSelect()
      },
    },
    {
      id: 'undo',
      label: 'Undo',
      group: 'Edit',
      shortcut: 'Mod+Z',
      enabled: () => !isTyping() && ((precision() ?? edited())?.position ?? 0) > 0,
      perform: () => step(-1),
    },
    {
      id: 'redo',
      label: 'Redo',
      group: 'Edit',
      shortcut: 'Mod+Shift+Z',
      enabled: () => {
        const settingsInFront = precision()
        const history = edited()
        if (isTyping()) return false
        if (settingsInFront !== null) return settingsInFront.position < settingsInFront.history.length - 1
        return history !== null && history.position < history.labels.length
      },
      perform: () => step(1),
    },
    {
      id: 'add-guard',
      label: 'Add a guard…',
      group: 'Edit',
      enabled: hasTree,
      perform: () => services.dialogs.getState().show('add-guard'),
    },
    {
      id: 'strip',
      label: 'Strip the blob for sharing…',
      group: 'Edit',
      enabled: hasTree,
      perform: () => services.dialogs.getState().show('strip'),
    },
    {
      id: 'migrate',
      label: 'Migrate the blob to another torch…',
      group: 'Edit',
      enabled: hasTree,
      perform: () => services.dialogs.getState().show('migrate'),
    },
    {
      id: 'save-scenarios',
      label: 'Save the scenarios beside the file',
      group: 'Replay',
      shortcut: 'Mod+S',
      enabled: () => replay()?.file.dirty === true,
      perform: onReplay((state) => void state.save()),
    },
    {
      id: 'save-document',
      label: 'Save the file with its edits',
      group: 'File',
      shortcut: 'Mod+S',
      enabled: () => {
        const document = activeDocument(documents.getState())
        return document !== null && isEdited(document)
      },
      perform: () => onDocument((id) => void save(services, id)),
    },
    {
      id: 'save-copy',
      label: 'Save a copy…',
      group: 'File',
      shortcut: 'Mod+Shift+S',
      enabled: hasTree,
      perform: () => onDocument((id) => void save(services, id, true)),
    },
    {
      id: 'export-report',
      label: 'Export a report…',
      group: 'File',
      shortcut: 'Mod+E',
      enabled: () => {
        const status = activeDocument(documents.getState())?.state.status
        return hasTree() || status === 'trace' || settings.getState().view === 'precision'
      },
      perform: () => services.dialogs.getState().show('report'),
    },
    {
      id: 'run-scenarios',
      label: 'Run all scenarios again',
      group: 'Replay',
      shortcut: 'Mod+Enter',
      enabled: () => replay() !== null,
      perform: onReplay((state) => void state.runAll()),
    },
    {
      id: 'copy-scenario',
      label: 'Copy the scenario in front',
      group: 'Replay',
      shortcut: 'Mod+D',
      enabled: () => replay() !== null,
      perform: onReplay((state) => state.duplicate()),
    },
    {
      id: 'apply-document',
      label: 'Apply the changes of the text',
      group: 'Document',
      shortcut: 'Mod+Enter',
      enabled: () => canApply(text()),
      perform: () => void text()?.apply(),
    },
    {
      id: 'discard-document',
      label: 'Discard the changes of the text',
      group: 'Document',
      enabled: () => isChanged(text()),
      perform: () => text()?.discard(),
    },
    {
      id: 'show-document-line',
      label: 'Show the line in the tree',
      group: 'Document',
      enabled: () => text()?.base != null,
      perform: () => showLineInTree(services),
    },
    {
      id: 'copy-node',
      label: 'Copy the selected node as text',
      group: 'Copy',
      enabled: hasTree,
      perform: () => void copyNode(services),
    },
    {
      id: 'copy-subtree',
      label: 'Copy the selected node and all below as text',
      group: 'Copy',
      shortcut: 'Mod+Shift+C',
      enabled: hasTree,
      perform: () => void copySubtree(services),
    },
    {
      id: 'copy-tree',
      label: 'Copy the whole tree as text',
      group: 'Copy',
      enabled: hasTree,
      perform: () => void copyTree(services),
    },
    {
      id: 'theme-system',
      label: 'Theme: as the system',
      group: 'Theme',
      enabled: always,
      perform: () => settings.getState().setTheme('system'),
    },
    {
      id: 'theme-dark',
      label: 'Theme: dark',
      group: 'Theme',
      enabled: always,
      perform: () => settings.getState().setTheme('dark'),
    },
    {
      id: 'theme-light',
      label: 'Theme: light',
      group: 'Theme',
      enabled: always,
      perform: () => settings.getState().setTheme('light'),
    },
    {
      id: 'problems',
      label: 'Problems…',
      group: 'Help',
      enabled: always,
      perform: () => services.dialogs.getState().show('problems'),
    },
  ]
}

/** Whether a field or an editor has the keyboard: its own undo is meant there. */
function isTyping(): boolean {
  const at = document.activeElement
  return at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
}
