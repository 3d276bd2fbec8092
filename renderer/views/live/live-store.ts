/** The live process in front: what is told of it, what it printed, and what is asked of it. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type {
  LiveNews,
  LiveParams,
  LiveQuestion,
  LiveResult,
  LiveStart,
  LiveTarget,
} from '../../../shared/live-process'
import { type LiveSession, freshSession, isThere, told } from './live-session'
import { OutputLog, type OutputLine } from './output-log'

export type Standings = LiveResult<'standings'>

export type LiveProbe =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly rows: LiveResult<'probe'> }
  | { readonly status: 'failed'; readonly message: string }

export interface LiveViewState {
  readonly session: LiveSession | null
  /** Whether the form for another process is in front. */
  readonly form: boolean
  /** While the person is asked, and the one before ends. */
  readonly starting: boolean
  /** Why it was not started. */
  readonly refused: string | null
  /** Started before, the last first. */
  readonly remembered: readonly LiveStart[]
  readonly output: readonly OutputLine[]
  readonly devices: LiveResult<'devices'>
  /** By entry: as torch's own managers last answered. */
  readonly standings: ReadonlyMap<number, Standings[number]>
  readonly standingsError: string | null
  /** The last that was measured. */
  readonly probe: LiveProbe | null
  /** What stands below. */
  readonly pane: 'output' | 'probe'
  /** The compile in front. */
  readonly selected: number | null
  /** Functions whose compiles are not listed. */
  readonly folded: ReadonlySet<string>
  remember(targets: readonly LiveStart[]): void
  setForm(form: boolean): void
  start(target: LiveTarget): Promise<void>
  /** The same again. */
  restart(): Promise<void>
  stop(): Promise<void>
  interrupt(): Promise<void>
  ask<Q extends LiveQuestion>(method: Q, params: LiveParams<Q>): Promise<Reply<LiveResult<Q>>>
  /** Names the devices of the process, once; this may initialise CUDA there. */
  lookAtDevices(): Promise<void>
  /** Which compiles would still take their call now. */
  lookAtStandings(): Promise<void>
  putStandings(standings: Standings): void
  select(entry: number): void
  setPane(pane: LiveViewState['pane']): void
  fold(group: string, folded: boolean): void
  /** Measures on every device of the process. */
  runProbe(size: number, runs: number): Promise<void>
  /** Hears no more of the last fault. */
  dismiss(): void
}

export type LiveProcessStore = StoreApi<LiveViewState>
type Api = Pick<GuardscopeApi, 'liveStart' | 'liveStop' | 'liveAsk' | 'onLive'>

/** Milliseconds in which news is gathered before it is shown. */
const TOGETHER = 16
const MOST_REMEMBERED = 8

export function createLiveProcessStore(api: Api, together = TOGETHER): LiveProcessStore {
  let serial = 0
  let log = new OutputLog()
  let inbox: LiveNews[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What is being started, until the first is told of it. */
  let coming: LiveTarget | null = null

  const store = createStore<LiveViewState>()((set, get) => ({
    session: null,
    form: false,
    starting: false,
    refused: null,
    remembered: [],
    output: [],
    devices: [],
    standings: new Map(),
    standingsError: null,
    probe: null,
    pane: 'output',
    selected: null,
    folded: new Set(),
    remember: (remembered) => set({ remembered }),
    setForm: (form) => set({ form, refused: null }),
    start: async (target) => {
      if (get().starting) return
      set({ starting: true, refused: null })
      coming = target
      const reply = await api.liveStart(target)
      flush()
      // told of nothing yet, or refused
      if (reply.ok && coming !== null) begin()
      coming = null
      set({ starting: false, refused: reply.ok ? null : reply.error.message })
      if (!reply.ok || target.kind !== 'start') return
      const others = get().remembered.filter((other) => JSON.stringify(other) !== JSON.stringify(target))
      set({ remembered: [target, ...others].slice(0, MOST_REMEMBERED) })
    },
    restart: async () => {
      const { session } = get()
      if (session !== null) await get().start(session.target)
    },
    stop: () => api.liveStop(),
    interrupt: async () => {
      await get().ask('interrupt', {})
    },
    ask: (method, params) => api.liveAsk(method, params),
    lookAtDevices: async () => {
      const { session, devices, ask } = get()
      if (session?.torch == null || devices.length > 0) return
      const reply = await ask('devices', {})
      if (reply.ok && get().session?.serial === session.serial) set({ devices: reply.value })
    },
    lookAtStandings: async () => {
      const { session } = get()
      const reply = await get().ask('standings', {})
      if (get().session?.serial !== session?.serial) return
      if (reply.ok) get().putStandings(reply.value)
      else set({ standingsError: reply.error.message })
    },
    putStandings: (standings) =>
      set({ standings: new Map(standings.map((one) => [one.entry, one])), standingsError: null }),
    select: (selected) => set({ selected }),
    setPane: (pane) => set({ pane }),
    fold: (group, folded) => {
      const next = new Set(get().folded)
      if (folded) next.add(group)
      else next.delete(group)
      set({ folded: next })
    },
    runProbe: async (size, runs) => {
      const { session } = get()
      if (get().probe?.status === 'running') return
      set({ probe: { status: 'running' } })
      // all that the process which measures finds: this one need not look for them
      const reply = await get().ask('probe', { devices: [], size, runs })
      if (get().session?.serial !== session?.serial) return
      set({
        probe: reply.ok ? { status: 'done', rows: reply.value } : { status: 'failed', message: reply.error.message },
      })
    },
    dismiss: () => {
      const { session } = get()
      if (session !== null) set({ session: { ...session, fault: null } })
    },
  }))

  function begin(): void {
    if (coming === null) return
    log = new OutputLog()
    store.setState({
      session: freshSession(coming, ++serial),
      form: false,
      output: [],
      devices: [],
      probe: null,
      standings: new Map(),
      standingsError: null,
      selected: null,
      folded: new Set(),
    })
    coming = null
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const news = inbox
    inbox = []
    if (news.length === 0) return
    if (coming === null) return apply(news)
    // until the one before has ended, it is that one which tells
    const end = news.findIndex(({ kind }) => kind === 'exit')
    const before = !isThere(store.getState().session) ? 0 : end < 0 ? news.length : end + 1
    apply(news.slice(0, before))
    if (before < news.length) begin()
    apply(news.slice(before))
  }

  function apply(news: readonly LiveNews[]): void {
    const { session, selected } = store.getState()
    if (session === null || news.length === 0) return
    const next = told(session, news)
    let printed = false
    for (const one of news) {
      if (one.kind !== 'output' && one.kind !== 'stderr') continue
      log.add(one.kind === 'output' ? 'stdout' : 'stderr', one.text)
      printed = true
    }
    store.setState({
      session: next,
      selected: selected ?? next.compiles[0]?.entry ?? null,
      ...(printed ? { output: log.snapshot() } : {}),
    })
    // not while a script runs: to name a GPU is to initialise CUDA, which a script that forks must not find done
    if (news.some(({ kind }) => kind === 'ready' || kind === 'ended')) void store.getState().lookAtDevices()
  }

  api.onLive((news) => {
    inbox.push(news)
    if (together === 0) flush()
    else timer ??= setTimeout(flush, together)
  })
  return store
}
