/** The guards of a blob that are chosen to be edited together: by what, which they are, and what came of it. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { GuardFilterName } from '../../../shared/edit'
import type { Json } from '../../../shared/replay'
import type { Choice, FilterCount, GuardSelection } from '../../../shared/selection'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import { plural } from '../../components/format'
import { isFiltering } from '../guard-tree/filter'
import type { TreeState } from '../guard-tree/tree-store'
import { guardsOfFilter, guardsOfSearch } from './tree-rows'
import { settled } from '../../stores/settled'

export type ChosenBy = 'search' | 'filter' | GuardFilterName
/** What can be done to them; the latter two to tensors. */
export type BulkEdit = 'drop-guards' | 'weaken-guards' | 'free-sizes'

export interface SelectState {
  readonly open: boolean
  readonly by: ChosenBy
  /** torch's own filters over the tree in front; null before the first answer. */
  readonly filters: readonly FilterCount[] | null
  readonly selection: GuardSelection | null
  readonly error: string | null
  /** Whether a question is on its way: what is shown may not hold any more. */
  readonly asking: boolean
  readonly editing: boolean
  /** Why the last edit was not made. */
  readonly refusal: { readonly why: string; readonly edit: BulkEdit } | null
  /** Opens; begins with the search where there is one, else with the filter. */
  start(tree: TreeState): void
  close(): void
  choose(by: ChosenBy): void
  /** Asks what torch's filters leave out of a tree, and which guards are chosen in it. */
  look(tree: TreeState): Promise<void>
  /** Edits the chosen guards as one step; how many, or null where it was refused. */
  edit(edit: BulkEdit, query: string, force?: boolean): Promise<number | null>
}

export type SelectStore = StoreApi<SelectState>
type Api = Pick<GuardscopeApi, 'guardFilters' | 'chooseGuards'>
type Edit = (edits: readonly Json[], label: string) => Promise<string | null>

export function createSelectStore(api: Api, document: string, blob: number, edit: Edit): SelectStore {
  let asked = 0
  let counted: object | null = null
  return createStore<SelectState>()((set, get) => {
    const count = async (tree: object): Promise<void> => {
      if (tree === counted) return
      counted = tree
      const reply = await settled(api.guardFilters(document, blob))
      if (tree !== counted) return
      if (reply.ok) set({ filters: reply.value })
      else counted = null
    }
    const ask = async (tree: TreeState): Promise<void> => {
      const serial = ++asked
      set({ asking: true, refusal: null })
      const reply = await settled(api.chooseGuards(document, blob, choiceOf(get().by, tree)))
      if (serial !== asked) return
      if (reply.ok) set({ selection: reply.value, error: null, asking: false })
      else set({ selection: null, error: reply.error.message, asking: false })
    }
    return {
      open: false,
      by: 'skip_guard_on_globals_unsafe',
      filters: null,
      selection: null,
      error: null,
      asking: false,
      editing: false,
      refusal: null,
      start: ({ search, filters }) => {
        const { by } = get()
        const torch = by === 'search' || by === 'filter' ? 'skip_guard_on_globals_unsafe' : by
        set({ open: true, by: search.pattern !== null ? 'search' : isFiltering(filters) ? 'filter' : torch })
      },
      close: () => set({ open: false, selection: null, refusal: null }),
      choose: (by) => set({ by }),
      look: async (tree) => {
        await Promise.all([count(tree.tree), ask(tree)])
      },
      edit: async (kind, query, force = false) => {
        const { selection, asking, editing, by, filters } = get()
        if (selection === null || selection.where === null || asking || editing) return null
        const guards = kind === 'drop-guards' ? selection.guards.names.length : selection.tensors
        set({ editing: true, refusal: null })
        const label = `${VERBS[kind]} ${plural(guards, 'guard')} ${wordsOf(by, query, filters)}`
        const why = await edit(editsOf(selection, kind, force), label)
        set({ editing: false, refusal: why === null ? null : { why, edit: kind } })
        return why === null ? guards : null
      },
    }
  })
}

const VERBS = {
  'drop-guards': 'drop',
  'weaken-guards': 'weaken',
  'free-sizes': 'let sizes be any of',
} as const satisfies Readonly<Record<BulkEdit, string>>

/** The edit that does it, in a list as edits go. */
export function editsOf({ where }: GuardSelection, kind: BulkEdit, force = false): readonly Json[] {
  return where === null ? [] : [{ do: kind, where: where as Json, ...(force ? { force } : {}) }]
}

function choiceOf(by: ChosenBy, { tree, search, filtered: { included } }: TreeState): Choice {
  if (by === 'search') return { nodes: guardsOfSearch(tree, search.matches, included) }
  if (by === 'filter') return { nodes: guardsOfFilter(tree, included) }
  return { where: { filter: by } }
}

function wordsOf(by: ChosenBy, query: string, filters: readonly FilterCount[] | null): string {
  if (by === 'search') return `that match ${query}`
  if (by === 'filter') return 'that the filter showed'
  return filters?.find(({ name }) => name === by)?.words ?? `of ${by}`
}

/** A store for each blob, made when it is first asked for. */
export function createSelectStores(
  api: Api,
  documents: DocumentsStore,
): (document: string, blob: number) => SelectStore {
  return perBlob(documents, (document, blob) => {
    const edit: Edit = (edits, label) => documents.getState().edit(document, blob, edits, label)
    return createSelectStore(api, document, blob, edit)
  })
}
