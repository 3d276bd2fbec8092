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

/** Brings the other blob to the front, with this one as its other side. */
export async function swapSides({ documents, diff }: Services, here: Against, other: Against): Promise<void> {
  void diff(other.document, other.blob).getState().compare(here)
  documents.getState().activate(other.document)
  await documents.getState().selectBlob(other.document, other.blob)
}
