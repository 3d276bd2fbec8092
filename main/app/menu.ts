/** The menu, made from the table of commands; what is chosen is told to the window. */
import type { MenuItemConstructorOptions } from 'electron'
import { accelerator, COMMAND_GROUPS, COMMAND_LIST } from '../../shared/commands'
import type { CommandGroup, CommandId, CommandInfo } from '../../shared/commands'
import { visible } from '../../shared/visible'

/** A letter of each menu chooses it; `o` is Document's, `t` Tree's. */
const MENU_LABELS: { readonly [G in CommandGroup]: string } = {
  File: '&File',
  Edit: '&Edit',
  View: '&View',
  Tree: '&Tree',
  Replay: '&Replay',
  Document: 'D&ocument',
  Live: '&Live',
  Help: '&Help',
}

export interface MenuActions {
  readonly platform: string
  readonly development: boolean
  readonly recent: readonly string[]
  readonly onCommand: (command: CommandId) => void
  readonly onOpen: (path: string) => void
}

/** What Electron's Menu.buildFromTemplate takes. */
export function menuTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = actions.platform === 'darwin'
  const menus = COMMAND_GROUPS.map((group) => ({
    label: MENU_LABELS[group],
    submenu: COMMAND_LIST.filter((command) => command.group === group).flatMap((command) => [
      ...(command.apart === true ? [SEPARATOR] : []),
      commandItem(command, actions),
      ...(EXTRAS.get(command.id)?.(actions) ?? []),
    ]),
  }))
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    ...menus,
    ...(actions.development ? [{ label: 'Develop', submenu: DEVELOP }] : []),
  ]
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
const DEVELOP: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }]

type Extra = (actions: MenuActions) => MenuItemConstructorOptions[]

/** What a menu holds besides commands, and after which. */
const EXTRAS: ReadonlyMap<CommandId, Extra> = new Map<CommandId, Extra>([
  ['open', (actions) => [{ label: 'Open &recent', submenu: recentItems(actions) }]],
  ['previous-tab', ({ platform }) => (platform === 'darwin' ? [] : [SEPARATOR, { role: 'quit' }])],
  ['redo', () => [SEPARATOR, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]],
])

/** The keys are shown only: the window itself listens to them. */
function commandItem({ id, title, keys }: CommandInfo, actions: MenuActions): MenuItemConstructorOptions {
  const shown = keys === undefined ? {} : { accelerator: accelerator(keys), registerAccelerator: false }
  return { id, label: title, ...shown, click: () => actions.onCommand(id) }
}

function recentItems({ recent, onOpen }: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'No recent files', enabled: false }]
  return recent.map((path) => ({ label: visible(path).replace(/&/g, '&&'), click: () => onOpen(path) }))
}
