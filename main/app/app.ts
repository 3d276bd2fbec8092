/** The running app: one window, its documents, its settings and its menu, joined by the contract. */
import { Menu, Notification, app, clipboard, dialog, ipcMain, nativeTheme, protocol, session, shell } from 'electron'
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Reply, UnsavedEdits } from '../../shared/api'
import type { BlobSummary } from '../../shared/document'
import { channel } from '../../shared/ipc'
import type { EventName, Payload } from '../../shared/ipc'
import type { RecentFile } from '../../shared/recent'
import { DeviceHost } from '../device/host'
import { DocumentHost } from '../documents/host'
import { isTrace, TraceHost } from '../documents/trace-host'
import { EmulatedErrorsOnce } from '../precision/emulate/ask'
import { reloadAfterCrash } from './crash'
import { deviceProcess } from './device-process'
import { exportProfile } from './export-profile'
import { serve } from './handlers'
import type { Handlers } from './handlers'
import { LiveHost } from './live-host'
import type { Question } from './live-host'
import { isTrusted, lockPages, lockSession } from './lockdown'
import { menuTemplate } from './menu'
import { ORIGIN, SCHEME, servePage } from './page'
import { precisionHandlers } from './precision'
import { MemoryFile } from './memory'
import { missingFiles } from './missing-files'
import { Samples } from './samples'
import { SettingsFile } from './settings'
import { createWindow, dragIcon, groundColour } from './window'

/** Where the page comes from: the app's own files, or the development server. */
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const origin = developmentUrl === undefined ? ORIGIN : new URL(developmentUrl).origin
const page = developmentUrl ?? `${ORIGIN}/index.html`
/** As many recent files as a menu can hold. */
const MENU_RECENT = 12

/** Where the profile lies is known once index.ts has run: not while this is loaded. */
const inProfile = (name: string): string => join(app.getPath('userData'), name)

type Learnt = Partial<Pick<RecentFile, 'kind' | 'torch' | 'guards'>>

export class GuardscopeApp {
  private readonly settings = new SettingsFile(inProfile('settings.json'))
  private readonly memory = new MemoryFile(inProfile('memory.json'), inProfile('settings.json'))
  private readonly samples = new Samples(inProfile('samples'))
  private readonly documents: DocumentHost
  private readonly traces = new TraceHost(join(__dirname, 'trace-worker.js'), (progress) =>
    this.send('progress', progress),
  )
  /** Starts nothing before it is asked. */
  private readonly devices = new DeviceHost({ start: () => deviceProcess(join(__dirname, 'device-process.js')) })
  private readonly emulated = new EmulatedErrorsOnce(join(__dirname, 'emulate-worker.js'))
  private window: BrowserWindow | null = null
  private liveHost: LiveHost | null = null
  /** What the window still has to open when it first asks. */
  private pending: readonly string[]
  private asked = false

  /** Starts the work that needs no window: the first file is being read while Electron starts. */
  constructor(files: readonly string[]) {
    this.pending = files
    this.documents = new DocumentHost({
      script: join(__dirname, 'document-worker.js'),
      keep: join(app.getPath('userData'), 'unsaved'),
      onProgress: (progress) => this.send('progress', progress),
      onFileOnDisk: (file) => this.send('fileOnDisk', file),
    })
    const [first] = files
    if (first === undefined || isTrace(first)) this.documents.prepare()
    else this.documents.openEarly(first)
    lockPages(app, origin)
  }

  /** Once Electron is ready. */
  start(): void {
    nativeTheme.themeSource = this.settings.value.theme
    const root = join(__dirname, '../renderer')
    protocol.handle(SCHEME, (request) => servePage(request, root))
    lockSession(session.defaultSession, origin)
    serve<IpcMainInvokeEvent>(
      ipcMain,
      (event) => isTrusted(event, this.window?.webContents ?? null, origin),
      this.handlers(),
    )
    this.showWindow()
    this.buildMenu()
  }

