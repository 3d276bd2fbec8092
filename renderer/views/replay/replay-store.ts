/** The scenarios of one blob: what a person made of them, what each came to, and what they are checked with. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import { unreadRow } from '../../../shared/replay'
import type { ReplayOptions, ReplayResult, ReplayRow, ScenarioChange } from '../../../shared/replay'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import type { ReplayState, ScenarioEntry } from './replay-state'
import { freshName, nameOf, renamed } from './scenario-text'
import { turns } from './turns'

export type ReplayStore = StoreApi<ReplayState>
type Api = Pick<
  GuardscopeApi,
  | 'ownScenario'
  | 'changeScenario'
  | 'replay'
  | 'replayAll'
  | 'suggest'
  | 'compareGlobalState'
  | 'readScenarios'
  | 'savedScenarios'
  | 'saveScenarios'
  | 'keepScenarios'
>

const AS_SAVED = 'as saved'
/** Milliseconds after a change until what is not saved is kept for the next session. */
const KEEP_AFTER = 600

/** `rest` is how long, in milliseconds, typing must stand still before a scenario is replayed. */
export function createReplayStore(api: Api, document: string, blob: number, rest = 120): ReplayStore {
  let started = false
  let nextKey = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let keeper: ReturnType<typeof setTimeout> | undefined
  // one change after the other: each is made of what the one before it came to
  let changing: Promise<unknown> = Promise.resolve()
  return createStore<ReplayState>()((set, get) => {
    const entryOf = (text: string, own = false, editor = nextKey): ScenarioEntry => ({
      key: nextKey++,
      editor,
      name: nameOf(text) ?? 'not read',
      text,
      row: null,
      own,
    })
    const find = (key: number): ScenarioEntry | undefined => get().scenarios.find((entry) => entry.key === key)
    const current = (): ScenarioEntry | undefined => get().scenarios[get().current]
    const update = (key: number, change: Partial<ScenarioEntry>): void =>
      set({ scenarios: get().scenarios.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)) })
    const touched = (): void => {
      set({ revision: get().revision + 1, file: { ...get().file, dirty: true } })
      clearTimeout(keeper)
      keeper = setTimeout(() => {
        if (get().file.dirty) void api.keepScenarios(document, blob, made())
      }, KEEP_AFTER)
    }
    /** What a person made: all but the values the blob holds itself. */
    const made = (): string[] => get().scenarios.flatMap(({ own, text }) => (own ? [] : [text]))
    const options = (): ReplayOptions => ({ guardState: get().guardState?.json ?? null })
    /** Whether an answer still is one to what stands there. */
    const isLatest = ({ key, text }: ScenarioEntry, asked: ReplayOptions): boolean =>
      find(key)?.text === text && options().guardState === asked.guardState

    /** Replays the scenario in front, then looks for what would make it pass. */
    const run = async (): Promise<void> => {
      const entry = current()
      if (entry === undefined) return
      const asked = options()
      const reply = await api.replay(document, blob, entry.text, asked)
      if (!isLatest(entry, asked)) return
      const inFront = current()?.key === entry.key
      if (!reply.ok) {
        update(entry.key, { row: unreadRow(entry.name, reply.error.message) })
        if (inFront) set({ result: null, suggestions: [] })
        return
      }
      const result = reply.value
      update(entry.key, { name: result.name, row: rowOf(result) })
      if (!inFront) return
      set({ result, suggestions: result.check === 'false' ? null : [] })
      if (result.check !== 'false') return
      const proposed = await api.suggest(document, blob, entry.text, asked)
      if (isLatest(entry, asked) && current()?.key === entry.key)
        set({ suggestions: proposed.ok ? proposed.value : [] })
    }

    /** Checks scenarios for the table. */
    const runTable = async (entries: readonly ScenarioEntry[]): Promise<void> => {
      for (const turn of turns(entries)) await runTurn(turn)
    }

    const runTurn = async (entries: readonly ScenarioEntry[]): Promise<void> => {
      const asked = options()
      const reply = await api.replayAll(
        document,
        blob,
        entries.map((entry) => entry.text),
        asked,
      )
      const rows = new Map<number, ReplayRow>()
      entries.forEach((entry, i) => {
        const row = reply.ok ? reply.value[i] : unreadRow(entry.name, reply.error.message)
        if (row !== undefined && isLatest(entry, asked)) rows.set(entry.key, row)
      })
      set({
        scenarios: get().scenarios.map((entry) => {
          const row = rows.get(entry.key)
          return row === undefined ? entry : { ...entry, row, name: row.check === null ? entry.name : row.name }
        }),
      })
    }

    const append = (entries: readonly ScenarioEntry[], chosen = true): void => {
      const { scenarios } = get()
      set({ scenarios: [...scenarios, ...entries], revision: get().revision + 1 })
      if (chosen) get().choose(scenarios.length)
      void runTable(chosen ? entries.slice(1) : entries)
    }

    /** Whether the scenario in front now has another text: a copy of the blob's own is run as it is taken in. */
    const applyToCurrent = async (changes: readonly ScenarioChange[]): Promise<boolean> => {
      const entry = current()
      set({ refused: null })
      if (entry === undefined) return false
      if (entry.own) {
        await get().derive(freshName(names()), changes)
        return false
      }
      const reply = await api.changeScenario(document, blob, entry.text, changes)
      // typed meanwhile: what was typed stands
      if (find(entry.key)?.text !== entry.text) return false
      if (!reply.ok) {
        set({ refused: reply.error.message })
        return false
      }
      update(entry.key, { text: reply.value })
      touched()
      return true
    }

    const names = (): string[] => get().scenarios.map(({ name }) => name)

    const readSaved = async (): Promise<void> => {
      const reply = await api.savedScenarios(document, blob)
      if (!reply.ok) return set({ file: { ...get().file, error: reply.error.message } })
      if (reply.value === null) return
      set({ file: { path: reply.value.path, dirty: reply.value.kept, error: null } })
      append(
        reply.value.scenarios.map((text) => entryOf(text)),
        false,
      )
    }

    return {
      scenarios: [],
      current: 0,
      revision: 0,
      result: null,
      suggestions: null,
      refused: null,
      guardState: null,
      guardStateError: null,
      file: { path: null, dirty: false, error: null },
      start: () => {
        if (started) return
        started = true
        void api.ownScenario(document, blob).then((reply) => {
          const own = entryOf(reply.ok ? reply.value : '', true)
          const row = reply.ok ? null : unreadRow(AS_SAVED, reply.error.message)
          append([{ ...own, name: AS_SAVED, row }])
          void readSaved()
        })
      },
      reread: async () => {
        const own = get().scenarios.find((entry) => entry.own)
        const reply = own === undefined ? null : await api.ownScenario(document, blob)
        if (own === undefined || reply === null) return
        update(own.key, reply.ok ? { text: reply.value } : { row: unreadRow(AS_SAVED, reply.error.message) })
        await get().runAll()
      },
      choose: (index) => {
        if (index === get().current && get().result !== null) return
        clearTimeout(timer)
        set({ current: index, result: null, suggestions: null, refused: null })
        void run()
      },
      edit: (text) => {
        const entry = current()
        if (entry === undefined || entry.text === text) return
        touched()
        clearTimeout(timer)
        if (entry.own) {
          const typed = nameOf(text)
          const copy = typed === null || names().includes(typed) ? renamed(text, freshName(names())) : text
          append([entryOf(copy, false, entry.editor)])
          // only once the copy is in front: the editor must not be another in between
          return update(entry.key, { editor: nextKey++ })
        }
        update(entry.key, { text })
        timer = setTimeout(() => void run(), rest)
      },
      change: async (changes) => {
        const done = changing.then(() => applyToCurrent(changes))
        changing = done.catch(() => false)
        if (await done) await run()
      },
      derive: async (name, changes) => {
        const entry = current()
        if (entry === undefined) return
        const unique = names().includes(name) ? freshName(names(), name) : name
        const all: ScenarioChange[] = [...changes, { path: ['name'], value: unique }]
        const reply = await api.changeScenario(document, blob, entry.text, all)
        if (!reply.ok) return set({ refused: reply.error.message })
        touched()
        append([entryOf(reply.value)])
      },
      rename: (name) => {
        const entry = current()
        if (entry === undefined || entry.own || name === '' || name === entry.name) return
        const text = renamed(entry.text, name)
        if (text !== entry.text) update(entry.key, { name, text })
        touched()
      },
      duplicate: () => {
        const entry = current()
        if (entry === undefined) return
        const name = freshName(names(), entry.own ? 'call' : entry.name)
        append([{ ...entryOf(renamed(entry.text, name)), name }])
        touched()
      },
      remove: () => {
        const { scenarios } = get()
        const entry = current()
        if (entry === undefined || entry.own) return
        const at = scenarios.indexOf(entry)
        set({ scenarios: scenarios.filter((other) => other !== entry), result: null })
        touched()
        get().choose(Math.max(0, at - 1))
      },
      add: (texts) => {
        if (texts.length === 0) return
        append(texts.map((text) => entryOf(text)))
        touched()
      },
      openFile: async (path) => {
        const reply = await api.readScenarios(document, path)
        if (!reply.ok) return set({ file: { ...get().file, error: reply.error.message } })
        set({ file: { ...get().file, error: null } })
        get().add(reply.value.scenarios)
      },
      runAll: async () => {
        await Promise.all([run(), runTable(get().scenarios)])
      },
      setGuardState: async (state) => {
        set({ guardStateError: null })
        if (state === null) set({ guardState: null })
        else {
          const reply = await api.compareGlobalState(document, blob, state.json)
          if (!reply.ok) return set({ guardStateError: `${state.name}: ${reply.error.message}` })
          set({ guardState: { ...state, rows: reply.value } })
        }
        await get().runAll()
      },
      save: async () => {
        const { file } = get()
        const texts = made()
        const reply = await api.saveScenarios(document, blob, texts)
        const still = made()
        const dirty = texts.length !== still.length || texts.some((text, i) => text !== still[i])
        set({
          file: reply.ok ? { path: reply.value, dirty, error: null } : { ...file, error: reply.error.message },
        })
      },
    }
  })
}

const rowOf = (result: ReplayResult): ReplayRow => ({
  name: result.name,
  check: result.check,
  error: null,
  guard: result.guard,
  source: result.source,
  part: result.part,
  failed: result.failed,
  executed: result.executed,
  asSaved: result.asSaved.check,
})

/** One store a blob, kept while its window lives. */
export function createReplayStores(
  api: Api,
  documents: DocumentsStore,
): (document: string, blob: number) => ReplayStore {
  return perBlob(documents, (document, blob) => createReplayStore(api, document, blob))
}
