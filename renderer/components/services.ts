/** What every component may ask for: the bridge and the stores, handed down by context. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { GuardscopeApi } from '../../shared/api'
import type { Trace } from '../../shared/trace'
import { createDocumentsStore } from '../stores/documents'
import type { DocumentsState, DocumentsStore } from '../stores/documents'
import { createDialogsStore } from '../stores/dialogs'
import type { DialogsStore } from '../stores/dialogs'
import { createDiskStore } from '../stores/disk'
import type { DiskStore } from '../stores/disk'
import { createLiveStore } from '../stores/live'
import type { LiveStore } from '../stores/live'
import { createSettingsStore } from '../stores/settings'
import type { SettingsState, SettingsStore } from '../stores/settings'
import { createDevicesStore } from '../views/devices/devices-store'
import type { DevicesStore } from '../views/devices/devices-store'
import { followWork } from '../stores/work'
import type { WorkStore } from '../stores/work'
import { createDiffStores } from '../views/diff/diff-store'
import type { DiffStore } from '../views/diff/diff-store'
import { createDocumentStores } from '../views/document/document-store'
import type { DocumentStore } from '../views/document/document-store'
import { createFindingsStores } from '../views/findings/findings-store'
import type { FindingsStore } from '../views/findings/findings-store'
import { createDetailStore } from '../views/guard-tree/detail-store'
import type { DetailStore } from '../views/guard-tree/detail-store'
import { createLiveProcessStore } from '../views/live/live-store'
import type { LiveProcessStore } from '../views/live/live-store'
import { offerLiveSource } from '../views/precision/live-source'
import { createPrecisionStore } from '../views/precision/precision-store'
import type { PrecisionStore } from '../views/precision/precision-store'
import { createSelectStores } from '../views/select-guards/select-store'
import type { SelectStore } from '../views/select-guards/select-store'
import { createLiveCheckStores } from '../views/replay/live-check-store'
import type { LiveCheckStore } from '../views/replay/live-check-store'
import { createLocalsStore, type LocalsStore } from '../views/overhead/locals-store'
import { createOverheadStores } from '../views/overhead/overhead-store'
import type { OverheadStore } from '../views/overhead/overhead-store'
import { createReplayStores } from '../views/replay/replay-store'
import type { ReplayStore } from '../views/replay/replay-store'
import { createTraceStores } from '../views/trace/trace-store'
import type { TraceStore } from '../views/trace/trace-store'
import { createTourStore } from '../views/tour/tour-store'
import type { TourStore } from '../views/tour/tour-store'
import { createPanesStore } from '../stores/panes'
import type { PanesStore } from '../stores/panes'
import { createSweepStores } from '../views/replay/sweep/sweep-store'
import type { SweepStore } from '../views/replay/sweep/sweep-store'

declare global {
  interface Window {
    readonly guardscope: GuardscopeApi
  }
}

export interface Services {
  readonly api: GuardscopeApi
  readonly documents: DocumentsStore
  readonly settings: SettingsStore
  readonly dialogs: DialogsStore
  readonly panes: PanesStore
  readonly tour: TourStore
  readonly detail: DetailStore
  readonly live: LiveStore
  /** All else that is told of it, and what is asked of it. */
  readonly process: LiveProcessStore
  readonly devices: DevicesStore
  /** Which files another program changed. */
  readonly disk: DiskStore
  /** What takes long and is under way. */
  readonly work: WorkStore
  /** The scenarios of a blob. */
  readonly replay: (document: string, blob: number) => ReplayStore
  /** A blob's scenarios in the live process. */
  readonly liveCheck: (document: string, blob: number) => LiveCheckStore
  /** A blob against another. */
  readonly diff: (document: string, blob: number) => DiffStore
  /** What the doctor finds in a blob. */
  readonly findings: (document: string, blob: number) => FindingsStore
  /** The precision settings, of no document. */
  readonly precision: PrecisionStore
  /** The guards of a blob that are chosen to be edited together. */
  readonly select: (document: string, blob: number) => SelectStore
  /** A blob as a text under edit. */
  readonly document: (document: string, blob: number) => DocumentStore
  /** What a blob's guards cost. */
  readonly overhead: (document: string, blob: number) => OverheadStore
  /** The ways to a frame's locals, of no document. */
  readonly locals: LocalsStore
  /** What is looked at in a torch log. */
  readonly trace: (document: string, trace: Trace) => TraceStore
  /** The sweep of a blob's scenarios. */
  readonly sweep: (document: string, blob: number) => SweepStore
}

export const ServicesContext = createContext<Services | null>(null)

export function createServices(bridge: GuardscopeApi): Services {
  const { api, work } = followWork(bridge)
  const documents = createDocumentsStore(api)
  const settings = createSettingsStore(api, window.matchMedia('(prefers-color-scheme: dark)').matches)
  const replay = createReplayStores(api, documents)
  const process = createLiveProcessStore(api)
  const precision = createPrecisionStore(api)
  offerLiveSource(api, process, precision)
  return {
    api,
    documents,
    settings,
    dialogs: createDialogsStore(),
    panes: createPanesStore(),
    tour: createTourStore(api, { documents, settings, replay }),
    detail: createDetailStore(api),
    live: createLiveStore(api),
    process,
    liveCheck: createLiveCheckStores(api, documents, process, replay),
    devices: createDevicesStore(api),
    disk: createDiskStore(api),
    work,
    replay,
    diff: createDiffStores(api, documents),
    findings: createFindingsStores(api, documents),
    precision,
    select: createSelectStores(api, documents),
    document: createDocumentStores(api, documents),
    overhead: createOverheadStores(api, documents),
    locals: createLocalsStore(api),
    trace: createTraceStores(api, documents),
    sweep: createSweepStores(api, documents, replay),
  }
}

export function useServices(): Services {
  const services = use(ServicesContext)
  if (services === null) throw new Error('no services above this component')
  return services
}

export function useDocuments<T>(select: (state: DocumentsState) => T): T {
  return useStore(useServices().documents, select)
}

export function useSettings<T>(select: (state: SettingsState) => T): T {
  return useStore(useServices().settings, select)
}
