/** The doctor's findings on a blob: asked for each tree it comes to, and mended by edits. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { BlobFindings, ListedFinding } from '../../../shared/findings'
import type { Json } from '../../../shared/replay'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import { repairLabel } from './summary'
import { settled } from '../../stores/settled'

/** Findings of one code that are shown at first, and how many come with each press. */
export const FIRST = 20
const MORE = 200

export interface Refusal {
  readonly of: ListedFinding | 'all'
  readonly reason: string
}

export interface FindingsState {
  /** The torch that is to load the blob; null for the one that saved it. */
  readonly torch: string | null
  /** What was found last; null before the first answer, and where the last could not be had. */
  readonly found: BlobFindings | null
  readonly error: string | null
  /** Whether a question is on its way: what was found may not hold any more. */
  readonly asking: boolean
  readonly repairing: boolean
  /** The last repair, where it was refused. */
  readonly refusal: Refusal | null
  /** How many findings of a group are shown, where more than the first. */
  readonly shown: ReadonlyMap<string, number>
  /** Asks, unless it was asked for this tree; each edit makes another. */
  look(tree: object): Promise<void>
  setTorch(torch: string | null): Promise<void>
  retry(): Promise<void>
  /** Applies what mends a finding, or all of them, as one step of the history. */
  repair(of: ListedFinding | 'all'): Promise<void>
  showMore(group: string): void
}

export type FindingsStore = StoreApi<FindingsState>
type Api = Pick<GuardscopeApi, 'findings'>
type Edit = (edits: readonly Json[], label: string) => Promise<string | null>

export function createFindingsStore(api: Api, document: string, blob: number, edit: Edit): FindingsStore {
  let asked = 0
  let lookedAt: object | null = null
  return createStore<FindingsState>()((set, get) => {
    const ask = async (): Promise<void> => {
      const serial = ++asked
      set({ asking: true, error: null, refusal: null })
      const reply = await settled(api.findings(document, blob, get().torch))
      if (serial !== asked) return
      if (reply.ok) set({ found: reply.value, asking: false })
      else set({ found: null, error: reply.error.message, asking: false })
    }
    return {
      torch: null,
      found: null,
      error: null,
      asking: false,
      repairing: false,
      refusal: null,
      shown: new Map(),
      look: async (tree) => {
        if (tree === lookedAt) return
        lookedAt = tree
        await ask()
      },
      setTorch: async (torch) => {
        if (torch === get().torch) return
        set({ torch })
        await ask()
      },
      retry: ask,
      repair: async (of) => {
        const { found, asking, repairing } = get()
        if (found === null || asking || repairing) return
        const findings = of === 'all' ? found.findings : [of]
        const edits = of === 'all' ? found.repairs : of.repair
        if (edits.length === 0) return
        set({ repairing: true, refusal: null })
        const reason = await edit(edits as readonly Json[], repairLabel(findings))
        set({ repairing: false, refusal: reason === null ? null : { of, reason } })
      },
      showMore: (group) =>
        set(({ shown }) => ({ shown: new Map(shown).set(group, (shown.get(group) ?? FIRST) + MORE) })),
    }
  })
}

/** A store for each blob, made when it is first asked for. */
export function createFindingsStores(
  api: Api,
  documents: DocumentsStore,
): (document: string, blob: number) => FindingsStore {
  return perBlob(documents, (document, blob) => {
    const edit: Edit = (edits, label) => documents.getState().edit(document, blob, edits, label)
    return createFindingsStore(api, document, blob, edit)
  })
}
