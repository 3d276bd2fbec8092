/** One open file: recognised, its blobs decoded and built on demand. Runs anywhere: bytes in, values out. */
import type { DocumentInfo } from '../../shared/document'
import type { OpenedBlob } from '../../shared/api'
import type { NodeDetail } from '../../shared/tree'

/** Called between steps of work; throw from it to cancel. */
export type ProgressListener = (phase: 'decode' | 'state' | 'build' | 'print', fraction: number) => void

/** A document; every method throws an error with a one-line message (and `offset` where there is one) on bad input. */
export interface GuardDocument {
  readonly info: Omit<DocumentInfo, 'id' | 'path' | 'name'>
  openBlob(blob: number, onProgress?: ProgressListener): OpenedBlob
  nodeDetail(blob: number, node: number): NodeDetail
  treeText(blob: number): string
}

/** Recognises the bytes of a file. Throws where it is none of the known kinds. */
export function openDocument(_bytes: Uint8Array, _onProgress?: ProgressListener): GuardDocument {
  throw new Error('not built yet')
}
