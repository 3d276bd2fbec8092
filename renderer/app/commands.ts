/** What each command of shared/commands.ts does; the menu, the palette and the keys all come here. */
import { COMMAND_LIST, titleOf } from '../../shared/commands'
import type { CommandId, CommandInfo } from '../../shared/commands'
import type { ViewName } from '../../shared/view'
import { focusSearch, focusSelect, focusTree } from '../components/focus'
import type { Services } from '../components/services'
import { activeDocument } from '../stores/documents'
import { showLineInTree } from '../views/document/show-line'
import { copyNode, copySubtree, copyTree } from '../views/guard-tree/copy'
import type { TreeState } from '../views/guard-tree/tree-store'
import type { ReplayState } from '../views/replay/replay-state'
import { conditions, inFront } from './command-when'
import { save } from './edit-bar'
import { liveActions } from './live-commands'

export interface Command extends Omit<CommandInfo, 'title'> {
  readonly title: string
  enabled(): boolean
  perform(): void
}

type Actions = { readonly [Id in CommandId]: () => void }

export function createCommands(services: Services): readonly Command[] {
  const holds = conditions(services)
  const actions = createActions(services)
  return COMMAND_LIST.map((row) => ({
    ...row,
    title: titleOf(row),
    enabled: holds[row.when],
    perform: actions[row.id],
  }))
}

function createActions(services: Services): Actions {
  const { documents, settings, dialogs } = services
  const front = inFront(services)
  const view = (name: ViewName) => (): void => settings.getState().setView(name)
  const onTree = (act: (state: TreeState) => void) => (): void => {
    const state = front.tree()
    if (state !== null) act(state)
  }
  const onReplay = (act: (state: ReplayState) => void) => (): void => {
    const state = front.replay()
    if (state !== null) act(state)
  }
  const onDocument = (act: (id: string) => void) => (): void => {
    const document = activeDocument(documents.getState())
    if (document !== null) act(document.id)
  }
  const step = (by: 1 | -1): void => {
    const precision = front.precision()
    if (precision !== null) return void precision.jump(precision.position + by)
    const at = front.blob()
    const history = front.history()
    if (at !== null && history !== null) void documents.getState().jump(at.document, at.blob, history.position + by)
  }
  return {
    open: () => void documents.getState().choose(),
    'open-folder': () => void documents.getState().choose('folder'),
    'new-window': () => void services.api.newWindow([]),
    'clear-recent': () => settings.getState().clearRecent(),
    'save-document': onDocument((id) => void save(services, id)),
    'save-copy': onDocument((id) => void save(services, id, true)),
    close: onDocument((id) => void documents.getState().close(id)),
    'move-tab': () => void moveTab(services),
    'next-tab': () => documents.getState().cycle(1),
    'previous-tab': () => documents.getState().cycle(-1),

    undo: () => step(-1),
    redo: () => step(1),
    'select-guards': () => {
      const at = front.blob()
      const tree = front.tree()
      if (at === null || tree === null) return
      settings.getState().setView('tree')
      services.select(at.document, at.blob).getState().start(tree)
      focusSelect()
    },
    'add-guard': () => dialogs.getState().show('add-guard'),
    strip: () => dialogs.getState().show('strip'),
    migrate: () => dialogs.getState().show('migrate'),
    'copy-node': () => void copyNode(services),
    'copy-subtree': () => void copySubtree(services),
    'copy-tree': () => void copyTree(services),

    palette: () => settings.getState().setPaletteOpen(true),
    'view-tree': () => {
      settings.getState().setView('tree')
      focusTree()
    },
    'view-text': view('text'),
    'view-replay': view('replay'),
    'view-diff': view('diff'),
    'view-findings': view('findings'),
    'view-document': view('document'),
    'view-overhead': view('overhead'),
    'view-precision': view('precision'),
    'view-devices': view('devices'),
    'view-live': view('live'),
    'zoom-in': () => settings.getState().zoom(1),
    'zoom-out': () => settings.getState().zoom(-1),
    'zoom-reset': () => settings.getState().zoom(0),
    'theme-system': () => settings.getState().setTheme('system'),
    'theme-dark': () => settings.getState().setTheme('dark'),
    'theme-light': () => settings.getState().setTheme('light'),

    find: () => {
      if (settings.getState().view !== 'overhead') settings.getState().setView('tree')
      focusSearch()
    },
    'find-next': onTree((state) => state.step(1)),
    'find-previous': onTree((state) => state.step(-1)),
    'clear-filters': onTree((state) => state.clearFilters()),
    'expand-below': onTree((state) => state.setBelow(state.selected, false)),
    'collapse-below': onTree((state) => state.setBelow(state.selected, true)),
    'expand-all': onTree((state) => state.setBelow(0, false)),
    'collapse-all': onTree((state) => {
      state.setBelow(0, true)
      state.setOpen(0, true)
    }),

    'save-scenarios': onReplay((state) => void state.save()),
    'run-scenarios': onReplay((state) => void state.runAll()),
    'copy-scenario': onReplay((state) => state.duplicate()),

    'apply-document': () => void front.text()?.apply(),
    'discard-document': () => front.text()?.discard(),
    'show-document-line': () => showLineInTree(services),

    ...liveActions(services),

    'export-report': () => dialogs.getState().show('report'),

    settings: () => dialogs.getState().show('settings'),
    tour: () => void services.tour.getState().start(),
    shortcuts: () => dialogs.getState().show('shortcuts'),
    problems: () => dialogs.getState().show('problems'),
  }
}

/** A file is open once: it is closed here before it is opened there. */
async function moveTab({ api, documents }: Services): Promise<void> {
  const document = activeDocument(documents.getState())
  if (document === null) return
  await documents.getState().close(document.id)
  await api.newWindow([document.path])
}
