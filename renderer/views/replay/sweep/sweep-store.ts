/** The sweep of one blob: the axes a person chose, and what the scenario in front comes to at each of their steps. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../../shared/api'
import type { ReplayResult, ScenarioChange, SweepResult } from '../../../../shared/replay'
import { CANCELLED } from '../../../../shared/work'
import { grouped } from '../../../components/format'
import type { DocumentsStore } from '../../../stores/documents'
import { perBlob } from '../../../stores/per-blob'
import type { ReplayState } from '../replay-state'
import { axesOf } from './axes'
import { asked, type AxisOffer, type AxisValues, type ChosenAxis, countOf, labelAt, MOST_STEPS, valueAt } from './axis'

/** What came, and what was asked. */
export interface SweepAnswer {
  /** The first goes across, the second down. */
  readonly axes: readonly ChosenAxis[]
  readonly text: string
  readonly guardState: string | null
  readonly result: SweepResult
}

export interface SweepState {
  /** What of the scenario in front can be swept. */
  readonly offers: readonly AxisOffer[]
  /** The first goes across, the second down. */
  readonly axes: readonly ChosenAxis[]
  /** The last one; it stays while another is on its way. */
  readonly answer: SweepAnswer | null
  readonly running: boolean
  readonly error: string | null
  /** Whether the last one was called off. */
  readonly cancelled: boolean
  /** Why a cell of the answer fails or is unknown, for those that were asked about. */
  readonly reasons: ReadonlyMap<number, string>
  /** Follows the scenario in front for as long as it is shown; gives what ends that. The guards are others where `tree` is. */
  watch(tree?: object): () => void
  /** Sweeps again, where that was called off. */
  again(): void
  /** Sets the axis that goes across (0) or down (1); null takes it away. */
  choose(at: 0 | 1, key: string | null): void
  setValues(at: number, values: AxisValues): void
  swap(): void
  /** Asks why cells of the answer came out as they did. */
  explain(cells: readonly number[]): void
  /** Makes a cell of the answer a scenario of its own. */
  take(cell: number): Promise<void>
}
export type SweepStore = StoreApi<SweepState>

type Api = Pick<GuardscopeApi, 'sweep' | 'changeScenario' | 'replay'>
/** What a sweep takes from the replay store. */
interface Front {
  getState(): Pick<ReplayState, 'scenarios' | 'current' | 'guardState' | 'derive'>
  subscribe(listener: () => void): () => void
}
interface Question {
  readonly text: string
  readonly guardState: string | null
  readonly axes: readonly ChosenAxis[]
}

