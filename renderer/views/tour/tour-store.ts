/** Where the tour stands. It goes on by what came about in the window, and by the person's own word where there is only to read. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import { activeBlob } from '../../stores/documents'
import { hasHistory, isEdited } from '../../stores/open-document'
import type { DocumentsStore } from '../../stores/documents'
import type { SettingsStore } from '../../stores/settings'
import type { ReplayStore } from '../replay/replay-store'
import { advanced, TOUR_STEPS, type TourFacts } from './tour-steps'

export interface TourState {
  /** Index into TOUR_STEPS; null while there is no tour. */
  readonly step: number | null
  /** A step that was gone back to stays until it is left by hand. */
  readonly held: boolean
  /** The tour's file. */
  readonly path: string | null
  readonly error: string | null
  /** Opens the sample anew and begins; a tour that is under way is brought to the front. */
  start(): Promise<void>
  /** Goes on from an earlier session. */
  resume(step: number): Promise<void>
  next(): void
  back(): void
  stop(): void
  /** Looks at the window, and goes on where the step is done. */
  look(): TourFacts
}

export type TourStore = StoreApi<TourState>

interface Reads {
  readonly documents: DocumentsStore
  readonly settings: SettingsStore
  readonly replay: (document: string, blob: number) => ReplayStore
}

export function createTourStore(
  api: Pick<GuardscopeApi, 'openSample' | 'forgetEdits'>,
  { documents, settings, replay }: Reads,
): TourStore {
  return createStore<TourState>()((set, get) => {
    const openSample = async (): Promise<string | null> => {
      const reply = await api.openSample('mlp')
      if (!reply.ok) {
        set({ error: reply.error.message, step: 0 })
        return null
      }
      return reply.value
    }
    const bring = async (path: string): Promise<void> => {
      await documents.getState().openPaths([path])
    }
    return {
      step: null,
      held: false,
      path: null,
      error: null,
      start: async () => {
        const { step, path } = get()
        if (step !== null && path !== null) return bring(path)
        const sample = await openSample()
        if (sample === null) return
        // what was tried on it before is no part of the tour
        const open = documents.getState().documents.find((document) => document.path === sample)
        if (open !== undefined && hasHistory(open)) {
          await api.forgetEdits(open.id)
          await documents.getState().close(open.id)
        }
        settings.getState().setView('tree')
        set({ step: 0, held: false, path: sample, error: null })
        await bring(sample)
      },
      resume: async (step) => {
        const path = await openSample()
        if (path !== null && step < TOUR_STEPS.length) set({ step, held: false, path, error: null })
      },
      next: () => {
        const { step } = get()
        if (step !== null) set({ step: step + 1 < TOUR_STEPS.length ? step + 1 : null, held: false })
      },
      back: () => {
        const { step } = get()
        if (step !== null) set({ step: Math.max(0, step - 1), held: true })
      },
      stop: () => set({ step: null, error: null }),
      look: () => {
        const { step, held, path } = get()
        const facts = factsOf({ documents, settings, replay }, path)
        if (step === null || held) return facts
        const next = advanced(step, facts)
        if (next !== step) set({ step: next })
        return facts
      },
    }
  })
}

function factsOf({ documents, settings, replay }: Reads, path: string | null): TourFacts {
  const state = documents.getState()
  const document = state.documents.find(({ id }) => id === state.active)
  const blob = activeBlob(state)
  const { view } = settings.getState()
  const nothing = { isInFront: false, view, isOnGuard: false, check: null, isEdited: false, hasCopy: false }
  if (document?.path !== path || document.state.status !== 'ready' || blob?.status !== 'ready') return nothing
  const { tree, selected } = blob.tree.getState()
  const name = (ids: Uint32Array): string | undefined => tree.strings[ids[selected] ?? 0]
  return {
    isInFront: true,
    view,
    isOnGuard: name(tree.titleId) === 'TENSOR_MATCH' && name(tree.baseId) === "L['x']",
    check: view === 'replay' ? (replay(document.id, document.state.blob).getState().result?.check ?? null) : null,
    isEdited: isEdited(document),
    hasCopy: document.copiedTo !== undefined,
  }
}
