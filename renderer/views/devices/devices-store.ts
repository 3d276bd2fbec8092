/** What the devices view shows: asked for each second while it is seen, and not at all otherwise. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { DeviceReport, ProbeResult } from '../../../shared/device'
import type { EmulatedErrors } from '../../../shared/emulated'

/** Milliseconds between an answer and the next question. */
export const REFRESH = 1000

export type Probing =
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly result: ProbeResult }
  | { readonly status: 'failed'; readonly message: string }

export interface DevicesState {
  /** The last report; null before the first. */
  readonly report: DeviceReport | null
  /** Why there is no newer one. */
  readonly error: string | null
  readonly emulated: EmulatedErrors | null
  readonly emulatedError: string | null
  /** By the ordinal in the CUDA driver. */
  readonly probes: ReadonlyMap<number, Probing>
  /** Asks now and then each second; returns what ends it. Where there is no GPU, or no answer, it asks once. */
  watch(): () => void
  /** The emulated errors, once. */
  emulate(): Promise<void>
  probe(ordinal: number): Promise<void>
}

export type DevicesStore = StoreApi<DevicesState>
type Api = Pick<GuardscopeApi, 'devices' | 'probeDevice' | 'emulatedErrors'>

export function createDevicesStore(api: Api): DevicesStore {
  return createStore<DevicesState>()((set, get) => ({
    report: null,
    error: null,
    emulated: null,
    emulatedError: null,
    probes: new Map(),
    watch: () => {
      let watched = true
      let timer: ReturnType<typeof setTimeout> | undefined
      const ask = async (): Promise<void> => {
        const reply = await api.devices()
        if (!watched) return
        set(reply.ok ? { report: reply.value, error: null } : { error: reply.error.message })
        if (reply.ok && reply.value.gpus.length > 0) timer = setTimeout(() => void ask(), REFRESH)
      }
      void ask()
      return () => {
        watched = false
        clearTimeout(timer)
      }
    },
    emulate: async () => {
      if (get().emulated !== null) return
      const reply = await api.emulatedErrors()
      set(reply.ok ? { emulated: reply.value, emulatedError: null } : { emulatedError: reply.error.message })
    },
    probe: async (ordinal) => {
      const put = (probing: Probing): void => set({ probes: new Map(get().probes).set(ordinal, probing) })
      if (get().probes.get(ordinal)?.status === 'running') return
      put({ status: 'running' })
      const reply = await api.probeDevice(ordinal)
      put(reply.ok ? { status: 'done', result: reply.value } : { status: 'failed', message: reply.error.message })
    },
  }))
}
