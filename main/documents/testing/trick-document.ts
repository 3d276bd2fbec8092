/** A document for tests of the host: does what the first word of its file says. */
import type { GuardDocument, ProgressListener } from '../document'

class TrickError extends Error {
  readonly offset = 4n
}

export function openDocument(bytes: Uint8Array, onProgress?: ProgressListener): GuardDocument {
  const text = new TextDecoder().decode(bytes)
  if (text.startsWith('refuse')) throw new TrickError('refused\nwith a second line')
  if (text.startsWith('die')) process.exit(1)
  if (text.startsWith('bomb')) fillMemory()
  if (text.startsWith('spin')) for (;;) onProgress?.('decode', 0.5)
  return {
    container: { kind: 'guards_state', torch: '', python: '', notes: [], blobs: [], outer: [] },
    info: { size: bytes.length, kind: 'guards_state', torch: '', blobs: [] },
    nodes: () => [],
    depths: () => [],
    graph: () => {
      throw new Error('no graph')
    },
    changed: () => {},
    openBlob: () => {
      throw new Error('no blob')
    },
    nodeDetail: () => {
      throw new Error('no node')
    },
    tree: () => {
      throw new Error('no tree')
    },
    treeText: (blob) => (text.startsWith('later') ? process.exit(1) : `${text} ${blob}`),
  }
}

function fillMemory(): never {
  const kept: unknown[] = []
  for (;;) kept.push({ more: Array.from({ length: 100 }, () => ({})) })
}
