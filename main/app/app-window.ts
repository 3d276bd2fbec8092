/** One window: its documents, its logs and its live process, joined to its page by the contract. */
import { Notification, app, clipboard, dialog, shell } from 'electron'
import type { BrowserWindow, WebContents } from 'electron'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Reply, UnsavedEdits } from '../../shared/api'
import type { BlobSummary } from '../../shared/document'
import { channel } from '../../shared/ipc'
import type { EventName, Payload } from '../../shared/ipc'
import { visible, visibleLines } from '../../shared/visible'
import type { Preferences } from '../../shared/preferences'
import type { RecentFile } from '../../shared/recent'
import type { Session } from '../../shared/session'
import { OPEN_ELSEWHERE } from '../../shared/work'
import type { DeviceHost } from '../device/host'
import { DocumentHost } from '../documents/host'
import { isTrace, TraceHost } from '../documents/trace-host'
import type { EmulatedErrorsOnce } from '../precision/emulate/ask'
import { reloadAfterCrash } from './crash'
import { exportProfile } from './export-profile'
import { exportReport, reportText } from './export-report'
import type { Handlers } from './handlers'
import { LiveHost } from './live-host'
import type { Question } from './live-host'
import { precisionHandlers } from './precision'
import { printPage } from './print-page'
import type { KeptWindow, MemoryFile, WindowBounds } from './memory'
import { missingFiles } from './missing-files'
import type { ProblemHandlers } from './problems'
import type { Samples } from './samples'
import type { SettingsFile } from './settings'
import { boundsOf, createWindow, dragIcon, groundColour } from './window'

/** Pixels between a window and the next. */
const BESIDE = 28

type Learnt = Partial<Pick<RecentFile, 'kind' | 'torch' | 'guards'>>

/** What the windows have in common. */
export interface Shared {
  readonly settings: SettingsFile
  readonly memory: MemoryFile
  readonly samples: Samples
  /** Starts nothing before it is asked. */
  readonly devices: DeviceHost
  readonly emulated: EmulatedErrorsOnce
  readonly problems: ProblemHandlers
  settingsChanged(): void
  changeRecent(change: () => void): void
  sessionChanged(): void
  newWindow(paths: readonly string[]): void
  /** The window in which a file is open. */
  windowWith(path: string): AppWindow | null
}

export interface WindowEvents {
  focused(): void
  /** It is still there, with its place. */
  closing(): void
  closed(): void
}

export class AppWindow {
  readonly handlers: Handlers
  private readonly documents: DocumentHost
  private readonly traces = new TraceHost(join(__dirname, 'trace-worker.js'), (progress) =>
    this.send('progress', progress),
  )
  private window: BrowserWindow | null = null
  private liveHost: LiveHost | null = null
  /** What the window still has to open when it first asks. */
  private pending: readonly string[]
  private asked = false
  private session: Session | null = null

  /** Starts the work that needs no window: the first file is being read while Electron starts. */
  constructor(
    private readonly shared: Shared,
    files: readonly string[],
  ) {
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
    this.handlers = this.makeHandlers()
  }

  get contents(): WebContents | null {
    return this.window === null || this.window.isDestroyed() ? null : this.window.webContents
  }

  /** What is to be there again at the next start. */
  get kept(): KeptWindow {
    const session = this.shared.settings.value.restoreFiles ? this.session : null
    return { session, bounds: this.window === null ? null : boundsOf(this.window) }
  }

