/** Opens a FILE operand as a document and picks blobs in it. */
import { realpathSync } from 'node:fs'
import { type GuardDocument, openDocument } from '../documents/document'
import { MemoryError, memoryWatch } from '../documents/memory-watch'
import { FileError } from '../documents/read-file'
import { TraceFile } from '../documents/trace-file'
import type { BlobInfo } from '../../shared/document'
import { CommandError, wholeNumber } from './command'
import { oneLine } from './output'
import { readFile } from './read-file'

/** The document in the file at `path`. @throws CommandError naming the path. */
export function openFile(path: string): { readonly bytes: Uint8Array; readonly document: GuardDocument } {
  const bytes = readFile(path)
  return { bytes, document: about(path, () => openDocument(bytes, undefined, memoryWatch())) }
}

/** The log in the file or folder at `path`. @throws CommandError naming the path. */
export async function openLog(path: string): Promise<TraceFile> {
  try {
    return await TraceFile.open(path, { onProgress: memoryWatch() })
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(error.message)
    throw error instanceof MemoryError ? new CommandError(`${path}: ${error.message}`) : error
  }
}

/** Runs `work` and puts the path before what it complains about. */
export function about<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${path}: ${oneLine(error)}`)
  }
}

/** The blobs that `--blob N` names: all of them without it. */
export function chosenBlobs(path: string, blobs: readonly BlobInfo[], option: unknown): readonly BlobInfo[] {
  if (blobs.length === 0) throw new CommandError(`${path}: holds no guards_state`)
  if (option === undefined) return blobs
  const index = wholeNumber(option, 'blob', 0)
  const blob = blobs[index]
  if (blob === undefined) {
    throw new CommandError(
      `${path}: there is no blob ${index}, ${blobs.length === 1 ? 'only blob 0' : `only blobs 0 to ${blobs.length - 1}`}`,
    )
  }
  return [blob]
}

/** The blob that is meant where none is named. @throws CommandError: a file of several does not say which. */
export function onlyBlob(path: string, count: number): string {
  if (count > 1) throw new CommandError(`${path}: holds ${count} blobs: --blob N says which (see guardscope info)`)
  return '0'
}

/** A blob in the words of a person: `blob 1 of shape_rel, codes[0].guarded_codes[1].guards_state`. */
export function blobTitle(blob: BlobInfo): string {
  const parts = [
    blob.function === '' ? '' : `of ${blob.function}`,
    blob.recompilation > 0 ? `recompilation ${blob.recompilation}` : '',
    blob.path,
  ]
  return [`blob ${blob.index}`, ...parts.filter((part) => part !== '')].join(', ').replace(', of', ' of')
}

/** Where a blob lies, for an error in it: its own offsets count from its first byte. */
export function blobPlace(path: string, blob: BlobInfo): string {
  return blob.path === '' ? path : `${path}: ${blob.path} (the blob at byte ${blob.offset})`
}

/** Whether two paths lead to one file that is there. */
export function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b)
  } catch {
    return false
  }
}
