/** The open documents: tabs, what each is doing, and the blobs opened in them. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { EditedBlob, GuardscopeApi, Reloaded, Reply } from '../../shared/api'
import type { BlobSummary, DocumentError, DocumentInfo, HistoryState, OpenProgress } from '../../shared/document'
import type { Json } from '../../shared/replay'
import type { Trace } from '../../shared/trace'
import { OPEN_ELSEWHERE } from '../../shared/work'
import { patchTree } from '../views/guard-tree/patch-tree'
import { createTreeStore } from '../views/guard-tree/tree-store'
import type { TreeStore } from '../views/guard-tree/tree-store'
import { reloadedState, UNEDITED } from './reloaded'

export type BlobState =
  | { readonly status: 'opening' }
  | { readonly status: 'failed'; readonly error: DocumentError }
  /** `openedIn`: milliseconds from the request to the tree. */
  | {
      readonly status: 'ready'
      readonly summary: BlobSummary
      readonly tree: TreeStore
      readonly openedIn: number
      /** What was edited since it was opened. */
      readonly history: HistoryState
    }

export interface OpenDocument {
  /** Chosen by the window, never used twice. */
  readonly id: string
  readonly path: string
  readonly name: string
  readonly state:
    /** Of the last session, and not read before it comes to the front; then this blob is, if there is one by that number. */
    | { readonly status: 'resting'; readonly blob: number | null }
    | { readonly status: 'opening' }
    /** A torch log, which has no blobs. */
    | { readonly status: 'trace'; readonly trace: Trace }
    | { readonly status: 'failed'; readonly error: DocumentError }
    | {
        readonly status: 'ready'
        readonly info: DocumentInfo
        readonly blob: number
        readonly blobs: ReadonlyMap<number, BlobState>
      }
  /** Where a copy was last saved. */
  readonly copiedTo?: string
  /** The latest word on what is being done; null when nothing is. */
  readonly progress: OpenProgress | null
}

export interface DocumentsState {
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
  /** Applies edits, as the command line's `edit` takes them, as one step; why it was refused, or null. */
  edit(id: string, blob: number, edits: readonly Json[], label?: string): Promise<string | null>
  /** The same, with the place of the edit that was refused. */
  tryEdit(id: string, blob: number, edits: readonly Json[], label?: string): Promise<DocumentError | null>
  /** Undoes or redoes to the point of a blob's history after so many steps. */
  jump(id: string, blob: number, position: number): Promise<void>
  /** Writes a document with its edits, in its place or as a copy; where it went, or why it did not. */
  save(id: string, asCopy?: boolean): Promise<Reply<string | null>>
  /** Reads a document's file again, with `redo` making its edits again; the steps that could not be made. */
  reload(id: string, redo: boolean): Promise<Reply<Reloaded['refused']>>
  /** Notes that what lies on disk is of another program. */
  parted(id: string): void
}

export type DocumentsStore = StoreApi<DocumentsState>
type Api = Pick<
  GuardscopeApi,
  | 'chooseFiles'
  | 'chooseFolder'
  | 'openDocument'
  | 'openTrace'
  | 'openBlob'
  | 'cancel'
  | 'closeDocument'
  | 'onProgress'
  | 'editBlob'
  | 'jumpHistory'
  | 'saveDocument'
  | 'reloadDocument'