  /** Makes the window, with what it had `before`. */
  show(before: KeptWindow, page: string, events: WindowEvents): void {
    this.session = before.session
    this.asked = false
    const window = createWindow(before.bounds, page, !app.isPackaged)
    this.window = window
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(this.shared.settings.value.zoom))
    reloadAfterCrash(window)
    window.on('focus', () => {
      events.focused()
      void this.documents.checkFiles()
    })
    window.on('close', () => events.closing())
    window.on('closed', () => {
      this.window = null
      events.closed()
    })
  }

  focus(): void {
    if (this.window?.isMinimized()) this.window.restore()
    this.window?.show()
    this.window?.focus()
  }

  /** Files from outside: a second start, the system, the menu. */
  open(paths: readonly string[]): void {
    if (this.contents !== null && this.asked) this.send('openPaths', [...paths])
    else this.pending = [...this.pending, ...paths]
  }

  has(path: string): boolean {
    return this.documents.openPaths.includes(path) || this.traces.paths.includes(path)
  }

  /** A little lower and to the right. */
  boundsBeside(): WindowBounds | null {
    if (this.window === null) return null
    const { x, y, width, height } = this.window.getNormalBounds()
    return { x: x + BESIDE, y: y + BESIDE, width, height, maximized: false }
  }

  /** The settings are others. */
  take(value: Preferences): void {
    this.window?.setBackgroundColor(groundColour())
    this.contents?.setZoomFactor(value.zoom)
    this.send('preferences', value)
  }

  stop(): void {
    void this.liveHost?.stop()
    this.documents.dispose()
    this.traces.dispose()
  }

  send<E extends EventName>(name: E, payload: Payload<E>): void {
    this.contents?.send(channel(name), payload)
  }

  private live(): LiveHost {
    this.liveHost ??= new LiveHost({
      folder: join(app.getPath('userData'), 'captured'),
      tell: (news) => this.send('live', news),
      tellState: (state) => this.send('liveState', state),
      bare: (id, blob) => this.documents.ask(id, 'bare', { blob }),
      timedCall: (id, blob, scenario) => this.documents.ask(id, 'timedCall', { blob, scenario }),
      onProgress: (id, fraction) => this.send('progress', { id, path: '', phase: 'measure', fraction }),
      pathOf: (id) => this.documents.pathOf(id),
      agrees: (question) => this.agrees(question),
    })
    return this.liveHost
  }

  /** Asks outside of the page, which could not answer for the person. */
  private async agrees({ message, detail, yes }: Question): Promise<boolean> {
    const options = {
      type: 'warning' as const,
      message: visible(message),
      detail: visibleLines(detail),
      buttons: [yes, 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    }
    const { response } = await (this.window
      ? dialog.showMessageBox(this.window, options)
      : dialog.showMessageBox(options))
    return response === 0
  }

  private makeHandlers(): Handlers {
    const { documents, traces } = this
    const { settings, memory, samples, devices, emulated } = this.shared
    return {
      appState: () => ({
        version: app.getVersion(),
        electron: process.versions.electron,
        platform: process.platform,
        preferences: settings.value,
        recent: memory.value.recent,
        pending: this.takePending(),
        live: memory.value.live,
        session: this.session,
      }),
      chooseFiles: () => this.choose(['openFile', 'multiSelections']),
      chooseFolder: () => this.choose(['openDirectory']),
      openDocument: async (id, path) => {
        // a log can be larger than what a document may take
        if (isTrace(path)) return { ok: false, error: { message: 'this is no document', offset: null } }
        if (this.isElsewhere(path)) return { ok: false, error: { message: OPEN_ELSEWHERE, offset: null } }
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
      stopWork: (id, work) => (work === 'torch-profile' ? this.live().stopProfile(id) : documents.stopWork(id, work)),
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
      ...this.shared.problems,
      // one of the contract's own pages, whatever the window asks
      openPage: (url) => shell.openExternal(url),
      guardFilters: (id, blob) => documents.ask(id, 'guardFilters', { blob }),
      profile: (id, blob, scenario, options) => documents.ask(id, 'profile', { blob, scenario, options }),
      savings: (id, blob, scenario, scenarios, own) => documents.ask(id, 'savings', { blob, scenario, scenarios, own }),
      timeLocals: (id) => documents.ask(id, 'timeLocals', {}),
      exportProfile: (id, blob, format) =>
        exportProfile(documents, { id, blob, format }, (path) => this.chooseSavePath('Export the profile', path)),
      reportSize: async (id, ask) => {
        const text = await reportText({ documents, traces }, id, ask)
        return text.ok ? { ok: true, value: Buffer.byteLength(text.value) } : text
      },
      exportReport: (id, ask) =>
        exportReport({ documents, traces }, id, ask, {
          choose: (path) => this.chooseSavePath('Export the report', path),
          print: printPage,
        }),
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
      devices: () => devices.ask('report', {}),
      probeDevice: (ordinal) => devices.ask('probe', { ordinal }),
      emulatedErrors: () => emulated.ask(),
      openTrace: async (id, path) => {
        if (this.isElsewhere(path)) return { ok: false, error: { message: OPEN_ELSEWHERE, offset: null } }
        const reply = await traces.open(id, path)
        if (reply.ok && reply.value !== null) this.remember(path, { kind: 'log' })
        return reply
      },
      traceStory: (id, chain) => traces.ask(id, 'story', { chain }),
      traceTree: (id, compile) => traces.ask(id, 'tree', { compile }),
      traceNode: (id, compile, node) => traces.ask(id, 'node', { compile, node }),
      liveStart: async (target) => {
        const reply = await this.live().start(target)
        // a token is nothing to keep
        if (reply.ok && target.kind === 'start') memory.addLive(target)
        return reply
      },
      liveStop: () => this.live().stop(),
      liveAsk: (method, params) => this.live().ask(method, params),
      liveLoad: (id, blob) => this.live().load(id, blob),
      liveProfile: (id, blob, scenario, options) => this.live().profile(id, blob, scenario, options),
      writeClipboard: (text) => clipboard.writeText(text),
      changeSettings: (change) => {
        settings.update(change)
        this.shared.settingsChanged()
      },
      settingsText: () => settings.text,
      applySettings: (text) => {
        const reply = settings.replace(text)
        if (reply.ok) this.shared.settingsChanged()
        return reply
      },
      clearRecent: () => this.shared.changeRecent(() => memory.clearRecent()),
      pinRecent: (path, pinned) => this.shared.changeRecent(() => memory.pin(path, pinned)),
      forgetRecent: (path) => this.shared.changeRecent(() => memory.forget(path)),
      missingFiles,
      openSample: (id) => samples.copy(id, (path) => this.shared.windowWith(path) !== null),
      keepSession: (session) => {
        this.session = session
        this.shared.sessionChanged()
      },
      newWindow: (paths) => this.shared.newWindow(paths),
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
    const { memory, samples, changeRecent } = this.shared
    if (!samples.has(path)) changeRecent(() => memory.addRecent(path, learnt))
  }

  private learn(path: string, { torch, guards }: Pick<BlobSummary, 'torch' | 'guards'>): void {
    const { memory, changeRecent } = this.shared
    const known = memory.value.recent.find((file) => file.path === path)
    if (known !== undefined && known.torch !== torch) changeRecent(() => memory.learn(path, { torch, guards }))
  }

  /** A file is open once: two windows would each keep what is not saved of it. The other comes to the front. */
  private isElsewhere(path: string): boolean {
    const other = this.shared.windowWith(path)
    if (other === null || other === this) return false
    other.open([path])
    other.focus()
    return true
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
    const isSample = from !== null && this.shared.samples.has(from)
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
}
