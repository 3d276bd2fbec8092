/** What a blob can be compared with: every other blob of every open file, and once it is edited, itself as it was opened. */
import type { BlobInfo } from '../../shared/document'
import { type OpenDocument, wasEdited } from './open-document'

export interface OtherBlob {
  readonly document: string
  readonly blob: number
  readonly label: string
}

export function otherBlobs(documents: readonly OpenDocument[], document: string, blob: number): readonly OtherBlob[] {
  return documents.flatMap((open) => {
    const { id, state } = open
    if (state.status !== 'ready') return []
    const { blobs } = state.info
    const name = nameAmong(documents, open)
    return blobs.flatMap((info): readonly OtherBlob[] => {
      const label = blobs.length > 1 ? `${name} › ${partName(info)}` : name
      const isItself = id === document && info.index === blob
      if (isItself && !wasEdited(open, blob)) return []
      return [{ document: id, blob: info.index, label: isItself ? `${label} as it was opened` : label }]
    })
  })
}

/** What a blob is called among all that are open. */
export function blobLabel(documents: readonly OpenDocument[], document: string, blob: number): string {
  return otherBlobs(documents, '', -1).find((one) => one.document === document && one.blob === blob)?.label ?? ''
}

function partName({ function: name, index, recompilation }: BlobInfo): string {
  const part = name !== '' ? name : `blob ${index}`
  return recompilation > 0 ? `${part} 0/${recompilation}` : part
}

/** The file's name, with its folder where another open file has the same. */
function nameAmong(documents: readonly OpenDocument[], { id, name, path }: OpenDocument): string {
  if (!documents.some((other) => other.id !== id && other.name === name)) return name
  return path.split(/[\\/]/).slice(-2).join('/')
}