>

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
      const reply = await answer(api.openBlob(id, blob))
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

    /** Shows what an edit came to, the person's place in the tree kept. */
    const showEdited = (id: string, blob: number, reply: Reply<EditedBlob>): DocumentError | null => {
      if (!reply.ok) return reply.error
      const document = find(id)
      const before = document?.state.status === 'ready' ? document.state.blobs.get(blob) : undefined
      if (before?.status !== 'ready') return null
      const { opened, history } = reply.value
      const shown = before.tree.getState()
      const tree = 'of' in opened.tree ? patchTree(shown.tree, opened.tree) : opened.tree
      if (tree === null)
        return { message: 'the tree that is shown is not the one that was edited: open the file again', offset: null }
      setBlob(id, blob, { ...before, summary: opened.summary, tree: createTreeStore(tree, shown), history })
      return null
    }

    /** Notes which point of each history is on disk. */
    const setSaved = (id: string, saved: (history: HistoryState) => number): void => {
      const document = find(id)
      if (document?.state.status !== 'ready') return
      const blobs = [...document.state.blobs].map(([index, blob]): [number, BlobState] => [
        index,
        blob.status === 'ready' ? { ...blob, history: { ...blob.history, saved: saved(blob.history) } } : blob,
      ])
      change(id, { state: { ...document.state, blobs: new Map(blobs) } })
    }

    /** What is no document may be a log. */
    const loadTrace = async (id: string, path: string, otherwise: DocumentError): Promise<void> => {
      const log = await answer(api.openTrace(id, path))
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
      const reply = await answer(api.openDocument(id, path))
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
      edit: async (id, blob, edits, label) => (await get().tryEdit(id, blob, edits, label))?.message ?? null,
      tryEdit: async (id, blob, edits, label = '') =>
        showEdited(id, blob, await answer(api.editBlob(id, blob, edits, label))),
      jump: async (id, blob, position) => {
        showEdited(id, blob, await answer(api.jumpHistory(id, blob, position)))
      },
      save: async (id, asCopy = false) => {
        const reply = await answer(api.saveDocument(id, asCopy))
        const document = find(id)
        if (reply.ok && (!asCopy || reply.value === document?.path)) setSaved(id, ({ position }) => position)
        if (reply.ok && reply.value !== null && reply.value !== document?.path) change(id, { copiedTo: reply.value })
        return reply
      },
      reload: async (id, redo) => {
        const reply = await answer(api.reloadDocument(id, redo))
        if (!reply.ok) return reply
        const before = find(id)?.state
        const state = before?.status === 'ready' ? await reloadedState(api, id, before, reply.value, now) : null
        if (state !== null) change(id, { state })
        return { ok: true, value: reply.value.refused }
      },
      parted: (id) => setSaved(id, ({ labels, saved }) => (labels.length > 0 ? -1 : saved)),
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

/** Whether a document holds edits that are not on disk. */
export function isEdited({ state }: OpenDocument): boolean {
  return (
    state.status === 'ready' &&
    [...state.blobs.values()].some((blob) => blob.status === 'ready' && blob.history.position !== blob.history.saved)
  )
}

/** Whether anything was ever edited in a document since it was opened. */
export function hasHistory({ state }: OpenDocument): boolean {
  return (
    state.status === 'ready' &&
    [...state.blobs.values()].some((blob) => blob.status === 'ready' && blob.history.labels.length > 0)
  )
}

/** Whether a blob is another than it was when it was opened. */
export function wasEdited({ state }: OpenDocument, index: number): boolean {
  const blob = state.status === 'ready' ? state.blobs.get(index) : undefined
  return blob?.status === 'ready' && blob.history.position > 0
}

/** What a blob came from: another after each edit. */
export function versionOf(documents: readonly OpenDocument[], id: string, index: number): readonly unknown[] {
  const state = documents.find((document) => document.id === id)?.state
  const blob = state?.status === 'ready' ? state.blobs.get(index) : undefined
  const { labels, position } = blob?.status === 'ready' ? blob.history : UNEDITED
  return [labels, position]
}

/** Whether a document is being read or one of its blobs opened. */
export function isBusy(document: OpenDocument): boolean {
  if (document.state.status === 'opening') return true
  return (
    document.state.status === 'ready' && [...document.state.blobs.values()].some((blob) => blob.status === 'opening')
  )
}

/** A bridge that breaks is an error to show like any other. */
async function answer<T>(reply: Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await reply
  } catch (error) {
    return { ok: false, error: { message: error instanceof Error ? error.message : String(error), offset: null } }
  }
}

function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path
}
