/** A blob's scenarios put to torch's own manager in the live process, beside the answers that are made here. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { LiveResult } from '../../../shared/live-process'
import type { ReplayResult } from '../../../shared/replay'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import type { LiveProcessStore } from '../live/live-store'
import type { ScenarioEntry } from './replay-state'
import type { ReplayStore } from './replay-store'

export type TorchAnswer = LiveResult<'check'>[number]

export interface LiveRow {
  /** Of the scenario's entry. */
  readonly key: number
  readonly name: string
  /** What was asked. */
  readonly text: string
  /** Here; null where the scenario cannot be read. */
  readonly here: ReplayResult | null
  readonly torch: TorchAnswer
}

/**
 * How two answers part: in the check, in the code parts of what failed, in the number of guards executed; or one of the two
 * does not know.
 */
export type Parting = 'check' | 'parts' | 'executed' | 'unknown here' | 'unknown in torch' | null

export interface LiveCheckState {
  readonly doing: 'loading' | 'checking' | null
  readonly rows: readonly LiveRow[] | null
  readonly error: string | null
  /** What answered: `torch 2.13.0, pid 4711`. */
  readonly by: string
  /** Whether the answers stand below the tree. */
  readonly inFront: boolean
  bring(): void
  run(): Promise<void>
}

export type LiveCheckStore = StoreApi<LiveCheckState>
type Api = Pick<GuardscopeApi, 'liveLoad' | 'liveAsk' | 'replay'>

export function createLiveCheckStore(
  api: Api,
  process: LiveProcessStore,
  replay: ReplayStore,
  document: string,
  blob: number,
): LiveCheckStore {
  let asked = 0
  return createStore<LiveCheckState>()((set, get) => ({
    doing: null,
    rows: null,
    error: null,
    by: '',
    inFront: false,
    bring: () => {
      replay.getState().start()
      set({ inFront: true })
      void get().run()
    },
    run: async () => {
      const serial = ++asked
      const failed = ({ error }: Extract<Reply<unknown>, { ok: false }>): void =>
        set({ doing: null, error: error.message })
      set({ doing: 'loading', error: null })
      // each time: the blob may have been edited, and another of the same document have taken its place
      const loaded = await api.liveLoad(document, blob)
      if (serial !== asked) return
      if (!loaded.ok) return failed(loaded)
      set({ doing: 'checking' })
      const entries = await scenariosOf(replay)
      const here = await Promise.all(
        entries.map(async ({ text }) => {
          // the manager in the process is built from the blob's own state
          const reply = await api.replay(document, blob, text, { guardState: null })
          return reply.ok ? reply.value : null
        }),
      )
      const readable = entries.flatMap((entry, i) => (here[i] == null ? [] : [{ entry, here: here[i] }]))
      const scenarios = readable.map(({ entry }) => JSON.parse(entry.text) as never)
      const answers = await api.liveAsk('check', { name: document, scenarios })
      if (serial !== asked) return
      if (!answers.ok) return failed(answers)
      const { session } = process.getState()
      set({
        doing: null,
        by: `torch ${session?.torch?.version ?? ''}, process ${session?.hello?.pid ?? ''}`,
        rows: readable.flatMap(({ entry, here: own }, i): LiveRow[] => {
          const torch = answers.value[i]
          return torch === undefined ? [] : [{ key: entry.key, name: own.name, text: entry.text, here: own, torch }]
        }),
      })
    },
  }))
}

/** Once they are read. */
async function scenariosOf(replay: ReplayStore): Promise<readonly ScenarioEntry[]> {
  const { scenarios } = replay.getState()
  if (scenarios.length > 0) return scenarios
  return new Promise((resolve) => {
    const end = replay.subscribe((state) => {
      if (state.scenarios.length === 0) return
      end()
      resolve(state.scenarios)
    })
  })
}

/**
 * Ids and addresses belong to a process, and a part with an id is padded by its length. So does how much of a file's name
 * torch leaves out: what the name has in common with the place of torch.
 */
const masked = (part: string): string =>
  part
    .replace(/\d{9,}/g, '#')
    .replace(/0x[0-9a-f]{6,}/g, '#')
    .replace(/# \S*?([^/\\\s]+:\d+ in )/g, '# $1')
    .replace(/ {2,}/g, ' ')
    .trimEnd()

export function partingOf({ here, torch }: Pick<LiveRow, 'here' | 'torch'>): Parting {
  if (torch.check === null || torch.verbose === null) return 'unknown in torch'
  if (here === null || here.check === 'unknown') return 'unknown here'
  if ((here.check === 'true') !== torch.check) return 'check'
  const { verbose } = torch
  const same =
    here.parts.length === verbose.verbose_code_parts.length &&
    here.parts.every((part, i) => masked(part) === masked(verbose.verbose_code_parts[i] ?? ''))
  if (!same) return 'parts'
  return here.executed === verbose.num_guards_executed ? null : 'executed'
}

/** One store a blob. */
export function createLiveCheckStores(
  api: Api,
  documents: DocumentsStore,
  process: LiveProcessStore,
  replay: (document: string, blob: number) => ReplayStore,
): (document: string, blob: number) => LiveCheckStore {
  return perBlob(documents, (document, blob) =>
    createLiveCheckStore(api, process, replay(document, blob), document, blob),
  )
}
