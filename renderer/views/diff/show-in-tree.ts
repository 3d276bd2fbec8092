/** Shows the chosen difference where it stands in the guard tree: of this blob, or of the other where only that has it. */
import type { Services } from '../../components/services'
import { focusTree } from '../../components/focus'
import type { Against, DiffStore } from './diff-store'

export interface TreePlace extends Against {
  readonly node: number
}

/** Null where no difference is chosen, or it stands in neither tree. */
export function placeOf(store: DiffStore, here: Against): TreePlace | null {
  const { listed, selected, against } = store.getState()
  const nodes = listed[selected]?.nodes
  if (nodes === undefined) return null
  if (nodes.a !== null) return { ...here, node: nodes.a }
  return nodes.b === null || against === null ? null : { ...against, node: nodes.b }
}

export async function showInTree({ documents, settings }: Services, place: TreePlace): Promise<void> {
  documents.getState().activate(place.document)
  await documents.getState().selectBlob(place.document, place.blob)
  const document = documents.getState().documents.find(({ id }) => id === place.document)
  const blob = document?.state.status === 'ready' ? document.state.blobs.get(place.blob) : undefined
  if (blob?.status !== 'ready') return
  blob.tree.getState().select(place.node)
  settings.getState().setView('tree')
  focusTree()
}

/** Brings a blob to the front, with another as its other side. */
export async function layBeside(
  { documents, diff, settings }: Services,
  front: Against,
  other: Against,
): Promise<void> {
  diff(front.document, front.blob).getState().choose({ document: other.document, blob: other.blob })
  documents.getState().activate(front.document)
  settings.getState().setView('diff')
  await documents.getState().selectBlob(front.document, front.blob)
}

/** Shows why the function of a blob was compiled again. */
export function explainRecompilations({ diff, settings }: Services, document: string, blob: number): void {
  diff(document, blob).getState().setWhy(true)
  settings.getState().setView('diff')
}
