/** The rows of one file of a folder. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { ContainerError } from '../../containers/container'
import { mayHoldGuards } from '../../containers/recognise'
import type { BlobInfo } from '../../../shared/document'
import type { FolderRow } from '../../report/folder/schema'
import type { TorchVersion } from '../../state/dialect'
import { type GuardDocument, openDocument } from '../document'
import { errorLine } from '../error-line'
import { memoryWatch } from '../memory-watch'
import { FileError, readWhole } from '../read-file'
import { statePart } from '../report/blob-parts'
import { summaryRow } from '../report/summary'

/** What one file came to. */
export type FileAnswer =
  | { readonly is: 'rows'; readonly rows: readonly FolderRow[] }
  /** Holds no guards; why one thinks so. */
  | { readonly is: 'other'; readonly why: string }
  /** The very bytes that were read before. */
  | { readonly is: 'same' }

const HEAD = 64

const checkMemory = memoryWatch()

/** `before`: the SHA-256 of the file whose rows are known. Never throws: what cannot be read is a row. */
export async function fileRows(
  file: string,
  path: string,
  torch: TorchVersion | null,
  before: string | null,
): Promise<FileAnswer> {
  const named = file.endsWith('.guards_state')
  const row = { ...EMPTY, file }
  let bytes: Uint8Array
  try {
    if (!named && !mayHoldGuards(headOf(path))) return { is: 'other', why: 'does not begin as a file of torch' }
    bytes = await readWhole(path)
  } catch (error) {
    return { is: 'rows', rows: [{ ...row, error: reason(error, path) }] }
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 === before) return { is: 'same' }
  const known = { ...row, file_bytes: bytes.length, sha256 }
  let document: GuardDocument
  try {
    document = openDocument(bytes, undefined, checkMemory)
  } catch (error) {
    const why = reason(error, path)
    if (!named && error instanceof ContainerError && error.foreign) return { is: 'other', why }
    return { is: 'rows', rows: [{ ...known, error: why }] }
  }
  const { kind, torch: saved, python } = document.container
  const head = { ...known, kind, python }
  if (document.info.blobs.length === 0) return { is: 'rows', rows: [{ ...head, torch: saved, error: 'no blob in it' }] }
  return { is: 'rows', rows: document.info.blobs.map((blob) => ({ ...head, ...blobRow(document, blob, torch) })) }
}

function blobRow(document: GuardDocument, blob: BlobInfo, torch: TorchVersion | null): Partial<FolderRow> {
  const { loads, ...summary } = summaryRow(document, blob, torch)
  return {
    ...summary,
    guard_types: [...summary.guard_types],
    codes: [...summary.codes],
    offset: blob.offset,
    loads: loads === 'unknown' ? null : loads,
    global_state: summary.error === null ? statePart(document, blob.index).keys.map((key) => ({ ...key })) : [],
  }
}

const EMPTY: FolderRow = {
  file: '',
  file_bytes: 0,
  sha256: '',
  kind: '',
  blob: null,
  path: '',
  function: '',
  recompilation: null,
  offset: 0,
  bytes: 0,
  error: null,
  torch: '',
  python: '',
  guards: 0,
  nodes: 0,
  loads: null,
  errors: 0,
  warnings: 0,
  notes: 0,
  codes: [],
  guard_types: [],
  global_state: [],
}

export const brokenFile = (file: string, error: string): FolderRow => ({ ...EMPTY, file, error })

function headOf(path: string): Uint8Array {
  const fd = openSync(path, 'r')
  try {
    const head = new Uint8Array(HEAD)
    return head.subarray(0, readSync(fd, head, 0, HEAD, 0))
  } finally {
    closeSync(fd)
  }
}

/** In one line, without the path, which the row has. */
function reason(error: unknown, path: string): string {
  if (error instanceof FileError) return error.message.replace(`${path}: `, '')
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code !== null) return code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`
  return errorLine(error)
}