/** `rest` is how long, in milliseconds, the scenario must stand still before it is swept again. */
export function createSweepStore(api: Api, document: string, blob: number, front: Front, rest = 250): SweepStore {
  let watchers = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let inFlight = false
  let last: Question | null = null
  /** The tree whose guards were swept. */
  let swept: object | null = null
  let offered: string | null = null
  let explaining = false
  let unexplained: number[] = []

  return createStore<SweepState>()((set, get) => {
    const inFront = (): { text: string; guardState: string | null } => {
      const { scenarios, current, guardState } = front.getState()
      return { text: scenarios[current]?.text ?? '', guardState: guardState?.json ?? null }
    }
    const question = (): Question => ({ ...inFront(), axes: get().axes })

    /** Reads what can be swept; axes that the scenario no longer has go. */
    const readOffers = (): boolean => {
      const { text } = inFront()
      if (text === offered) return get().offers.length > 0
      offered = text
      const offers = axesOf(text)
      if (offers === null) {
        last = null
        const error = text === '' ? null : 'The scenario in front cannot be read.'
        set({ offers: [], answer: null, error })
        return false
      }
      const byKey = new Map(offers.map((offer) => [offer.key, offer]))
      const kept = get().axes.flatMap(({ offer, values }) => {
        const now = byKey.get(offer.key)
        return now === undefined ? [] : [{ offer: now, values }]
      })
      const start = offers.find(({ group }) => group === 'Sizes' || group === 'Integers') ?? offers[0]
      const axes = kept.length > 0 || start === undefined ? kept : [{ offer: start, values: start.values }]
      if (axes.length === 0) last = null
      set({ offers, axes, ...(axes.length === 0 ? { answer: null, error: null } : {}) })
      return offers.length > 0
    }

    const run = async (): Promise<void> => {
      clearTimeout(timer)
      // one at a time: what is asked meanwhile is asked once the answer is here
      if (inFlight || watchers === 0 || !readOffers()) return
      const now = question()
      if (isSame(now, last)) return
      last = now
      if (now.axes.length === 0) return set({ answer: null, error: null })
      const steps = now.axes.map(({ values }) => countOf(values))
      const all = steps.reduce((product, count) => product * count, 1)
      if (all > MOST_STEPS) return set({ answer: null, error: tooMany(steps, all) })
      if (all === 0) return set({ answer: null, error: 'No value is among these.' })
      inFlight = true
      set({ running: true, error: null, cancelled: false })
      const [across, down] = now.axes.map(asked)
      const axes = across === undefined ? [] : down === undefined ? [across] : [down, across]
      const reply = await api.sweep(document, blob, now.text, axes, { guardState: now.guardState })
      inFlight = false
      if (!isSame(now, question())) {
        last = null
        set({ running: false })
        return run()
      }
      // what is shown stays where this one was called off
      if (!reply.ok && reply.error.message === CANCELLED) return set({ running: false, cancelled: true })
      unexplained = []
      set({
        running: false,
        reasons: new Map(),
        answer: reply.ok ? { ...now, result: reply.value } : null,
        error: reply.ok ? null : reply.error.message,
      })
    }

    const setAxes = (axes: readonly ChosenAxis[]): void => {
      set({ axes })
      void run()
    }

    const changesAt = ({ axes, result }: SweepAnswer, cell: number): ScenarioChange[] => {
      const at = [cell % result.columns, Math.floor(cell / result.columns)]
      return axes.map((axis, i) => ({ path: axis.offer.path, value: valueAt(axis, at[i] ?? 0) }))
    }

    /** Replays cells, one after the other, for the words of what failed. */
    const explainNext = async (): Promise<void> => {
      if (explaining) return
      const { answer, reasons } = get()
      const cell = unexplained.pop()
      if (answer === null || cell === undefined) return
      if (reasons.has(cell)) return explainNext()
      explaining = true
      const text = await api.changeScenario(document, blob, answer.text, changesAt(answer, cell))
      const reply = text.ok ? await api.replay(document, blob, text.value, { guardState: answer.guardState }) : text
      explaining = false
      if (get().answer === answer)
        set({ reasons: new Map(get().reasons).set(cell, reply.ok ? reasonOf(reply.value) : '') })
      return explainNext()
    }

    return {
      offers: [],
      axes: [],
      answer: null,
      running: false,
      error: null,
      cancelled: false,
      reasons: new Map(),
      watch: (tree) => {
        watchers++
        if (tree !== undefined && tree !== swept) {
          swept = tree
          last = null
        }
        const follow = (): void => {
          const { text, guardState } = inFront()
          if (text === last?.text && guardState === last.guardState) return
          clearTimeout(timer)
          timer = setTimeout(() => void run(), last === null ? 0 : rest)
        }
        const unsubscribe = front.subscribe(follow)
        void run()
        return () => {
          watchers--
          clearTimeout(timer)
          unsubscribe()
        }
      },
      again: () => {
        last = null
        void run()
      },
      choose: (at, key) => {
        const { axes, offers } = get()
        const offer = offers.find((other) => other.key === key)
        const others = axes.filter((_, i) => i !== at)
        if (offer === undefined) return setAxes(others)
        const axis = { offer, values: offer.values }
        setAxes(at === 0 ? [axis, ...others] : [...others, axis])
      },
      setValues: (at, values) => setAxes(get().axes.map((axis, i) => (i === at ? { ...axis, values } : axis))),
      swap: () => setAxes([...get().axes].reverse()),
      explain: (cells) => {
        const { reasons } = get()
        const fresh = cells.filter((cell) => !reasons.has(cell))
        // what was asked last is wanted first
        unexplained = [...unexplained.filter((cell) => !fresh.includes(cell)), ...fresh.reverse()]
        void explainNext()
      },
      take: async (cell) => {
        const { answer } = get()
        if (answer !== null) await front.getState().derive(nameAt(answer, cell), changesAt(answer, cell))
      },
    }
  })
}

/** `L['x'].size()[0] = 3, grad_mode = False` */
export function nameAt({ axes, result }: Pick<SweepAnswer, 'axes' | 'result'>, cell: number): string {
  const at = [cell % result.columns, Math.floor(cell / result.columns)]
  return axes.map((axis, i) => `${axis.offer.label} = ${labelAt(axis, at[i] ?? 0)}`).join(', ')
}

function isSame(a: Question, b: Question | null): boolean {
  return a.text === b?.text && a.guardState === b.guardState && isSameAxes(a.axes, b.axes)
}

/** The present value of an axis is the scenario's, not the axis's. */
function isSameAxes(a: readonly ChosenAxis[], b: readonly ChosenAxis[]): boolean {
  return (
    a.length === b.length && a.every(({ offer, values }, i) => offer.key === b[i]?.offer.key && values === b[i]?.values)
  )
}

function tooMany(steps: readonly number[], all: number): string {
  const product = steps.length > 1 ? `${steps.map(grouped).join(' × ')} = ${grouped(all)}` : grouped(all)
  return `${product} steps are too many: a sweep has at most ${grouped(MOST_STEPS)}.`
}

/** The words for what failed, or for what is not known. */
function reasonOf({ check, parts, explained, unknown }: ReplayResult): string {
  switch (check) {
    case 'true':
      return ''
    case 'unknown':
      return unknown.map(({ source, reason }) => (source === '' ? reason : `${source}: ${reason}`))[0] ?? ''
    case 'false': {
      const words = parts.map(withoutCode)
      if (words.length <= 1) return words[0] ?? ''
      // shape guards fail together: which of them is told apart only where each is known
      const failing = explained.filter(({ same }) => same === false)
      if (failing.length > 0) return failing.map(({ expected }) => expected).join(' and ')
      return `one of: ${words.join('; ')}`
    }
  }
}

/** A code part without the user's line that torch prints behind it. */
function withoutCode(part: string): string {
  const at = part.indexOf('  # ')
  return at < 0 ? part : part.slice(0, at).trimEnd()
}

/** One store a blob, kept while its window lives. */
export function createSweepStores(
  api: Api,
  documents: DocumentsStore,
  replay: (document: string, blob: number) => Front,
): (document: string, blob: number) => SweepStore {
  return perBlob(documents, (document, blob) => createSweepStore(api, document, blob, replay(document, blob)))
}
