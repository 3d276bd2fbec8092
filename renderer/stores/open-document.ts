/** An open document, and what is to be told of it. */
import type { BlobSummary, DocumentError, DocumentInfo, HistoryState, OpenProgress } from '../../shared/document'
import type { Trace } from '../../shared/trace'
import type { TreeStore } from '../views/guard-tree/tree-store'

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

export const UNEDITED: HistoryState = { labels: [], position: 0, saved: 0 }

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
