/** The precision settings in front: what they read, the change that is being looked at, and what was done before. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type {
  BlobCoverage,
  PrecisionChange,
  PrecisionPreview,
  PrecisionPython,
  PrecisionReading,
  PrecisionState,
} from '../../../shared/precision'
import { type PrecisionSource, modelSource } from './source'

export interface OpenBlob {
  readonly document: string
  readonly blob: number
}

export interface Previewed {
  readonly change: PrecisionChange
  readonly preview: PrecisionPreview
  /** What it does to the open blobs; null until that is known. */
  readonly blobs: readonly BlobCoverage[] | null
}

export interface PrecisionViewState {
  readonly source: PrecisionSource
  readonly sources: readonly PrecisionSource[]
  readonly reading: PrecisionReading | null
  readonly error: string | null
  readonly previewed: Previewed | null
  /** The change that was made last, as it was looked at; null once anything else has happened. */
  readonly applied: Previewed | null
  /** How the open blobs stand to the state as it is. */
  readonly blobs: readonly BlobCoverage[]
  /** The first is where it began; each other with what led to it. */
  readonly history: readonly { readonly label: string; readonly reading: PrecisionReading }[]
  readonly position: number
  /** The node under the pointer or the keyboard. */
  readonly pointed: string | null
  /** Reads the source, unless it was read. `torch`: the version to begin with. */
  start(torch: string | null): Promise<void>
  /** Begins anew, as a new process of this torch. */
  setTorch(torch: string): Promise<void>
  setSource(source: PrecisionSource): Promise<void>
  /** A source that can be chosen from now on. */
  offer(source: PrecisionSource): void
  /** One that is gone: the model is in front again where it was. */
  withdraw(source: PrecisionSource): void
  /** The source has changed by itself. */
  notice(source: PrecisionSource, reading: PrecisionReading): Promise<void>
  show(change: PrecisionChange): Promise<void>
  apply(): Promise<void>
  cancel(): void
  jump(position: number): Promise<void>
  point(cell: string | null): void
  /** Asks again how the open blobs stand. */
  lookAtBlobs(blobs: readonly OpenBlob[]): Promise<void>
  /** From the beginning of the history to the state in front. */
  python(): Promise<Reply<PrecisionPython> | null>
}

export type PrecisionStore = StoreApi<PrecisionViewState>
type Api = Pick<GuardscopeApi, 'precisionStart' | 'precisionPreview' | 'precisionPython' | 'precisionBlobs'>

export function createPrecisionStore(api: Api): PrecisionStore {
  const model = modelSource(api)
  let asked = 0
  let beginning: Promise<void> | null = null
  let open: readonly OpenBlob[] = []
  return createStore<PrecisionViewState>()((set, get) => {
    const coverage = async (now: PrecisionState, then: PrecisionState): Promise<readonly BlobCoverage[] | null> => {
      if (open.length === 0) return []
      const reply = await api.precisionBlobs(now, then, open)
      return reply.ok ? reply.value : null
    }
    const lookAgain = async (): Promise<void> => {
      const { reading } = get()
      if (reading === null) return
      const blobs = await coverage(reading.state, reading.state)
      if (blobs !== null && get().reading === reading) set({ blobs })
    }
    const begin = (source: PrecisionSource, torch: string | null): Promise<void> => {
      beginning = readFrom(source, torch)
      return beginning
    }
    const readFrom = async (source: PrecisionSource, torch: string | null): Promise<void> => {
      const serial = ++asked
      const reply = await source.read(torch)
      if (serial !== asked) return
      if (!reply.ok) return set({ error: reply.error.message })
      const reading = reply.value
      if (source !== get().source) get().source.leave?.()
      const history = [{ label: 'as it began', reading }]
      set({ source, reading, error: null, previewed: null, applied: null, position: 0, history })
      await lookAgain()
    }
    /** Goes to a state and says so in the history. */
    const goTo = async (
      to: PrecisionReading,
      told: (reached: PrecisionReading) => Pick<PrecisionViewState, 'history' | 'position'>,
      applied: Previewed | null,
    ): Promise<void> => {
      const { reading, source } = get()
      if (reading === null) return
      const serial = ++asked
      const reply = await source.go(reading.state, to, applied?.change ?? null)
      if (serial !== asked) return
      if (!reply.ok) return set({ error: reply.error.message })
      set({ reading: reply.value, error: null, previewed: null, applied, ...told(reply.value) })
      await lookAgain()
    }
    return {
      source: model,
      sources: [model],
      reading: null,
      error: null,
      previewed: null,
      applied: null,
      blobs: [],
      history: [],
      position: 0,
      pointed: null,
      start: async (torch) => {
        // a source that was chosen before the view was drawn is being read
        await beginning
        if (get().reading === null) await begin(get().source, torch)
      },
      setTorch: (torch) => begin(get().source, torch),
      setSource: (source) => begin(source, null),
      offer: (source) => set({ sources: [...get().sources, source] }),
      withdraw: (source) => {
        set({ sources: get().sources.filter((other) => other !== source) })
        const { reading } = get()
        if (get().source === source) void begin(model, reading?.state.torch ?? null)
      },
      notice: async (source, reading) => {
        const { source: inFront, history, position, previewed } = get()
        if (inFront !== source) return
        const label = 'changed by the process'
        const steps = [...history.slice(0, position + 1), { label, reading }]
        set({ reading, applied: null, history: steps, position: position + 1 })
        await lookAgain()
        // what is looked at is of another state now
        if (previewed !== null && get().previewed === previewed) await get().show(previewed.change)
      },
      show: async (change) => {
        const { reading, source } = get()
        if (reading === null) return
        const serial = ++asked
        const reply = await source.preview(reading.state, change)
        if (serial !== asked) return
        if (!reply.ok) return set({ error: reply.error.message, previewed: null })
        const preview = reply.value
        set({ error: null, previewed: { change, preview, blobs: null } })
        const blobs = await coverage(reading.state, preview.after.state)
        if (serial === asked && blobs !== null) set({ previewed: { change, preview, blobs } })
      },
      apply: async () => {
        const { previewed, history, position } = get()
        if (previewed === null) return
        const { title: label, after } = previewed.preview
        const told = (reading: PrecisionReading): Pick<PrecisionViewState, 'history' | 'position'> => ({
          history: [...history.slice(0, position + 1), { label, reading }],
          position: position + 1,
        })
        await goTo(after, told, previewed)
      },
      cancel: () => {
        asked++
        set({ previewed: null })
      },
      jump: async (position) => {
        const { history } = get()
        const step = history[position]
        if (step !== undefined) await goTo(step.reading, () => ({ history, position }), null)
      },
      point: (pointed) => set({ pointed }),
      lookAtBlobs: async (blobs) => {
        open = blobs
        const { previewed, reading } = get()
        await lookAgain()
        if (previewed === null || reading === null) return
        const found = await coverage(reading.state, previewed.preview.after.state)
        if (found !== null && get().previewed === previewed) set({ previewed: { ...previewed, blobs: found } })
      },
      python: async () => {
        const { history, reading } = get()
        const [first] = history
        if (first === undefined || reading === null) return null
        return api.precisionPython(first.reading.state, reading.state)
      },
    }
  })
}
