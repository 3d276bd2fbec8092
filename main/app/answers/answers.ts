/** All that a window's page may ask for, each family in a file of its own. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'
import { blobHandlers } from './blobs'
import { deviceHandlers } from './devices'
import { editHandlers } from './edits'
import { fileHandlers } from './files'
import { liveHandlers } from './live'
import { precisionHandlers } from './precision'
import { recentHandlers } from './recent'
import { replayHandlers } from './replay'
import { reportHandlers } from './reports'
import { settingsHandlers } from './settings'
import { systemHandlers } from './system'
import { traceHandlers } from './traces'

/** What the window answers itself. */
export type OwnHandlers = Pick<Handlers, 'appState' | 'keepSession'>

export function answersOf(parts: WindowParts, own: OwnHandlers): Handlers {
  return {
    ...own,
    ...fileHandlers(parts),
    ...traceHandlers(parts),
    ...blobHandlers(parts),
    ...replayHandlers(parts),
    ...editHandlers(parts),
    ...reportHandlers(parts),
    ...liveHandlers(parts),
    ...precisionHandlers(parts.documents),
    ...deviceHandlers(parts),
    ...recentHandlers(parts),
    ...settingsHandlers(parts),
    ...systemHandlers(parts),
    ...parts.shared.problems,
  }
}
