/** The edits of open documents: made, undone, saved, and made again on a file that changed. */
import type { EditedBlob, GuardscopeApi, Reloaded, Reply } from '../../shared/api'
import type { DocumentError, HistoryState } from '../../shared/document'
import type { Json } from '../../shared/replay'
import { patchTree } from '../views/guard-tree/patch-tree'
import { createTreeStore } from '../views/guard-tree/tree-store'
import { settled } from './settled'
import type { BlobState, OpenDocument } from './open-document'
import { reloadedState } from './reloaded'

export interface EditActions {
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

export type EditApi = Pick<GuardscopeApi, 'openBlob' | 'editBlob' | 'jumpHistory' | 'saveDocument' | 'reloadDocument'>

/** The documents that are open. */
interface Open {
  find(id: string): OpenDocument | undefined
  change(id: string, part: Partial<OpenDocument>): void
  setBlob(id: string, blob: number, state: BlobState): void
}

export function editActions(api: EditApi, { find, change, setBlob }: Open, now: () => number): EditActions {
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

  const tryEdit: EditActions['tryEdit'] = async (id, blob, edits, label = '') =>
    showEdited(id, blob, await settled(api.editBlob(id, blob, edits, label)))

  return {
    edit: async (id, blob, edits, label) => (await tryEdit(id, blob, edits, label))?.message ?? null,
    tryEdit,
    jump: async (id, blob, position) => {
      showEdited(id, blob, await settled(api.jumpHistory(id, blob, position)))
    },
    save: async (id, asCopy = false) => {
      const reply = await settled(api.saveDocument(id, asCopy))
      const document = find(id)
      if (reply.ok && (!asCopy || reply.value === document?.path)) setSaved(id, ({ position }) => position)
      if (reply.ok && reply.value !== null && reply.value !== document?.path) change(id, { copiedTo: reply.value })
      return reply
    },
    reload: async (id, redo) => {
      const reply = await settled(api.reloadDocument(id, redo))
      if (!reply.ok) return reply
      const before = find(id)?.state
      const state = before?.status === 'ready' ? await reloadedState(api, id, before, reply.value, now) : null
      if (state !== null) change(id, { state })
      return { ok: true, value: reply.value.refused }
    },
    parted: (id) => setSaved(id, ({ labels, saved }) => (labels.length > 0 ? -1 : saved)),
  }
}