  /** Makes the window if there is none, and brings it to the front. */
  showWindow(): void {
    if (this.window !== null) {
      if (this.window.isMinimized()) this.window.restore()
      this.window.show()
      this.window.focus()
      return
    }
    this.asked = false
    const window = createWindow(this.memory, page, !app.isPackaged)
    this.window = window
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(this.settings.value.zoom))
    reloadAfterCrash(this.window)
    this.window.on('focus', () => void this.documents.checkFiles())
    this.window.on('closed', () => {
      this.window = null
      this.pending = []
      this.documents.dispose()
      this.traces.dispose()
      this.devices.stop()
      void this.liveHost?.stop()
    })
  }

  /** Files from outside: a second start, the system, the menu. */
  open(paths: readonly string[]): void {
    if (this.window !== null && this.asked) this.send('openPaths', [...paths])
    else this.pending = [...this.pending, ...paths]
  }

  stop(): void {
    void this.liveHost?.stop()
    this.documents.dispose()
    this.traces.dispose()
    this.devices.stop()
  }

  private send<E extends EventName>(name: E, payload: Payload<E>): void {
    if (this.window !== null && !this.window.isDestroyed()) this.window.webContents.send(channel(name), payload)
  }

  private live(): LiveHost {
    this.liveHost ??= new LiveHost({
      folder: join(app.getPath('userData'), 'captured'),
      tell: (news) => this.send('live', news),
      tellState: (state) => this.send('liveState', state),
      bare: (id, blob) => this.documents.ask(id, 'bare', { blob }),
      pathOf: (id) => this.documents.pathOf(id),
      agrees: (question) => this.agrees(question),
    })
    return this.liveHost
  }

  /** Asks outside of the page, which could not answer for the person. */
  private async agrees({ message, detail, yes }: Question): Promise<boolean> {
    const options = { type: 'warning' as const, message, detail, buttons: [yes, 'Cancel'], defaultId: 1, cancelId: 1 }
    const { response } = await (this.window
      ? dialog.showMessageBox(this.window, options)
      : dialog.showMessageBox(options))
    return response === 0
  }

  private handlers(): Handlers {
    const { documents, settings, memory, traces } = this
    return {
      appState: () => ({
        version: app.getVersion(),
        electron: process.versions.electron,
        platform: process.platform,
        preferences: settings.value,
        recent: memory.value.recent,
        pending: this.takePending(),
        live: memory.value.live,
        session: settings.value.restoreFiles ? memory.value.session : null,
      }),
      chooseFiles: () => this.choose(['openFile', 'multiSelections']),
      chooseFolder: () => this.choose(['openDirectory']),
      openDocument: async (id, path) => {
        // a log can be larger than what a document may take
        if (isTrace(path)) return { ok: false, error: { message: 'this is no document', offset: null } }
        const reply = await documents.open(id, path)
        if (reply.ok) this.remember(path, { kind: reply.value.kind })
        // the next file finds a thread that is ready
        setTimeout(() => documents.prepare(), 500).unref()
        return reply
      },
      openBlob: async (id, blob) => {
        const reply = await documents.openBlob(id, blob)
        const path = documents.pathOf(id)
        if (reply.ok && path !== null) this.learn(path, reply.value.summary)
        return reply
      },
      cancel: (id) => {
        documents.cancel(id)
        traces.close(id)
      },
      stopWork: (id, work) => documents.stopWork(id, work),
      closeDocument: (id) => {
        documents.close(id)
        traces.close(id)
      },
      nodeDetail: (id, blob, node) => documents.ask(id, 'detail', { blob, node }),
      treeText: (id, blob) => documents.ask(id, 'text', { blob }),
      ownScenario: (id, blob) => documents.ask(id, 'ownScenario', { blob }),
      changeScenario: (id, blob, scenario, changes) => documents.ask(id, 'changeScenario', { blob, scenario, changes }),
      replay: (id, blob, scenario, options) => documents.ask(id, 'replay', { blob, scenario, options }),
      replayAll: (id, blob, scenarios, options) => documents.ask(id, 'replayAll', { blob, scenarios, options }),
      sweep: (id, blob, scenario, axes, options) => documents.ask(id, 'sweep', { blob, scenario, axes, options }),
      suggest: (id, blob, scenario, options) => documents.ask(id, 'suggest', { blob, scenario, options }),
      globalState: (id, blob) => documents.ask(id, 'globalState', { blob }),
      compareGlobalState: (id, blob, state) => documents.ask(id, 'compareGlobalState', { blob, state }),
      diffBlobs: (id, blob, other, otherBlob) => documents.diff(id, blob, other, otherBlob),
      recompilations: (id, blob) => documents.ask(id, 'recompilations', { blob }),
      diffTrees: (id, blob, other, otherBlob) => documents.diffTrees(id, blob, other, otherBlob),
      documentText: (id, blob) => documents.ask(id, 'documentText', { blob }),
      readDocumentText: (id, blob, text) => documents.ask(id, 'readDocumentText', { blob, text }),
      findings: (id, blob, torch) => documents.ask(id, 'findings', { blob, torch }),
      ...precisionHandlers(documents),
      // one of the contract's own pages, whatever the window asks
      openPage: (url) => shell.openExternal(url),
      guardFilters: (id, blob) => documents.ask(id, 'guardFilters', { blob }),
      profile: (id, blob, scenario, options) => documents.ask(id, 'profile', { blob, scenario, options }),
      savings: (id, blob, scenario, scenarios, own) => documents.ask(id, 'savings', { blob, scenario, scenarios, own }),
      exportProfile: (id, blob, format) =>
        exportProfile(documents, { id, blob, format }, (path) => this.chooseSavePath('Export the profile', path)),
      chooseGuards: (id, blob, choice) => documents.ask(id, 'chooseGuards', { blob, choice }),
      readScenarios: (id, path) => documents.scenarios.read(id, path),
      savedScenarios: (id, blob) => documents.scenarios.saved(id, blob),
      saveScenarios: (id, blob, scenarios) => documents.scenarios.save(id, blob, scenarios),
      keepScenarios: (id, blob, scenarios) => documents.scenarios.keep(id, blob, scenarios),
      readClipboard: () => clipboard.readText(),
      editBlob: (id, blob, edits, label) => documents.edits.edit(id, blob, edits, label),
      editChoices: (id, blob) => documents.ask(id, 'editChoices', { blob }),
      previewEdits: (id, blob, edits, scenarios, options) =>
        documents.ask(id, 'previewEdits', { blob, edits, scenarios, options }),
      parseExpressions: (id, blob, exprs) => documents.ask(id, 'parseExpressions', { blob, exprs }),
      parseLiteral: (id, text) => documents.ask(id, 'parseLiteral', { text }),
      literalAt: (id, blob, node) => documents.ask(id, 'literalAt', { blob, node }),
      jumpHistory: (id, blob, position) => documents.edits.jump(id, blob, position),
      saveDocument: (id, as) => this.saveDocument(id, as),
      reloadDocument: (id, redo) => documents.edits.reload(id, redo),
      keepMine: (id) => documents.edits.keepMine(id),
      unsavedEdits: async (id) => (await documents.edits.unsaved(id)) as Reply<readonly UnsavedEdits[]>,
      forgetEdits: (id) => documents.edits.forget(id),
      devices: () => this.devices.ask('report', {}),
      probeDevice: (ordinal) => this.devices.ask('probe', { ordinal }),
      emulatedErrors: () => this.emulated.ask(),
      openTrace: async (id, path) => {
        const reply = await traces.open(id, path)
        if (reply.ok && reply.value !== null) this.remember(path, { kind: 'log' })
        return reply
      },
      traceStory: (id, chain) => traces.ask(id, 'story', { chain }),
      traceTree: (id, compile) => traces.ask(id, 'tree', { compile }),
      liveStart: async (target) => {
        const reply = await this.live().start(target)
        // a token is nothing to keep
        if (reply.ok && target.kind === 'start') memory.addLive(target)
        return reply
      },
      liveStop: () => this.live().stop(),
      liveAsk: (method, params) => this.live().ask(method, params),
      liveLoad: (id, blob) => this.live().load(id, blob),
      writeClipboard: (text) => clipboard.writeText(text),
      changeSettings: (change) => {
        settings.update(change)
        this.settingsChanged()
      },
      settingsText: () => settings.text,
      applySettings: (text) => {
        const reply = settings.replace(text)
        if (reply.ok) this.settingsChanged()
        return reply
      },
      clearRecent: () => this.changeRecent(() => memory.clearRecent()),
      pinRecent: (path, pinned) => this.changeRecent(() => memory.pin(path, pinned)),
      forgetRecent: (path) => this.changeRecent(() => memory.forget(path)),
      missingFiles,
      openSample: (id) => this.samples.copy(id, (path) => documents.openPaths.includes(path)),
      keepSession: (session) => memory.update({ session }),
      tellDone: (title, body) => {
        const isWanted = settings.value.notifications && this.window?.isFocused() !== true
        if (isWanted && Notification.isSupported()) new Notification({ title, body }).show()
      },
      dragOut: (id) => {
        const file = documents.pathOf(id)
        if (file !== null && existsSync(file)) this.window?.webContents.startDrag({ file, icon: dragIcon() })
      },
    }
  }

  /** What to open: at first what the start named; after a reload what was open. */
  private takePending(): string[] {
    const open = this.asked ? [...this.documents.openPaths, ...this.traces.paths] : []
    if (this.asked) {
      this.documents.dispose()
      this.traces.dispose()
      // a page that is loaded again knows nothing of it
      void this.liveHost?.stop()
    }
    this.asked = true
    const paths = [...open, ...this.pending]
    this.pending = []
    return paths
  }

  private remember(path: string, learnt: Learnt): void {
    if (!this.samples.has(path)) this.changeRecent(() => this.memory.addRecent(path, learnt))
  }

  private learn(path: string, { torch, guards }: Pick<BlobSummary, 'torch' | 'guards'>): void {
    const known = this.memory.value.recent.find((file) => file.path === path)
    if (known !== undefined && known.torch !== torch)
      this.changeRecent(() => this.memory.learn(path, { torch, guards }))
  }

  private changeRecent(change: () => void): void {
    const before = this.memory.value.recent
    change()
    const { recent } = this.memory.value
    this.send('recent', [...recent])
    if (recent.map(({ path }) => path).join('\n') !== before.map(({ path }) => path).join('\n')) this.buildMenu()
  }

  private settingsChanged(): void {
    const { value } = this.settings
    nativeTheme.themeSource = value.theme
    this.window?.setBackgroundColor(groundColour())
    this.window?.webContents.setZoomFactor(value.zoom)
    this.send('preferences', value)
  }

  private async choose(properties: ('openFile' | 'openDirectory' | 'multiSelections')[]): Promise<string[]> {
    const options = { title: 'Open', properties }
    const { filePaths } = await (this.window
      ? dialog.showOpenDialog(this.window, options)
      : dialog.showOpenDialog(options))
    return filePaths
  }

  private async saveDocument(id: string, as: boolean): Promise<Reply<string | null>> {
    const from = this.documents.pathOf(id)
    const isSample = from !== null && this.samples.has(from)
    if (!as && !isSample) return this.documents.edits.save(id, null)
    const path = await this.chooseSavePath(
      'Save a copy',
      isSample ? join(app.getPath('documents'), basename(from)) : from,
    )
    return path === null ? { ok: true, value: null } : this.documents.edits.save(id, path)
  }

  private async chooseSavePath(title: string, defaultPath: string | null): Promise<string | null> {
    const options = { title, ...(defaultPath === null ? {} : { defaultPath }) }
    const { filePath } = await (this.window
      ? dialog.showSaveDialog(this.window, options)
      : dialog.showSaveDialog(options))
    // Electron before 30 says undefined where none was chosen
    return filePath ? filePath : null
  }

  private buildMenu(): void {
    const template = menuTemplate({
      platform: process.platform,
      development: !app.isPackaged,
      recent: this.memory.value.recent.slice(0, MENU_RECENT).map(({ path }) => path),
      onCommand: (command) => this.send('command', command),
      onOpen: (path) => this.open([path]),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}
