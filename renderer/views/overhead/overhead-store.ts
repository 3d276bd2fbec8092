/** What the guards of a blob cost: measured when it is asked for, for one call, beside another blob or the state before edits. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { AlignedTrees } from '../../../shared/aligned-trees'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { Where } from '../../../shared/edit'
import {
  DEFAULT_RUNS,
  DEFAULT_TORCH_OPTIONS,
  type Profile,
  type ProfileFormat,
  type Saving,
} from '../../../shared/overhead'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import type { Against } from '../diff/diff-store'
import { areSame } from '../../stores/same'
import { settled } from '../../stores/settled'

/** Two measurements side by side: of one blob, of two, or of one here and in torch. */
export type Mode = 'cold-warm' | 'a-b' | 'torch'
export type Body = 'tree' | 'table' | 'helps' | 'runs' | 'locals'

/** A call of the replay: its name, and its text; null for the one that the blob was saved with. */
export interface Call {
  readonly name: string
  readonly text: string | null
}

/** An answer with what it was asked of. */
export interface Measured<T> {
  readonly of: readonly unknown[]
  readonly value: T
}

export interface OverheadState {
  readonly mode: Mode
  readonly body: Body
  /** Which of the two is compared with another blob's, or with torch's. */
  readonly kind: 'cold' | 'warm'
  /** The scenario's key in the replay; null for the one that was saved. */
  readonly scenario: number | null
  readonly against: Against | null
  readonly profile: Measured<Profile> | null
  readonly other: Measured<{ readonly profile: Profile; readonly trees: AlignedTrees }> | null
  readonly torch: Measured<Profile> | null
  /** Whether the person wants it: the blob is loaded into the process for it. */
  readonly torchWanted: boolean
  readonly savings: Measured<readonly Saving[]> | null
  readonly asking: 'profile' | 'other' | 'torch' | 'savings' | null
  /** How far that is, from 0 to 1. */
  readonly fraction: number
  readonly error: string | null
  setMode(mode: Mode): void
  setBody(body: Body): void
  setKind(kind: 'cold' | 'warm'): void
  setScenario(key: number | null): void
  setAgainst(against: Against): void
  /** Measures, unless it was measured of the same. */
  measure(of: readonly unknown[], call: Call): Promise<void>
  /** Measures the other side with the same call. */
  measureOther(of: readonly unknown[], call: Call, against: Against): Promise<void>
  wantTorch(): void
  /** Measures in the live process, with the same call. */
  measureTorch(of: readonly unknown[], call: Call): Promise<void>
  measureSavings(of: readonly unknown[], call: Call, scenarios: readonly string[], own: Where | null): Promise<void>
  /** Forgets what was measured: it is measured again. */
  again(): void
  /** Why it was not written, or where it was; null for nowhere. */
  save(format: ProfileFormat): Promise<Reply<string | null>>
}

export type OverheadStore = StoreApi<OverheadState>
type Api = Pick<GuardscopeApi, 'profile' | 'liveProfile' | 'savings' | 'exportProfile' | 'diffTrees' | 'onProgress'>

export function createOverheadStore(api: Api, document: string, blob: number): OverheadStore {
  let asked = 0
  return createStore<OverheadState>()((set, get) => {
    const ask = async <T>(
      what: NonNullable<OverheadState['asking']>,
      question: () => Promise<Reply<T>>,
      take: (value: T) => Partial<OverheadState>,
    ): Promise<void> => {
      const serial = ++asked
      set({ asking: what, fraction: 0, error: null })
      const end = api.onProgress(({ id, phase, fraction }) => {
        const from = what === 'other' ? (get().against?.document ?? document) : document
        if (phase === 'measure' && id === from && serial === asked) set({ fraction })
      })
      const reply = await settled(question())
      end()
      if (serial !== asked) return
      set(reply.ok ? { asking: null, ...take(reply.value) } : { asking: null, error: reply.error.message })
    }
    const options = { original: false, runs: DEFAULT_RUNS }
    return {
      mode: 'cold-warm',
      body: 'tree',
      kind: 'cold',
      scenario: null,
      against: null,
      profile: null,
      other: null,
      torch: null,
      torchWanted: false,
      savings: null,
      asking: null,
      fraction: 0,
      error: null,
      setMode: (mode) => set({ mode, error: null }),
      setBody: (body) => set({ body, error: null }),
      setKind: (kind) => set({ kind }),
      setScenario: (scenario) => set({ scenario, error: null }),
      setAgainst: (against) => set({ against, error: null }),
      measure: async (of, { text }) => {
        if (areSame(get().profile?.of, of)) return
        await ask(
          'profile',
          () => api.profile(document, blob, text, options),
          (value) => ({ profile: { of, value } }),
        )
      },
      measureOther: async (of, { text }, against) => {
        if (areSame(get().other?.of, of)) return
        const original = against.document === document && against.blob === blob
        const both = async (): Promise<Reply<{ profile: Profile; trees: AlignedTrees }>> => {
          const trees = await api.diffTrees(document, blob, against.document, against.blob)
          if (!trees.ok) return trees
          // again, so that both saw the machine in one state
          const first = await api.profile(document, blob, text, options)
          if (!first.ok) return first
          const { profile: before } = get()
          if (before !== null) set({ profile: { of: before.of, value: first.value } })
          const profile = await api.profile(against.document, against.blob, text, { ...options, original })
          return profile.ok ? { ok: true, value: { profile: profile.value, trees: trees.value } } : profile
        }
        await ask('other', both, (value) => ({ other: { of, value } }))
      },
      wantTorch: () => set({ torchWanted: true, error: null }),
      measureTorch: async (of, { text }) => {
        if (areSame(get().torch?.of, of)) return
        await ask(
          'torch',
          () => api.liveProfile(document, blob, text, DEFAULT_TORCH_OPTIONS),
          (value) => ({ torch: { of, value } }),
        )
        // nothing is loaded again that failed, until the person asks for it
        if (get().error !== null) set({ torchWanted: false })
      },
      measureSavings: async (of, { text }, scenarios, own) => {
        if (areSame(get().savings?.of, of)) return
        await ask(
          'savings',
          () => api.savings(document, blob, text, scenarios, own),
          (value) => ({ savings: { of, value } }),
        )
      },
      again: () => set({ profile: null, other: null, torch: null, savings: null, error: null }),
      save: (format) => settled(api.exportProfile(document, blob, format)),
    }
  })
}

/** A store for each blob, made when it is first asked for. */
export function createOverheadStores(
  api: Api,
  documents: DocumentsStore,
): (document: string, blob: number) => OverheadStore {
  return perBlob(documents, (document, blob) => createOverheadStore(api, document, blob))
}
