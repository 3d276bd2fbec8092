/** Which scenarios edits would flip: asked once typing rests, many of them in turns, stale answers dropped. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../../shared/api'
import type { PreviewRow } from '../../../../shared/preview'
import type { Json, ReplayOptions } from '../../../../shared/replay'
import { turns } from '../turns'

export interface FlipState {
  /** What is known so far, in the order of the scenarios; null before the first answer. */
  readonly rows: readonly PreviewRow[] | null
  /** How many scenarios were asked for. */
  readonly total: number
  /** Whether there is more to come: what is shown may be of what was asked before. */
  readonly asking: boolean
  /** Why the edits would not be made. */
  readonly refusal: string | null
  readonly error: string | null
  /** Only the latest ask is answered; no edits forget what is shown. */
  ask(edits: readonly Json[], texts: readonly string[], options: ReplayOptions): void
}

export type FlipStore = StoreApi<FlipState>

const NOTHING = { rows: null, total: 0, asking: false, refusal: null, error: null }

/** `rest` is how long, in milliseconds, typing must stand still. */
export function createFlipStore(
  api: Pick<GuardscopeApi, 'previewEdits'>,
  document: string,
  blob: number,
  rest = 200,
): FlipStore {
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return createStore<FlipState>()((set) => {
    const run = async (
      ask: number,
      edits: readonly Json[],
      texts: readonly string[],
      options: ReplayOptions,
    ): Promise<void> => {
      const rows: PreviewRow[] = []
      for (const turn of turns(texts.map((text) => ({ text })))) {
        const reply = await api
          .previewEdits(
            document,
            blob,
            edits,
            turn.map(({ text }) => text),
            options,
          )
          .catch((error: unknown) => ({ ok: false as const, error: { message: String(error) } }))
        if (ask !== asked) return
        if (!reply.ok) return set({ ...NOTHING, error: reply.error.message })
        if (reply.value.kind === 'refused') return set({ ...NOTHING, refusal: reply.value.reason })
        rows.push(...reply.value.rows)
        const asking = rows.length < texts.length
        set({ rows: [...rows], total: texts.length, asking, refusal: null, error: null })
      }
    }
    return {
      ...NOTHING,
      ask: (edits, texts, options) => {
        const ask = ++asked
        clearTimeout(timer)
        if (edits.length === 0 || texts.length === 0) return set(NOTHING)
        set({ asking: true })
        timer = setTimeout(() => void run(ask, edits, texts, options), rest)
      },
    }
  })
}
