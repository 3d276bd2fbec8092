/** The scenarios of one blob: what a person made of them, and what each came to. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { ReplayResult } from '../../../shared/replay'

export interface ScenarioEntry {
  readonly name: string
  /** JSON, as it is being edited. */
  readonly text: string
  readonly result: ReplayResult | null
  /** Why it could not be replayed. */
  readonly error: string | null
}

/** A sweep of one tensor's dimension over sizes. */
export interface SweepRequest {
  readonly local: string
  readonly dim: number
  readonly from: number
  readonly to: number
}

const OWN_STATE = { guardState: null }

export interface Sweep {
  readonly request: SweepRequest
  readonly outcomes: Uint8Array
}

export interface ReplayState {
  readonly scenarios: readonly ScenarioEntry[]
  readonly current: number
  readonly sweep: Sweep | null
  readonly sweepError: string | null
  /** Reads the blob's own values, once. */
  start(): void
  choose(index: number): void
  /** Replaces the text of the current scenario and replays it. */
  edit(text: string): void
  /** A copy of the current scenario, to change. */
  duplicate(): void
  remove(): void
  /** Takes in the scenarios of a file's text, or a global state, in which the current scenario is then replayed. */
  add(text: string): void
  runAll(): void
  runSweep(request: SweepRequest): void
}

export type ReplayStore = StoreApi<ReplayState>
type Api = Pick<GuardscopeApi, 'ownScenario' | 'replay' | 'sweep'>

/** `rest` is how long, in milliseconds, typing must stand still before a scenario is replayed. */
export function createReplayStore(api: Api, document: string, blob: number, rest = 120): ReplayStore {
  let started = false
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return createStore<ReplayState>()((set, get) => {
    const update = (index: number, change: Partial<ScenarioEntry>): void =>
      set({ scenarios: get().scenarios.map((entry, i) => (i === index ? { ...entry, ...change } : entry)) })

    const run = async (index: number): Promise<void> => {
      const entry = get().scenarios[index]
      if (entry === undefined) return
      const reply = await api.replay(document, blob, entry.text, OWN_STATE)
      // a later edit has its own answer
      if (get().scenarios[index]?.text !== entry.text) return
      if (reply.ok) update(index, { result: reply.value, error: null, name: reply.value.name })
      else update(index, { result: null, error: reply.error.message })
    }

    const append = (entries: readonly ScenarioEntry[]): void => {
      const { scenarios } = get()
      set({ scenarios: [...scenarios, ...entries], current: scenarios.length })
      entries.forEach((_, i) => void run(scenarios.length + i))
    }

    return {
      scenarios: [],
      current: 0,
      sweep: null,
      sweepError: null,
      start: () => {
        if (started) return
        started = true
        void api.ownScenario(document, blob).then((reply) => {
          const entry: ScenarioEntry = reply.ok
            ? { name: 'as saved', text: reply.value, result: null, error: null }
            : { name: 'as saved', text: '', result: null, error: reply.error.message }
          append([entry])
        })
      },
      choose: (current) => set({ current, sweep: null, sweepError: null }),
      edit: (text) => {
        const { current } = get()
        update(current, { text })
        clearTimeout(timer)
        timer = setTimeout(() => void run(current), rest)
      },
      duplicate: () => {
        const entry = get().scenarios[get().current]
        if (entry === undefined) return
        const name = `${entry.name} ${get().scenarios.length + 1}`
        append([{ name, text: renamed(entry.text, name), result: null, error: null }])
      },
      remove: () => {
        const { scenarios, current } = get()
        if (scenarios.length < 2) return
        set({ scenarios: scenarios.filter((_, i) => i !== current), current: Math.max(0, current - 1) })
      },
      add: (text) => {
        try {
          const json: unknown = JSON.parse(text)
          if (isGlobalState(json)) {
            const entry = get().scenarios[get().current]
            const name = `${entry?.name ?? 'as saved'}, another global state`
            append([{ name, text: withGlobalState(entry?.text ?? '', name, json), result: null, error: null }])
            return
          }
          const list: readonly unknown[] = Array.isArray(json)
            ? json
            : isRecord(json) && Array.isArray(json['scenarios'])
              ? json['scenarios']
              : [json]
          append(
            list.map((item, i) => ({
              name: isRecord(item) && typeof item['name'] === 'string' ? item['name'] : `scenario ${i}`,
              text: JSON.stringify(item, null, 2),
              result: null,
              error: null,
            })),
          )
        } catch (error) {
          append([{ name: 'not read', text, result: null, error: `not JSON: ${String(error)}` }])
        }
      },
      runAll: () => get().scenarios.forEach((_, i) => void run(i)),
      runSweep: (request) => {
        const entry = get().scenarios[get().current]
        if (entry === undefined) return
        const ask = ++asked
        const { local, dim, from, to } = request
        const axis = { path: ['f_locals', local, 'shape', dim], values: { from, to, step: 1 } }
        void api.sweep(document, blob, entry.text, [axis], OWN_STATE).then((reply) => {
          if (ask !== asked) return
          set(
            reply.ok
              ? { sweep: { request, outcomes: reply.value.outcomes }, sweepError: null }
              : { sweep: null, sweepError: reply.error.message },
          )
        })
      },
    }
  })
}

const isRecord = (json: unknown): json is Readonly<Record<string, unknown>> => typeof json === 'object' && json !== null

/** What `GlobalStateGuard.__getstate__()` gives. */
const isGlobalState = (json: unknown): boolean => isRecord(json) && 'grad_mode' in json && 'autocast_state' in json

/** The scenario in a process of that global state. */
function withGlobalState(text: string, name: string, state: unknown): string {
  try {
    const scenario = JSON.parse(text) as Readonly<Record<string, unknown>>
    const process = isRecord(scenario['process']) ? scenario['process'] : {}
    return JSON.stringify({ ...scenario, name, process: { ...process, global_state: state } }, null, 2)
  } catch {
    return text
  }
}

function renamed(text: string, name: string): string {
  try {
    return JSON.stringify({ ...(JSON.parse(text) as object), name }, null, 2)
  } catch {
    return text
  }
}

/** One store a blob, kept while its window lives. */
export function createReplayStores(api: Api): (document: string, blob: number) => ReplayStore {
  const stores = new Map<string, ReplayStore>()
  return (document, blob) => {
    const key = `${document}/${blob}`
    let store = stores.get(key)
    if (store === undefined) {
      store = createReplayStore(api, document, blob)
      stores.set(key, store)
    }
    return store
  }
}
