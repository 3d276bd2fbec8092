/** Work that takes long: what of it is under way, and the way to call it off. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../shared/api'
import type { Work } from '../../shared/work'

export interface RunningWork {
  readonly serial: number
  readonly document: string
  readonly work: Work
  /** What is done: `Repairing`. */
  readonly words: string
  /** Whether it was called off, and has not ended yet. */
  readonly stopping: boolean
}

export interface WorkState {
  /** What has gone on for a while. */
  readonly running: readonly RunningWork[]
  /** Calls off all work of a kind on a document. */
  stop(document: string, work: Work): void
}

export type WorkStore = StoreApi<WorkState>

/** Milliseconds until work is worth a word. */
const AFTER = 300
/** Milliseconds after which a person may have gone to another program meanwhile. */
export const LONG = 10_000

const DONE: { readonly [W in Work | 'replay']: string } = {
  edit: 'The edits are made',
  sweep: 'The sweep is done',
  findings: 'The blob was looked through',
  diff: 'The comparison is done',
  recompilations: 'The recompilations are compared',
  profile: 'The measuring is done',
  'torch-profile': 'The measuring in torch is done',
  report: 'The report is made',
  replay: 'All scenarios are checked',
}

/** The bridge with its long work followed, and what is followed. */
export function followWork(
  api: GuardscopeApi,
  after = AFTER,
  long = LONG,
): { readonly api: GuardscopeApi; readonly work: WorkStore } {
  let serial = 0
  const work = createStore<WorkState>()((set, get) => ({
    running: [],
    stop: (document, kind) => {
      set({
        running: get().running.map((one) =>
          one.document === document && one.work === kind ? { ...one, stopping: true } : one,
        ),
      })
      void api.stopWork(document, kind)
    },
  }))
  const toldWhenLong = async <T>(kind: Work | 'replay', reply: Promise<T>): Promise<T> => {
    const started = performance.now()
    const answer = await reply
    if (performance.now() - started >= long) void api.tellDone(DONE[kind], 'Guardscope has the answer.')
    return answer
  }
  const follow = async <T>(document: string, kind: Work, words: string, reply: Promise<T>): Promise<T> => {
    const one: RunningWork = { serial: ++serial, document, work: kind, words, stopping: false }
    const timer = setTimeout(() => work.setState(({ running }) => ({ running: [...running, one] })), after)
    try {
      return await toldWhenLong(kind, reply)
    } finally {
      clearTimeout(timer)
      const { running } = work.getState()
      const left = running.filter((other) => other.serial !== one.serial)
      if (left.length !== running.length) work.setState({ running: left })
    }
  }
  return {
    work,
    api: {
      ...api,
      replayAll: (id, blob, scenarios, options) => toldWhenLong('replay', api.replayAll(id, blob, scenarios, options)),
      editBlob: (id, blob, edits, label) =>
        follow(id, 'edit', label.startsWith('repair') ? 'Repairing' : 'Editing', api.editBlob(id, blob, edits, label)),
      jumpHistory: (id, blob, position) =>
        follow(id, 'edit', 'Going through the history', api.jumpHistory(id, blob, position)),
      sweep: (id, blob, scenario, axes, options) =>
        follow(id, 'sweep', 'Sweeping', api.sweep(id, blob, scenario, axes, options)),
      findings: (id, blob, torch) => follow(id, 'findings', 'Looking through the blob', api.findings(id, blob, torch)),
      diffBlobs: (id, blob, other, otherBlob) =>
        follow(id, 'diff', 'Comparing', api.diffBlobs(id, blob, other, otherBlob)),
      diffTrees: (id, blob, other, otherBlob) =>
        follow(id, 'diff', 'Laying the trees side by side', api.diffTrees(id, blob, other, otherBlob)),
      recompilations: (id, blob) =>
        follow(id, 'recompilations', 'Comparing the recompilations', api.recompilations(id, blob)),
      profile: (id, blob, scenario, options) =>
        follow(id, 'profile', 'Measuring', api.profile(id, blob, scenario, options)),
      liveProfile: (id, blob, scenario, options) =>
        follow(id, 'torch-profile', 'Measuring in torch', api.liveProfile(id, blob, scenario, options)),
      reportSize: (id, ask) =>
        id === null ? api.reportSize(id, ask) : follow(id, 'report', 'Making the report', api.reportSize(id, ask)),
      savings: (id, blob, scenario, scenarios, own) =>
        follow(id, 'profile', 'Measuring what would help', api.savings(id, blob, scenario, scenarios, own)),
    },
  }
}
