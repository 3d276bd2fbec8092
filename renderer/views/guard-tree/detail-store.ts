/** The detail of the selected node of a blob or of a log: asked for once the selection rests, stale answers dropped. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { DocumentError } from '../../../shared/document'
import type { NodeDetail } from '../../../shared/tree'

export interface AskedState<T> {
  readonly detail: T | null
  readonly error: DocumentError | null
  /** True while what is shown is of another node than the one selected. */
  readonly waiting: boolean
  /** Asks for a node of a blob, or of a compile; only the latest ask is answered. */
  request(document: string, part: number, node: number): void
  /** Forgets what is shown and what was asked. */
  clear(): void
}

export type AskedStore<T> = StoreApi<AskedState<T>>
export type DetailStore = AskedStore<NodeDetail>

export function createDetailStore(api: Pick<GuardscopeApi, 'nodeDetail'>): DetailStore {
  return createAskedStore((document, blob, node) => api.nodeDetail(document, blob, node))
}

/** `rest` is how long, in milliseconds, the selection must stand still. */
export function createAskedStore<T>(
  question: (document: string, part: number, node: number) => Promise<Reply<T | null>>,
  rest = 40,
): AskedStore<T> {
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return createStore<AskedState<T>>()((set) => ({
    detail: null,
    error: null,
    waiting: false,
    request: (document, part, node) => {
      const ask = ++asked
      clearTimeout(timer)
      set({ waiting: true })
      timer = setTimeout(() => {
        void question(document, part, node).then(
          (reply) => {
            if (ask !== asked) return
            set(
              reply.ok
                ? { detail: reply.value, error: null, waiting: false }
                : { detail: null, error: reply.error, waiting: false },
            )
          },
          (error: unknown) => {
            if (ask === asked) set({ detail: null, error: { message: String(error), offset: null }, waiting: false })
          },
        )
      }, rest)
    },
    clear: () => {
      asked++
      clearTimeout(timer)
      set({ detail: null, error: null, waiting: false })
    },
  }))
}
