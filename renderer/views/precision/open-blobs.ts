/** The blobs that are open, of all documents. */
import type { OpenDocument } from '../../stores/open-document'
import type { OpenBlob } from './precision-store'

export function openBlobs(documents: readonly OpenDocument[]): readonly OpenBlob[] {
  return documents.flatMap(({ id, state }) =>
    state.status === 'ready'
      ? [...state.blobs].flatMap(([blob, { status }]) => (status === 'ready' ? [{ document: id, blob }] : []))
      : [],
  )
}
