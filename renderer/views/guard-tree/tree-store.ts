/** What a person did to one guard tree: what is open, selected, filtered and searched for, and the rows that follow. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { TreeColumns } from '../../../shared/tree'
import { NO_FILTERS, facetIds, filterTree, isFiltering, toggleChoice } from './filter'
import type { FacetName, FilterResult, Filters } from './filter'
import { sameCollapsed, sameNode } from './carry-over'
import { hasChildren, lowerBound, openAncestors, rowOf, setBelow, setOne, visibleRows } from './flatten'
import type { Collapsed } from './flatten'
import { NO_MATCHES, TreeSearcher, matchFrom, parsePattern, stepMatch } from './search'
import type { Matches, Pattern } from './search'

export interface SearchState {
  readonly query: string
  readonly pattern: Pattern | null
  readonly matches: Matches
  /** Index into `matches`; -1 where there is none. */
  readonly current: number
  /** Why the query cannot be searched for. */
  readonly error: string | null
  /** The node selected before the search: typing on looks from there again. */
  readonly origin: number
}

export interface Reveal {
  readonly align: 'auto' | 'center'
}

export interface TreeState {
  readonly tree: TreeColumns
  /** What is closed; while a filter is set, what is closed in the filtered tree. */
  readonly collapsed: Collapsed
  /** What is closed without a filter; it comes back when the filter is cleared. */
  readonly unfilteredCollapsed: Collapsed
  readonly selected: number
  /** Made anew each time the selected row should scroll into view: to the near edge, or to the middle. */
  readonly reveal: Reveal
  /** Pixels; kept while another view or tab is in front. */
  readonly scrollTop: number
  readonly filters: Filters
  readonly search: SearchState

  /** What became of each node in a replay, an index into OUTCOMES; null where none is shown. */
  readonly outcomes: Uint8Array | null

  /** What follows from the above. */
  readonly filtered: FilterResult
  readonly rows: Int32Array

  /** `reveal` false for a click: the row is in view already. */
  select(node: number, reveal?: boolean): void
  toggle(node: number): void
  setBelow(node: number, closed: boolean): void
  setOpen(node: number, open: boolean): void
  toggleFilter(facet: FacetName, value: string): void
  clearFilters(): void
  setQuery(query: string): void
  /** Goes to the next (1) or previous (-1) match. */
  step(by: 1 | -1): void
  /** Gets ready to search, so that the first letter is as quick as the rest. */
  prepareSearch(): void
  keepScroll(top: number): void
  setOutcomes(outcomes: Uint8Array | null): void
}

export type TreeStore = StoreApi<TreeState>

/** What an edit leaves a person. */
type Kept = Pick<TreeState, 'filters' | 'collapsed' | 'unfilteredCollapsed' | 'selected' | 'search'>

const NO_SEARCH: SearchState = { query: '', pattern: null, matches: NO_MATCHES, current: -1, error: null, origin: 0 }
const NOTHING_KEPT = { filters: NO_FILTERS, search: NO_SEARCH, selected: 0 }

