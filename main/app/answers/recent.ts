/** The files that were opened before. */
import type { RecentFile } from '../../../shared/recent'
import type { Handlers } from '../handlers'
import { missingFiles } from '../missing-files'
import type { Shared, WindowParts } from '../window-parts'

type RecentHandlers = Pick<Handlers, 'clearRecent' | 'pinRecent' | 'forgetRecent' | 'missingFiles'>

export function recentHandlers({ shared: { memory, changeRecent } }: WindowParts): RecentHandlers {
  return {
    clearRecent: () => changeRecent(() => memory.clearRecent()),
    pinRecent: (path, pinned) => changeRecent(() => memory.pin(path, pinned)),
    forgetRecent: (path) => changeRecent(() => memory.forget(path)),
    missingFiles,
  }
}

/** A sample is always there. */
export function remember(
  { memory, samples, changeRecent }: Shared,
  path: string,
  learnt: Partial<Pick<RecentFile, 'kind' | 'torch' | 'guards'>>,
): void {
  if (!samples.has(path)) changeRecent(() => memory.addRecent(path, learnt))
}
