/** The open documents: tabs, what each is doing, and the blobs opened in them. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../shared/api'
import type { DocumentError } from '../../shared/document'
import { OPEN_ELSEWHERE } from '../../shared/work'
import { createTreeStore } from '../views/guard-tree/tree-store'
import { settled } from './settled'
import { editActions, type EditActions, type EditApi } from './document-edits'
import { type BlobState, isBusy, type OpenDocument, UNEDITED } from './open-document'

export interface DocumentsState extends EditActions {
  readonly documents: readonly OpenDocument[]
  readonly active: string | null
  /** Opens files as tabs; one that is open already comes to the front. The last of them ends up in front. */
  openPaths(paths: readonly string[]): Promise<void>
  /** Puts files of the last session before those that are open; they are read when they come to the front. */
  restore(files: readonly { readonly path: string; readonly blob: number | null }[], active: string | null): void
  /** Asks the person for files, or for a folder, then opens them. */
  choose(what?: 'files' | 'folder'): Promise<void>
  activate(id: string): void
  /** Brings the tab to the right (1) or left (-1) to the front, going round. */
  cycle(by: 1 | -1): void
  /** Closes a tab, stopping what it is doing. */
  close(id: string): Promise<void>
  /** Stops opening: the tab goes, or the blob says that it was cancelled. */
  cancel(id: string): Promise<void>
  retry(id: string): Promise<void>
  selectBlob(id: string, blob: number): Promise<void>
}

export type DocumentsStore = StoreApi<DocumentsState>
type Api = Pick<
  GuardscopeApi,
  'chooseFiles' | 'chooseFolder' | 'openDocument' | 'openTrace' | 'openBlob' | 'cancel' | 'closeDocument' | 'onProgress'
> &
  EditApi

