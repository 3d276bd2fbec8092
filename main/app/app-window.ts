/** One window: its documents, its logs and its live process, joined to its page by the contract. */
import { app } from 'electron'
import type { BrowserWindow, WebContents } from 'electron'
import { join } from 'node:path'
import { channel } from '../../shared/ipc'
import type { EventName, Payload } from '../../shared/ipc'
import type { Preferences } from '../../shared/preferences'
import type { Session } from '../../shared/session'
import { DocumentHost } from '../documents/host'
import { isTrace, TraceHost } from '../documents/trace-host'
import { answersOf } from './answers/answers'
import { reloadAfterCrash } from './crash'
import { agrees } from './dialogs'
import type { Handlers } from './handlers'
import { LiveHost } from './live-host'
import type { KeptWindow, WindowBounds } from './memory'
import { boundsOf, createWindow, groundColour } from './window'
import type { OpenWindow, Shared } from './window-parts'

/** Pixels between a window and the next. */
const BESIDE = 28

export interface WindowEvents {
  focused(): void
  /** It is still there, with its place. */
  closing(): void
  closed(): void
}

export class AppWindow implements OpenWindow {
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
    this.handlers = this.answers()
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
      agrees: (question) => agrees(this.window, question),
    })
    return this.liveHost
  }

  private answers(): Handlers {
    const { documents, traces, shared } = this
    return answersOf(
      {
        documents,
        traces,
        shared,
        live: () => this.live(),
        window: () => this.window,
        isElsewhere: (path) => this.isElsewhere(path),
      },
      {
        appState: () => ({
          version: app.getVersion(),
          electron: process.versions.electron,
          platform: process.platform,
          preferences: shared.settings.value,
          recent: shared.memory.value.recent,
          pending: this.takePending(),
          live: shared.memory.value.live,
          session: this.session,
        }),
        keepSession: (session) => {
          this.session = session
          shared.sessionChanged()
        },
      },
    )
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

  private isElsewhere(path: string): boolean {
    const other = this.shared.windowWith(path)
    if (other === null || other === this) return false
    other.open([path])
    other.focus()
    return true
  }
}
