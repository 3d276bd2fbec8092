/** The document in front, in whatever state it is. */
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { visible } from '../../shared/visible'
import { useDocuments, useSettings } from '../components/services'
import { activeBlob, activeDocument } from '../stores/documents'
import type { BlobState, OpenDocument } from '../stores/open-document'
import { DiffView } from '../views/diff/diff-view'
import { PrecisionView } from '../views/precision/precision-view'
import { DocumentView } from '../views/document/document-view'
import { FindingsView } from '../views/findings/findings-view'
import { ReplayView } from '../views/replay/replay-view'
import { GuardTreeView } from '../views/guard-tree/guard-tree-view'
import { TraceView } from '../views/trace/trace-view'
import { BlobPicker } from './blob-picker'
import { DiskBar } from './disk-bar'
import { EditBar } from './edit-bar'
import { ErrorBoundary } from './error-boundary'
import { ErrorState } from './error-state'
import { NotesBar } from './notes-bar'
import { OpeningState } from './opening-state'
import { StartPage } from './start-page'
import { UnsavedBar } from './unsaved-bar'

const DevicesView = lazy(async () => ({
  default: (await import('../views/devices/devices-view')).DevicesView,
}))
const LiveView = lazy(async () => ({
  default: (await import('../views/live/live-view')).LiveView,
}))
const OverheadView = lazy(async () => ({
  default: (await import('../views/overhead/overhead-view')).OverheadView,
}))
const PrintedTextView = lazy(async () => ({
  default: (await import('../views/printed-text/printed-text-view')).PrintedTextView,
}))

export function DocumentArea() {
  const document = useDocuments(activeDocument)
  const view = useSettings((settings) => settings.view)
  const title = useDocuments((state) =>
    activeBlob(state)?.status === 'ready' ? activeDocument(state)?.name : undefined,
  )
  const precision = useSettings((state) => state.view === 'precision')
  useEffect(() => {
    window.document.title = title === undefined ? 'Guardscope' : `${visible(title)} – Guardscope`
  }, [title])
  if (view === 'devices' || view === 'live') {
    return (
      <ErrorBoundary key={view}>
        <Suspense fallback={null}>{view === 'live' ? <LiveView /> : <DevicesView />}</Suspense>
      </ErrorBoundary>
    )
  }
  return (
    <ErrorBoundary key={document?.id}>
      {precision ? <PrecisionView /> : document === null ? <StartPage /> : <DocumentState document={document} />}
    </ErrorBoundary>
  )
}

function DocumentState({ document }: { readonly document: OpenDocument }) {
  switch (document.state.status) {
    case 'resting':
    case 'opening':
      return <OpeningState document={document} />
    case 'failed':
      return <ErrorState document={document} error={document.state.error} lead={null} />
    case 'trace':
      return <TraceView key={document.id} document={document.id} trace={document.state.trace} />
    case 'ready':
      return <BlobArea document={document} state={document.state} />
  }
}

function BlobArea({
  document,
  state,
}: {
  readonly document: OpenDocument
  readonly state: Extract<OpenDocument['state'], { status: 'ready' }>
}) {
  const blob = state.blobs.get(state.blob)
  const lead =
    state.info.blobs.length > 1 ? (
      <BlobPicker document={document.id} blobs={state.info.blobs} chosen={state.blob} />
    ) : null
  if (blob === undefined || blob.status === 'opening') return <OpeningState document={document} />
  if (blob.status === 'failed') return <ErrorState document={document} error={blob.error} lead={lead} />
  return (
    <>
      <DiskBar key={`disk ${document.id}`} document={document} />
      <UnsavedBar key={document.id} document={document.id} />
      <EditBar document={document.id} blob={state.blob} history={blob.history} />
      <BlobView document={document} state={state} blob={blob} lead={lead} />
    </>
  )
}

function BlobView({
  document,
  state,
  blob,
  lead,
}: {
  readonly document: OpenDocument
  readonly state: Extract<OpenDocument['state'], { status: 'ready' }>
  readonly blob: Extract<BlobState, { status: 'ready' }>
  readonly lead: ReactNode
}) {
  const view = useSettings((settings) => settings.view)
  const info = state.info.blobs.find(({ index }) => index === state.blob)
  const key = `${document.id}/${state.blob}`
  // these read the blob when they are first drawn
  const edited = `${key}/${blob.history.position}/${blob.history.labels.length}`
  const notes = blob.summary.notes.length > 0 ? <NotesBar key={key} notes={blob.summary.notes} /> : null
  if (view === 'replay')
    return <ReplayView key={key} store={blob.tree} document={document.id} blob={state.blob} lead={lead} />
  if (view === 'diff')
    return <DiffView key={edited} tree={blob.tree} document={document.id} blob={state.blob} lead={lead} />
  if (view === 'findings')
    return <FindingsView key={key} tree={blob.tree} document={document.id} blob={state.blob} lead={lead} />
  if (view === 'document')
    return <DocumentView key={key} tree={blob.tree} document={document.id} blob={state.blob} lead={lead} />
  if (view === 'overhead')
    return (
      <Suspense fallback={<p className="quiet-line">Loading the view…</p>}>
        <OverheadView key={key} tree={blob.tree} document={document.id} blob={state.blob} lead={lead} />
      </Suspense>
    )
  if (view === 'text') {
    return (
      <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
        <PrintedTextView key={edited} store={blob.tree} document={document.id} blob={state.blob} lead={lead} />
      </Suspense>
    )
  }
  return (
    <GuardTreeView
      key={key}
      store={blob.tree}
      document={document.id}
      blob={state.blob}
      offset={info?.offset ?? 0}
      fileSize={state.info.size}
      guards={blob.summary.guards}
      lead={lead}
      notes={notes}
    />
  )
}