/** A store over the bridge. `now` in milliseconds, for `openedIn`. */
export function createDocumentsStore(api: Api, now: () => number = () => performance.now()): DocumentsStore {
  let nextId = 0
  let load: (id: string, path: string, wanted?: number | null) => Promise<void>
  const store = createStore<DocumentsState>()((set, get) => {
    const find = (id: string): OpenDocument | undefined => get().documents.find((document) => document.id === id)
    const change = (id: string, part: Partial<OpenDocument>): void =>
      set({ documents: get().documents.map((document) => (document.id === id ? { ...document, ...part } : document)) })
    const setBlob = (id: string, blob: number, state: BlobState): void => {
      const document = find(id)
      if (document?.state.status !== 'ready') return
      change(id, {
        state: { ...document.state, blobs: new Map(document.state.blobs).set(blob, state) },
        progress: null,
      })
    }

    const loadBlob = async (id: string, blob: number, started: number): Promise<void> => {
      setBlob(id, blob, { status: 'opening' })
      const reply = await settled(api.openBlob(id, blob))
      setBlob(
        id,
        blob,
        reply.ok
          ? {
              status: 'ready',
              summary: reply.value.summary,
              tree: createTreeStore(reply.value.tree),
              openedIn: now() - started,
              history: UNEDITED,
            }
          : { status: 'failed', error: reply.error },
      )
    }

    /** What is no document may be a log. */
    const loadTrace = async (id: string, path: string, otherwise: DocumentError): Promise<void> => {
      const log = await settled(api.openTrace(id, path))
      if (find(id) === undefined) return
      if (!log.ok && log.error.message === OPEN_ELSEWHERE) return get().close(id)
      const state: OpenDocument['state'] =
        log.ok && log.value !== null
          ? { status: 'trace', trace: log.value }
          : { status: 'failed', error: log.ok ? otherwise : log.error }
      change(id, { state, progress: null })
    }

    load = async (id, path, wanted = null) => {
      const started = now()
      const reply = await settled(api.openDocument(id, path))
      if (find(id) === undefined) return
      if (!reply.ok && reply.error.message === OPEN_ELSEWHERE) return get().close(id)
      if (!reply.ok) return loadTrace(id, path, reply.error)
      const first = (reply.value.blobs.find(({ index }) => index === wanted) ?? reply.value.blobs[0])?.index
      const name = reply.value.name
      if (first === undefined) {
        return change(id, {
          name,
          state: { status: 'failed', error: { message: 'no guards_state in this file', offset: null } },
          progress: null,
        })
      }
      change(id, { name, state: { status: 'ready', info: reply.value, blob: first, blobs: new Map() } })
      await loadBlob(id, first, started)
    }

    return {
      documents: [],
      active: null,
      openPaths: async (paths) => {
        const loads: Promise<void>[] = []
        for (const path of paths) {
          const open = get().documents.find((document) => document.path === path)
          if (open !== undefined) {
            set({ active: open.id })
            continue
          }
          const id = `document-${++nextId}`
          set({
            documents: [
              ...get().documents,
              { id, path, name: baseName(path), state: { status: 'opening' }, progress: null },
            ],
            active: id,
          })
          loads.push(load(id, path))
        }
        await Promise.all(loads)
      },
      restore: (files, active) => {
        const { documents, active: inFront } = get()
        const resting = files
          .filter(({ path }) => !documents.some((document) => document.path === path))
          .map(({ path, blob }): OpenDocument => ({
            id: `document-${++nextId}`,
            path,
            name: baseName(path),
            state: { status: 'resting', blob },
            progress: null,
          }))
        const all = [...resting, ...documents]
        const front = all.find(({ path }) => path === active) ?? resting.at(-1)
        set({ documents: all, active: inFront ?? front?.id ?? null })
      },
      choose: async (what = 'files') =>
        get().openPaths(await (what === 'files' ? api.chooseFiles() : api.chooseFolder())),
      activate: (id) => {
        if (find(id) !== undefined) set({ active: id })
      },
      cycle: (by) => {
        const { documents, active } = get()
        if (documents.length === 0) return
        const at = documents.findIndex((document) => document.id === active)
        set({ active: documents[(at + by + documents.length) % documents.length]?.id ?? null })
      },
      close: async (id) => {
        const { documents, active } = get()
        const at = documents.findIndex((document) => document.id === id)
        const document = documents[at]
        if (document === undefined) return
        const rest = documents.filter((other) => other.id !== id)
        set({ documents: rest, active: active === id ? ((rest[at] ?? rest[at - 1])?.id ?? null) : active })
        if (isBusy(document)) await api.cancel(id)
        await api.closeDocument(id)
      },
      cancel: async (id) => {
        const document = find(id)
        if (document === undefined || !isBusy(document)) return
        // The first blob belongs to opening the file: without it there is nothing to show, so the tab goes.
        if (document.state.status !== 'ready' || document.state.blobs.size <= 1) return get().close(id)
        await api.cancel(id)
      },
      retry: async (id) => {
        const document = find(id)
        if (document === undefined || isBusy(document)) return
        if (document.state.status === 'ready') return loadBlob(id, document.state.blob, now())
        change(id, { state: { status: 'opening' }, progress: null })
        await load(id, document.path)
      },
      selectBlob: async (id, blob) => {
        const document = find(id)
        if (document?.state.status !== 'ready') return
        change(id, { state: { ...document.state, blob } })
        if (document.state.blobs.get(blob) === undefined) await loadBlob(id, blob, now())
      },
      ...editActions(api, { find, change, setBlob }, now),
    }
  })

  store.subscribe(({ documents, active }) => {
    const document = documents.find(({ id }) => id === active)
    if (document?.state.status !== 'resting') return
    const { id, path, state } = document
    store.setState({
      documents: documents.map((one) => (one.id === id ? { ...one, state: { status: 'opening' } } : one)),
    })
    void load(id, path, state.blob)
  })
  api.onProgress((progress) => {
    const { documents } = store.getState()
    if (!documents.some((document) => document.id === progress.id && isBusy(document))) return
    store.setState({
      documents: documents.map((document) => (document.id === progress.id ? { ...document, progress } : document)),
    })
  })
  return store
}

/** The document in front. */
export function activeDocument(state: DocumentsState): OpenDocument | null {
  return state.documents.find((document) => document.id === state.active) ?? null
}

/** The blob in front, once there is one. */
export function activeBlob(state: DocumentsState): BlobState | null {
  const document = activeDocument(state)
  return document?.state.status === 'ready' ? (document.state.blobs.get(document.state.blob) ?? null) : null
}

function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path
}
