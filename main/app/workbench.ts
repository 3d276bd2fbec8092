/** The running app: its windows, and what they have in common. */
import { Menu, app, ipcMain, nativeTheme, protocol, session } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import { join } from 'node:path'
import { DeviceHost } from '../device/host'
import { EmulatedErrorsOnce } from '../precision/emulate/ask'
import { AppWindow } from './app-window'
import { deviceProcess } from './device-process'
import { serve } from './handlers'
import { isTrusted, lockPages, lockSession } from './lockdown'
import { MemoryFile } from './memory'
import { menuTemplate } from './menu'
import { ORIGIN, SCHEME, servePage } from './page'
import { writeProblems } from './problems'
import { Samples } from './samples'
import { SettingsFile } from './settings'
import type { Shared } from './window-parts'

/** Where the page comes from: the app's own files, or the development server. */
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const origin = developmentUrl === undefined ? ORIGIN : new URL(developmentUrl).origin
const page = developmentUrl ?? `${ORIGIN}/index.html`
/** As many recent files as a menu can hold. */
const MENU_RECENT = 12
/** As many windows as a start brings back. */
const MOST_WINDOWS = 8

/** Where the profile lies is known once index.ts has run: not while this is loaded. */
const inProfile = (name: string): string => join(app.getPath('userData'), name)

export class Workbench {
  private readonly shared: Shared
  private readonly devices = new DeviceHost({ start: () => deviceProcess(join(__dirname, 'device-process.js')) })
  /** In the order in which they were last in front, the first first. */
  private windows: readonly AppWindow[]
  private isQuitting = false

  /** Starts the work that needs no window: the first file is being read while Electron starts. */
  constructor(files: readonly string[]) {
    const settings = new SettingsFile(inProfile('settings.json'))
    this.shared = {
      settings,
      problems: writeProblems(settings, () => this.settingsChanged()),
      memory: new MemoryFile(inProfile('memory.json'), inProfile('settings.json')),
      samples: new Samples(inProfile('samples')),
      devices: this.devices,
      emulated: new EmulatedErrorsOnce(join(__dirname, 'emulate-worker.js')),
      settingsChanged: () => this.settingsChanged(),
      changeRecent: (change) => this.changeRecent(change),
      sessionChanged: () => this.keepWindows(),
      newWindow: (paths) => this.newWindow(paths),
      windowWith: (path) => this.windows.find((window) => window.has(path)) ?? null,
    }
    this.windows = [new AppWindow(this.shared, files)]
    lockPages(app, origin)
    app.on('before-quit', () => (this.isQuitting = true))
  }

  /** Once Electron is ready. */
  start(): void {
    nativeTheme.themeSource = this.shared.settings.value.theme
    const root = join(__dirname, '../renderer')
    protocol.handle(SCHEME, (request) => servePage(request, root))
    lockSession(session.defaultSession, origin)
    const windowOf = ({ sender }: IpcMainInvokeEvent): AppWindow | null =>
      this.windows.find((window) => window.contents === sender) ?? null
    serve<IpcMainInvokeEvent>(
      ipcMain,
      (event) => isTrusted(event, windowOf(event)?.contents ?? null, origin),
      (event) => windowOf(event)?.handlers ?? null,
    )
    const { restoreFiles } = this.shared.settings.value
    const [first, ...others] = this.shared.memory.value.windows
    this.show(this.windows[0], restoreFiles ? first : { session: null, bounds: first?.bounds ?? null })
    this.buildMenu()
    if (!restoreFiles) return
    for (const other of others.slice(0, MOST_WINDOWS - 1)) this.show(this.add([]), other)
    this.windows.at(-1)?.focus()
  }

  /** Makes a window if there is none, and brings the one that was last in front there again. */
  showWindow(): void {
    const [front] = this.windows
    if (front !== undefined && front.contents !== null) return front.focus()
    this.show(front ?? this.add([]), { session: null, bounds: this.shared.memory.value.windows[0]?.bounds ?? null })
  }

  /** Files from outside: a second start, the system, the menu. */
  open(paths: readonly string[]): void {
    const [front] = this.windows
    if (front === undefined) this.newWindow(paths)
    else front.open(paths)
  }

  stop(): void {
    for (const window of this.windows) window.stop()
    this.devices.stop()
  }

  private newWindow(paths: readonly string[]): void {
    const bounds = this.windows[0]?.boundsBeside() ?? null
    this.show(this.add(paths), { session: null, bounds })
  }

  private add(paths: readonly string[]): AppWindow {
    const window = new AppWindow(this.shared, paths)
    this.windows = [window, ...this.windows]
    return window
  }

  private show(window: AppWindow | undefined, before: Parameters<AppWindow['show']>[0] | undefined): void {
    if (window === undefined) return
    window.show(before ?? { session: null, bounds: null }, page, {
      focused: () => (this.windows = [window, ...this.windows.filter((other) => other !== window)]),
      closing: () => this.keepWindows(),
      closed: () => this.closed(window),
    })
  }

  private closed(window: AppWindow): void {
    window.stop()
    this.windows = this.windows.filter((other) => other !== window)
    if (this.windows.length === 0) this.devices.stop()
    // what was open in the last one is there again at the next start
    else if (!this.isQuitting) this.keepWindows()
  }

  /** Windows that go one after the other because the app ends are all there again at the next start. */
  private keepWindows(): void {
    const open = this.windows.filter(({ contents }) => contents !== null)
    const { windows } = this.shared.memory.value
    if (open.length === 0 || (this.isQuitting && open.length < windows.length)) return
    this.shared.memory.update({ windows: open.map((window) => window.kept) })
  }

  private changeRecent(change: () => void): void {
    const { memory } = this.shared
    const before = memory.value.recent
    change()
    const { recent } = memory.value
    for (const window of this.windows) window.send('recent', [...recent])
    if (recent.map(({ path }) => path).join('\n') !== before.map(({ path }) => path).join('\n')) this.buildMenu()
  }

  private settingsChanged(): void {
    const { value } = this.shared.settings
    nativeTheme.themeSource = value.theme
    for (const window of this.windows) window.take(value)
  }

  private buildMenu(): void {
    const template = menuTemplate({
      platform: process.platform,
      development: !app.isPackaged,
      recent: this.shared.memory.value.recent.slice(0, MENU_RECENT).map(({ path }) => path),
      onCommand: (command) => this.windows[0]?.send('command', command),
      onOpen: (path) => this.open([path]),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}
