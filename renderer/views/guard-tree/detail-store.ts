/** The detail of the selected node: asked for once the selection rests, stale answers dropped. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { DocumentError } from '../../../shared/document'
import type { NodeDetail } from '../../../shared/tree'

export interface DetailState {
  readonly detail: NodeDetail | null
  readonly error: DocumentError | null
  /** True while what is shown is of another node than the one selected. */
  readonly waiting: boolean
  /** Asks for a node; only the latest ask is answered. */
  request(document: string, blob: number, node: number): void
  /** Forgets what is shown and what was asked. */
  clear(): void
}

export type DetailStore = StoreApi<DetailState>

/** `rest` is how long, in milliseconds, the selection must stand still. */
export function createDetailStore(api: Pick<GuardscopeApi, 'nodeDetail'>, rest = 40): DetailStore {
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return createStore<DetailState>()((set) => ({
    detail: null,
    error: null,
    waiting: false,
    request: (document, blob, node) => {
      const ask = ++asked
      clearTimeout(timer)
      set({ waiting: true })
      timer = setTimeout(() => {
        void api.nodeDetail(document, blob, node).then(
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
