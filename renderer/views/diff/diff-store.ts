/** A blob against another: what was chosen to compare it with, what came of it, and which difference is in front. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { AlignedTrees } from '../../../shared/aligned-trees'
import type { BlobDiff, ListedDifference } from '../../../shared/diff'
import type { Recompilations } from '../../../shared/recompilations'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import { areSame } from '../../stores/same'

export type DiffSide = 'trees' | 'texts'

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
  /** What stands beside the list: both trees, or both as texts. */
  readonly side: DiffSide
  /** The trees side by side; null while they are not asked for, or are on their way. */
  readonly trees: AlignedTrees | null
  readonly treesError: string | null
  /** Whether what both have in common is left out. */
  readonly folded: boolean
  /** Those that are listed. */
  readonly listed: readonly ListedDifference[]
  /** Index into `listed`; -1 where none is chosen. */
  readonly selected: number
  /** Whether the reasons of the recompilations stand in place of the differences. */
  readonly why: boolean
  /** Null while they are asked for, and where that failed. */
  readonly recompilations: Recompilations | null
  readonly whyError: string | null
  /** Sets the other side, which is compared once the blob is in front. */
  choose(against: Against): void
  /** `of` says what the two came from: what was compared is compared again once one of it is another. */
  compare(against: Against, of?: readonly unknown[]): Promise<void>
  setWhy(why: boolean): void
  /** Asks why the function was compiled again, unless it was asked for the same. */
  explain(of?: readonly unknown[]): Promise<void>
  select(index: number): void
  setWithText(withText: boolean): void
  setFolded(folded: boolean): void
  setSide(side: DiffSide): void
  /** Asks for the trees of what is compared, once. */
  lookAtTrees(): Promise<void>
  /** Asks again what failed, or was called off. */
  again(): Promise<void>
}

export type DiffStore = StoreApi<DiffState>
type Api = Pick<GuardscopeApi, 'diffBlobs' | 'diffTrees' | 'recompilations'>

/** Until there is an answer. */
const NOTHING = { result: null, error: null, trees: null, treesError: null, listed: [], selected: -1 }

export function createDiffStore(api: Api, document: string, blob: number): DiffStore {
  let asked = 0
  let treesOf: BlobDiff | null = null
  let comparedOf: readonly unknown[] | null = null
  let explainedOf: readonly unknown[] | null = null
  return createStore<DiffState>()((set, get) => ({
    ...NOTHING,
    against: null,
    withText: false,
    side: 'trees',
    folded: true,
    why: false,
    recompilations: null,
    whyError: null,
    choose: (against) => {
      if (isSame(get().against, against)) return set({ why: false })
      asked++
      comparedOf = null
      treesOf = null
      set({ ...NOTHING, against, why: false })
    },
    compare: async (against, of = []) => {
      if (isSame(get().against, against) && areSame(comparedOf, of)) return
      const ask = ++asked
      comparedOf = of
      treesOf = null
      set({ ...NOTHING, against })
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
    setSide: (side) => set({ side }),
    lookAtTrees: async () => {
      const { against, result } = get()
      if (against === null || result === null || treesOf === result) return
      treesOf = result
      set({ trees: null, treesError: null })
      const reply = await api.diffTrees(document, blob, against.document, against.blob)
      if (treesOf !== result) return
      if (reply.ok) set({ trees: reply.value })
      else {
        treesOf = null
        set({ treesError: reply.error.message })
      }
    },
    setWhy: (why) => set({ why }),
    again: async () => {
      const { why, against, explain, compare } = get()
      const of = (why ? explainedOf : comparedOf) ?? []
      if (why) explainedOf = null
      else comparedOf = null
      await (why ? explain(of) : against === null ? undefined : compare(against, of))
    },
    explain: async (of = []) => {
      if (areSame(explainedOf, of)) return
      explainedOf = of
      set({ recompilations: null, whyError: null })
      const reply = await api.recompilations(document, blob)
      if (explainedOf !== of) return
      if (reply.ok) set({ recompilations: reply.value })
      else set({ whyError: reply.error.message })
    },
  }))
}

/** A store for each blob, made when it is first asked for. */
export function createDiffStores(api: Api, documents: DocumentsStore): (document: string, blob: number) => DiffStore {
  return perBlob(documents, (document, blob) => createDiffStore(api, document, blob))
}

export const isSame = (a: Against | null, b: Against | null): boolean =>
  a?.document === b?.document && a?.blob === b?.blob

function listed({ differences }: BlobDiff, withText: boolean): readonly ListedDifference[] {
  return withText ? differences : differences.filter(({ difference }) => difference.kind !== 'text')
}