/** A store for one tree, fully open, its root selected; of a tree that was edited, where the person was `before`. */
export function createTreeStore(tree: TreeColumns, before: TreeState | null = null): TreeStore {
  const searcher = new TreeSearcher(tree)
  const ids = facetIds(tree)
  const open: Collapsed = new Uint8Array(tree.count)

  return createStore<TreeState>()((set, get) => {
    const withCollapsed = (collapsed: Collapsed): Partial<TreeState> => {
      const { collapsed: before, filtered } = get()
      return collapsed === before ? {} : { collapsed, rows: visibleRows(tree, collapsed, filtered.included) }
    }

    /** What filters and a search leave of the tree: the selection goes to a row that is left. */
    const follow = (kept: Kept): Kept & Pick<TreeState, 'filtered' | 'rows'> => {
      const { filters, collapsed, search } = kept
      const filtered = filterTree(tree, filters, ids)
      const rows = visibleRows(tree, collapsed, filtered.included)
      const selected = shownOf(rows, kept.selected)
      const matches = search.pattern === null ? NO_MATCHES : searcher.find(search.pattern, filtered.included)
      return {
        ...kept,
        filtered,
        rows,
        selected,
        search: { ...search, matches, current: matchFrom(matches, selected) },
      }
    }

    const applyFilters = (filters: Filters): void => {
      const before = get()
      const unfilteredCollapsed = isFiltering(before.filters) ? before.unfilteredCollapsed : before.collapsed
      const collapsed = isFiltering(filters) ? open : unfilteredCollapsed
      const { selected, search } = before
      set({ ...follow({ filters, collapsed, unfilteredCollapsed, selected, search }), reveal: { align: 'center' } })
    }

    const goTo = (search: SearchState): void => {
      const node = search.matches[search.current]
      if (node === undefined) return set({ search })
      const { collapsed } = get()
      set({
        ...withCollapsed(openAncestors(tree, collapsed, node)),
        search,
        selected: node,
        reveal: { align: 'center' },
      })
    }

    return {
      tree,
      ...follow(
        before === null ? { ...NOTHING_KEPT, collapsed: open, unfilteredCollapsed: open } : keptIn(tree, before),
      ),
      reveal: { align: 'auto' },
      scrollTop: before?.scrollTop ?? 0,
      outcomes: null,

      select: (node, reveal = true) => {
        if (node < 0 || node >= tree.count) return
        const state = get()
        set({
          ...withCollapsed(openAncestors(tree, state.collapsed, node)),
          selected: node,
          reveal: reveal ? { align: 'auto' } : state.reveal,
        })
      },
      toggle: (node) => get().setOpen(node, get().collapsed[node] === 1),
      setOpen: (node, isOpen) => {
        const { collapsed, selected } = get()
        if (!hasChildren(tree, node) || (collapsed[node] === 0) === isOpen) return
        const inside = selected > node && selected < (tree.end[node] ?? 0)
        set({ ...withCollapsed(setOne(collapsed, node, !isOpen)), selected: !isOpen && inside ? node : selected })
      },
      setBelow: (node, closed) => {
        const { selected, collapsed } = get()
        const inside = selected > node && selected < (tree.end[node] ?? 0)
        set({
          ...withCollapsed(setBelow(tree, collapsed, node, closed)),
          selected: closed && inside ? node : selected,
          reveal: { align: 'auto' },
        })
      },
      toggleFilter: (facet, value) => applyFilters(toggleChoice(get().filters, facet, value)),
      clearFilters: () => {
        if (isFiltering(get().filters)) applyFilters(NO_FILTERS)
      },
      setQuery: (query) => {
        const { search, selected, filtered } = get()
        const origin = search.query === '' ? selected : search.origin
        const parsed = parsePattern(query)
        if (!parsed.ok) return set({ search: { ...NO_SEARCH, query, error: parsed.message, origin } })
        if (parsed.pattern === null) return set({ search: { ...NO_SEARCH, query, origin } })
        const matches = searcher.find(parsed.pattern, filtered.included)
        goTo({ query, pattern: parsed.pattern, matches, current: matchFrom(matches, origin), error: null, origin })
      },
      step: (by) => {
        const { search, selected } = get()
        goTo({ ...search, current: stepMatch(search.matches, selected, by), origin: selected })
      },
      prepareSearch: () => searcher.prepare(),
      keepScroll: (scrollTop) => set({ scrollTop }),
      setOutcomes: (outcomes) => set({ outcomes }),
    }
  })
}

/** The row of a node, or the one that comes after where it would be. */
function shownOf(rows: Int32Array, node: number): number {
  return rowOf(rows, node) >= 0 ? node : (rows[Math.min(lowerBound(rows, node), rows.length - 1)] ?? 0)
}

/** What the person had in hand, in the tree that an edit came to. */
function keptIn(tree: TreeColumns, before: TreeState): Kept {
  const { filters, search, collapsed, unfilteredCollapsed, selected } = before
  // a patch that leaves the shape of a tree leaves its nodes their places
  if (tree.parent === before.tree.parent) return { filters, search, collapsed, unfilteredCollapsed, selected }
  const among = (closed: Collapsed): Collapsed => sameCollapsed(before.tree, closed, tree)
  return {
    filters,
    collapsed: among(collapsed),
    unfilteredCollapsed: among(unfilteredCollapsed),
    selected: sameNode(before.tree, selected, tree),
    search: { ...search, origin: sameNode(before.tree, search.origin, tree) },
  }
}
