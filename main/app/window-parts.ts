/** What the windows have in common, and what those who answer a window's page may use of it. */
import type { BrowserWindow } from 'electron'
import type { DeviceHost } from '../device/host'
import type { DocumentHost } from '../documents/host'
import type { TraceHost } from '../documents/trace-host'
import type { EmulatedErrorsOnce } from '../precision/emulate/ask'
import type { LiveHost } from './live-host'
import type { MemoryFile } from './memory'
import type { ProblemHandlers } from './problems'
import type { Samples } from './samples'
import type { SettingsFile } from './settings'

export interface OpenWindow {
  /** Files from outside: a second start, the system, the menu. */
  open(paths: readonly string[]): void
  focus(): void
}

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
  windowWith(path: string): OpenWindow | null
}

export interface WindowParts {
  readonly shared: Shared
  readonly documents: DocumentHost
  readonly traces: TraceHost
  /** Made when it is first asked for. */
  live(): LiveHost
  window(): BrowserWindow | null
  /** A file is open once: two windows would each keep what is not saved of it. The other comes to the front. */
  isElsewhere(path: string): boolean
}
