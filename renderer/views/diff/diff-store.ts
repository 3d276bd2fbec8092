/** A blob against another: what was chosen to compare it with, what came of it, and which difference is in front. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { BlobDiff, ListedDifference } from '../../../shared/diff'

/** The other side. */
export interface Against {
  readonly document: string
  readonly blob: number
}

export interface DiffState {
  readonly against: Against | null
  /** Null while it is asked for, and where it failed. */
  readonly result: BlobDiff | null
  readonly error: string | null
  /** Whether guards are listed of which only the line of code differs. */
  readonly withText: boolean
  /** Whether what both have in common is left out of the texts. */
  readonly folded: boolean
  /** Those that are listed. */
  readonly listed: readonly ListedDifference[]
  /** Index into `listed`; -1 where none is chosen. */
  readonly selected: number
  compare(against: Against): Promise<void>
  select(index: number): void
  setWithText(withText: boolean): void
  setFolded(folded: boolean): void
}

export type DiffStore = StoreApi<DiffState>
type Api = Pick<GuardscopeApi, 'diffBlobs'>

export function createDiffStore(api: Api, document: string, blob: number): DiffStore {
  let asked = 0
  return createStore<DiffState>()((set, get) => ({
    against: null,
    result: null,
    error: null,
    withText: false,
    folded: true,
    listed: [],
    selected: -1,
    compare: async (against) => {
      const { against: before, result } = get()
      if (isSame(before, against) && result !== null) return
      const ask = ++asked
      set({ against, result: null, error: null, listed: [], selected: -1 })
      const reply = await api.diffBlobs(document, blob, against.document, against.blob)
      if (ask !== asked) return
      if (reply.ok) set({ result: reply.value, listed: listed(reply.value, get().withText) })
      else set({ error: reply.error.message })
    },
    select: (index) => {
      if (get().listed[index] !== undefined) set({ selected: index })
    },
    setWithText: (withText) => {
      const { result, listed: before, selected } = get()
      if (result === null) return set({ withText })
      const after = listed(result, withText)
      const chosen = before[selected]
      set({ withText, listed: after, selected: chosen === undefined ? -1 : after.indexOf(chosen) })
    },
    setFolded: (folded) => set({ folded }),
  }))
}

/** A store for each blob, made when it is first asked for. */
export function createDiffStores(api: Api): (document: string, blob: number) => DiffStore {
  const stores = new Map<string, DiffStore>()
  return (document, blob) => {
    const key = `${document}/${blob}`
    const store = stores.get(key) ?? createDiffStore(api, document, blob)
    stores.set(key, store)
    return store
  }
}

export const isSame = (a: Against | null, b: Against | null): boolean =>
  a?.document === b?.document && a?.blob === b?.blob

function listed({ differences }: BlobDiff, withText: boolean): readonly ListedDifference[] {
  return withText ? differences : differences.filter(({ difference }) => difference.kind !== 'text')
}
