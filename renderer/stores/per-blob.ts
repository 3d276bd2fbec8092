/** What is kept for each open file, or each of its blobs: made when it is first asked for, let go once the file is closed. */
import type { DocumentsStore } from './documents'

type Documents = Pick<DocumentsStore, 'subscribe'>

/** One thing for each open file. `letGo` is called with it once the file is closed. */
export function perDocument<T>(
  documents: Documents,
  make: (document: string) => T,
  letGo: (one: T) => void = () => {},
): (document: string) => T {
  const kept = new Map<string, T>()
  documents.subscribe(({ documents: open }, { documents: before }) => {
    if (open === before) return
    for (const [document, one] of kept) {
      if (open.some(({ id }) => id === document)) continue
      kept.delete(document)
      letGo(one)
    }
  })
  return (document) => {
    const one = kept.get(document) ?? make(document)
    kept.set(document, one)
    return one
  }
}

/** One thing for each blob of the open files. */
export function perBlob<T>(
  documents: Documents,
  make: (document: string, blob: number) => T,
  letGo: (one: T) => void = () => {},
): (document: string, blob: number) => T {
  const blobs = perDocument(
    documents,
    () => new Map<number, T>(),
    (all) => all.forEach((one) => letGo(one)),
  )
  return (document, blob) => {
    const kept = blobs(document)
    const one = kept.get(blob) ?? make(document, blob)
    kept.set(blob, one)
    return one
  }
}
