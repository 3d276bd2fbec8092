/** What is read of a blob: its tree, text, findings, state, and how it differs from another. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type BlobHandlers = Pick<
  Handlers,
  | 'nodeDetail'
  | 'treeText'
  | 'globalState'
  | 'compareGlobalState'
  | 'diffBlobs'
  | 'diffTrees'
  | 'recompilations'
  | 'documentText'
  | 'readDocumentText'
  | 'findings'
  | 'guardFilters'
  | 'chooseGuards'
>

export function blobHandlers({ documents }: WindowParts): BlobHandlers {
  return {
    nodeDetail: (id, blob, node) => documents.ask(id, 'detail', { blob, node }),
    treeText: (id, blob) => documents.ask(id, 'text', { blob }),
    globalState: (id, blob) => documents.ask(id, 'globalState', { blob }),
    compareGlobalState: (id, blob, state) => documents.ask(id, 'compareGlobalState', { blob, state }),
    diffBlobs: (id, blob, other, otherBlob) => documents.diff(id, blob, other, otherBlob),
    diffTrees: (id, blob, other, otherBlob) => documents.diffTrees(id, blob, other, otherBlob),
    recompilations: (id, blob) => documents.ask(id, 'recompilations', { blob }),
    documentText: (id, blob) => documents.ask(id, 'documentText', { blob }),
    readDocumentText: (id, blob, text) => documents.ask(id, 'readDocumentText', { blob, text }),
    findings: (id, blob, torch) => documents.ask(id, 'findings', { blob, torch }),
    guardFilters: (id, blob) => documents.ask(id, 'guardFilters', { blob }),
    chooseGuards: (id, blob, choice) => documents.ask(id, 'chooseGuards', { blob, choice }),
  }
}
