/** Two managers on the same scenarios: this blob's against another's, and where they part. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { Answer, ReplayRow } from '../../../shared/replay'
import type { ReplayStore } from './replay-store'

/** The other side: this blob's manager before saving, or a blob of an open document. */
export type Other =
  | { readonly kind: 'before saving' }
  /** `original`: this blob as it was opened. */
  | {
      readonly kind: 'blob'
      readonly document: string
      readonly blob: number
      readonly label: string
      readonly original?: boolean
    }

export interface CompareState {
  readonly other: Other
  /** The other side's answers, in the order of the scenarios; null while they are asked for. */
  readonly rows: readonly ReplayRow[] | null
  readonly error: string | null
  /** Checks the scenarios as they stand. */
  compare(other?: Other): Promise<void>
}

/** One scenario on both sides. */
export interface Pair {
  readonly index: number
  readonly name: string
  readonly here: Answer | null | undefined
  readonly there: Answer | null | undefined
  readonly hereWhy: string
  readonly thereWhy: string
  /** Whether the answers differ; where both fail, by another guard. */
  readonly parts: 'answer' | 'reason' | null
}

export type CompareStore = StoreApi<CompareState>

export function createCompareStore(api: Pick<GuardscopeApi, 'replayAll'>, replay: ReplayStore): CompareStore {
  let asked = 0
  return createStore<CompareState>()((set, get) => ({
    other: { kind: 'before saving' },
    rows: null,
    error: null,
    compare: async (other = get().other) => {
      const ask = ++asked
      const same = JSON.stringify(other) === JSON.stringify(get().other)
      set({ other, error: null, ...(same ? {} : { rows: null }) })
      if (other.kind === 'before saving') return
      const { scenarios, guardState } = replay.getState()
      const texts = scenarios.map(({ text }) => text)
      const options = { guardState: guardState?.json ?? null, original: other.original === true }
      const reply = await api.replayAll(other.document, other.blob, texts, options)
      if (ask !== asked) return
      set(reply.ok ? { rows: reply.value } : { rows: null, error: reply.error.message })
    },
  }))
}

/** A code part without the comment on the line of code it comes from. */
const reason = (part: string): string => part.split(/\s+# /, 1)[0] ?? ''

/** The scenarios side by side, those where the two part first. */
export function pairs(
  scenarios: readonly { readonly name: string; readonly row: ReplayRow | null }[],
  other: Other,
  rows: readonly ReplayRow[] | null,
): readonly Pair[] {
  const all = scenarios.map(({ name, row }, index): Pair => {
    const there = rows?.[index]
    const whyOf = (of: ReplayRow | undefined | null): string => of?.error ?? of?.part ?? ''
    const [answer, why] =
      other.kind === 'before saving'
        ? [row?.asSaved, '']
        : [there === undefined ? undefined : there.check, whyOf(there)]
    const here = row === null ? undefined : row.check
    const differs = here !== undefined && answer !== undefined && here !== answer
    const otherReason =
      other.kind === 'blob' && here === 'false' && answer === 'false' && reason(whyOf(row)) !== reason(why)
    return {
      index,
      name,
      here,
      there: answer,
      hereWhy: whyOf(row),
      thereWhy: why,
      parts: differs ? 'answer' : otherReason ? 'reason' : null,
    }
  })
  const rank = ({ parts }: Pair): number => (parts === 'answer' ? 0 : parts === 'reason' ? 1 : 2)
  return [...all].sort((a, b) => rank(a) - rank(b) || a.index - b.index)
}
