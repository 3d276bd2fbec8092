/** The settings of the live process as a source: read, set and watched there, by torch's own getters and setters. */
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { LiveResult, PrecisionReadings } from '../../../shared/live-process'
import type { PrecisionAction, PrecisionReading, PrecisionState } from '../../../shared/precision'
import { isThere } from '../live/live-session'
import type { LiveProcessStore } from '../live/live-store'
import type { PrecisionStore } from './precision-store'
import type { PrecisionSource } from './source'

/** Milliseconds between looks for what the process changes by itself. */
const LOOK = 200

type Api = Pick<GuardscopeApi, 'precisionPreview' | 'precisionOf' | 'precisionActions' | 'liveAsk' | 'onLive'>

interface LiveSource extends PrecisionSource {
  /** What the process now reads; null where that is known already. */
  noticed(readings: PrecisionReadings): Promise<PrecisionReading | null>
}

function liveSource(api: Api, process: LiveProcessStore, torch: string): LiveSource {
  let known: PrecisionState | null = null
  let read = ''
  const readingOf = async (
    readings: PrecisionReadings,
    before: PrecisionState | null,
  ): Promise<Reply<PrecisionReading>> => {
    read = JSON.stringify(readings)
    const reply = await api.precisionOf(torch, readings, before)
    if (reply.ok) known = reply.value.state
    return reply
  }
  /** Stops at the first that torch refuses. */
  const perform = async (actions: readonly PrecisionAction[]): Promise<Reply<LiveResult<'setPrecision'> | null>> => {
    let last: LiveResult<'setPrecision'> | null = null
    for (const change of actions) {
      const reply = await api.liveAsk('setPrecision', { change })
      if (!reply.ok) return reply
      last = reply.value
      process.getState().putStandings(last.entries)
      if (last.error !== null) return { ok: false, error: { message: `torch refused it: ${last.error}`, offset: null } }
    }
    return { ok: true, value: last }
  }
  return {
    name: 'Live process',
    choosesTorch: false,
    read: async () => {
      const reply = await api.liveAsk('watchPrecision', { everyMs: LOOK })
      if (!reply.ok) return reply
      void process.getState().lookAtStandings()
      return readingOf(reply.value, known)
    },
    preview: (state, change) => api.precisionPreview(state, change),
    go: async (from, to, change) => {
      const actions: Reply<readonly PrecisionAction[]> =
        change?.kind === 'act' ? { ok: true, value: [change.action] } : await api.precisionActions(from, to.state)
      if (!actions.ok) return actions
      const done = await perform(actions.value)
      if (!done.ok) return done
      return done.value === null ? { ok: true, value: to } : readingOf(done.value.precision, to.state)
    },
    leave: () => void api.liveAsk('watchPrecision', { everyMs: 0 }),
    noticed: async (readings) => {
      if (JSON.stringify(readings) === read) return null
      const reply = await readingOf(readings, known)
      return reply.ok ? reply.value : null
    },
  }
}

/** Offers the live process as a source as long as there is one with torch, and tells of what it changes by itself. */
export function offerLiveSource(api: Api, process: LiveProcessStore, precision: PrecisionStore): void {
  let offered: { readonly source: LiveSource; readonly serial: number } | null = null
  process.subscribe(({ session }) => {
    const torch = isThere(session) ? session.torch : null
    if (offered !== null && (torch === null || session?.serial !== offered.serial)) {
      const { source } = offered
      offered = null
      precision.getState().withdraw(source)
    }
    if (offered === null && torch !== null && session !== null) {
      offered = { source: liveSource(api, process, torch.version), serial: session.serial }
      precision.getState().offer(offered.source)
    }
  })
  const notice = async (readings: PrecisionReadings): Promise<void> => {
    const source = offered?.source
    if (source === undefined) return
    const reading = await source.noticed(readings)
    if (reading === null) return
    void process.getState().lookAtStandings()
    await precision.getState().notice(source, reading)
  }
  api.onLive((news) => {
    if (news.kind !== 'precision') return
    const { kind: _, ...readings } = news
    void notice(readings)
  })
}
