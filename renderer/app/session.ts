/** Keeps what the window has in hand for the next start, and puts it back then. */
import { toast } from '../components/toast'
import type { Session, SessionFile } from '../../shared/session'
import { plural } from '../components/format'
import type { Services } from '../components/services'
import type { OpenDocument } from '../stores/open-document'
import type { Filters } from '../views/guard-tree/filter'
import type { TreeState } from '../views/guard-tree/tree-store'

/** Milliseconds between two looks at what has changed. */
const KEEP_EVERY = 1000

/** Puts back tabs, view and panes; files that are gone are told of in one line. */
export async function restoreSession(services: Services, session: Session): Promise<void> {
  const { api, documents, settings, panes, tour } = services
  panes.getState().restore(session.panes)
  const gone = new Set(await api.missingFiles(session.files.map(({ path }) => path)))
  const files = session.files.filter(({ path }) => !gone.has(path))
  if (gone.size > 0) {
    const [first = ''] = gone
    const names = gone.size === 1 ? first : `${first} and ${plural(gone.size - 1, 'other')}`
    toast.error(`Of the last session ${gone.size === 1 ? 'a file is' : 'files are'} gone: ${names}`, { duration: 8000 })
  }
  // a view of a blob needs one; those of none stand by themselves
  settings.getState().setView(session.view)
  restoreTrees(services, files)
  documents.getState().restore(files, session.active)
  if (session.tour !== null) await tour.getState().resume(session.tour)
}

/** Puts back filters, search and selection of each tree once it is there. */
function restoreTrees({ documents }: Services, files: readonly SessionFile[]): void {
  const waiting = new Map(files.map((file) => [file.path, file]))
  const stop = documents.subscribe((state) => {
    for (const document of state.documents) {
      const file = waiting.get(document.path)
      if (file === undefined || document.state.status !== 'ready') continue
      const blob = document.state.blobs.get(document.state.blob)
      if (blob?.status !== 'ready') continue
      waiting.delete(document.path)
      if (file.blob === document.state.blob) restoreTree(blob.tree.getState, file)
    }
    if (waiting.size === 0) stop()
  })
}

function restoreTree(state: () => TreeState, { filters, query, selected }: SessionFile): void {
  const facets = Object.entries(filters ?? {}) as [keyof Filters, readonly string[]][]
  for (const [facet, values] of facets) for (const value of values) state().toggleFilter(facet, value)
  if (query !== '') state().setQuery(query)
  if (selected > 0) state().select(selected)
}

/** Tells the main process what there is to keep, when it is another than before. */
export function keepSessions(services: Services): void {
  let kept = ''
  const keep = (): void => {
    const session = sessionOf(services)
    const text = JSON.stringify(session)
    if (text === kept) return
    kept = text
    void services.api.keepSession(session)
  }
  setInterval(keep, KEEP_EVERY)
  window.addEventListener('pagehide', keep)
}

function sessionOf({ documents, settings, panes, tour }: Services): Session {
  const { documents: list, active } = documents.getState()
  return {
    files: list.map(fileOf),
    active: list.find(({ id }) => id === active)?.path ?? null,
    view: settings.getState().view,
    panes: panes.getState().sizes,
    tour: tour.getState().step,
  }
}

function fileOf({ path, state }: OpenDocument): SessionFile {
  const nothing = { path, blob: null, query: '', filters: null, selected: 0 }
  if (state.status === 'resting') return { ...nothing, blob: state.blob }
  if (state.status !== 'ready') return nothing
  const blob = state.blobs.get(state.blob)
  if (blob?.status !== 'ready') return { ...nothing, blob: state.blob }
  const { filters, search, selected } = blob.tree.getState()
  const { families, types, bases, files } = filters
  return {
    path,
    blob: state.blob,
    query: search.query,
    filters: { families: [...families], types: [...types], bases: [...bases], files: [...files] },
    selected,
  }
}
