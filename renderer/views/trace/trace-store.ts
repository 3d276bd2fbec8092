/** What a person looks at in one torch log: a compile, why it was made, its guard tree. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { ChainStory, Trace, TracedNode } from '../../../shared/trace'
import type { DocumentsStore } from '../../stores/documents'
import { perDocument } from '../../stores/per-blob'
import { type AskedStore, createAskedStore } from '../guard-tree/detail-store'
import { createTreeStore, type TreeStore } from '../guard-tree/tree-store'

/** The tree of a compile as it comes. */
export type TreeAnswer =
  | { readonly status: 'asked' }
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'there'; readonly store: TreeStore; readonly text: string }

export interface TraceState {
  /** Index of a compile; -1 in a log without any. */
  readonly selected: number
  /** Pixels; kept while another tab is in front. */
  readonly scrollTop: number
  readonly stories: ReadonlyMap<number, ChainStory>
  readonly storyError: string | null
  readonly trees: ReadonlyMap<number, TreeAnswer>
  /** What the log tells of the selected node of the tree in view. */
  readonly node: AskedStore<TracedNode>
  /** Shows a compile, and a node of its tree where one is named. */
  select(compile: number, node?: number): Promise<void>
  /** The functions in view: what there is to say of them is asked for. */
  look(chains: readonly number[]): Promise<void>
  keepScroll(top: number): void
}

export type TraceStore = StoreApi<TraceState>
type Api = Pick<GuardscopeApi, 'traceStory' | 'traceTree' | 'traceNode'>

export function createTraceStore(api: Api, document: string, trace: Trace): TraceStore {
  return createStore<TraceState>()((set, get) => {
    const story = async (chain: number): Promise<void> => {
      if (get().stories.has(chain)) return
      const reply = await api.traceStory(document, chain)
      if (!reply.ok) return set({ storyError: reply.error.message })
      set({ stories: new Map(get().stories).set(chain, reply.value), storyError: null })
    }
    const tree = async (compile: number): Promise<void> => {
      const known = get().trees.get(compile)?.status
      if (known !== undefined && known !== 'failed') return
      const put = (answer: TreeAnswer): void => set({ trees: new Map(get().trees).set(compile, answer) })
      put({ status: 'asked' })
      const reply = await api.traceTree(document, compile)
      if (!reply.ok) return put({ status: 'failed', message: reply.error.message })
      const { value } = reply
      put(
        value === null ? { status: 'none' } : { status: 'there', store: createTreeStore(value.tree), text: value.text },
      )
    }
    return {
      selected: firstOf(trace),
      scrollTop: 0,
      stories: new Map(),
      storyError: null,
      trees: new Map(),
      node: createAskedStore((_, compile, node) => api.traceNode(document, compile, node)),
      look: async (chains) => {
        for (const chain of chains) if ((trace.chains[chain]?.compiles.length ?? 0) > 1) await story(chain)
      },
      select: async (compile, node) => {
        const about = trace.compiles[compile]
        if (about === undefined) return
        set({ selected: compile })
        await Promise.all([story(about.chain), tree(compile)])
        const there = get().trees.get(compile)
        if (node !== undefined && there?.status === 'there') there.store.getState().select(node)
      },
      keepScroll: (scrollTop) => set({ scrollTop }),
    }
  })
}

/** The first that was made again: that is what a log is opened for. */
function firstOf({ compiles }: Trace): number {
  const again = compiles.findIndex(({ reasons }) => reasons.length > 0)
  return again >= 0 ? again : compiles.length - 1
}

/** A store for each open log, made when it is first asked for. */
export function createTraceStores(api: Api, documents: DocumentsStore): (document: string, trace: Trace) => TraceStore {
  const kept = perDocument<{ now?: { readonly trace: Trace; readonly store: TraceStore } }>(documents, () => ({}))
  return (document, trace) => {
    const last = kept(document)
    // read again, it is another log
    if (last.now?.trace !== trace) last.now = { trace, store: createTraceStore(api, document, trace) }
    return last.now.store
  }
}
