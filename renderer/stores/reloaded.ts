/** A document whose file was read again: the blob in front stays there, with the person's place in its tree. */
import type { GuardscopeApi, Reloaded } from '../../shared/api'
import { createTreeStore } from '../views/guard-tree/tree-store'
import { type BlobState, type OpenDocument, UNEDITED } from './open-document'

type Ready = Extract<OpenDocument['state'], { status: 'ready' }>

/** Null where the file holds nothing to show. `now` in milliseconds. */
export async function reloadedState(
  api: Pick<GuardscopeApi, 'openBlob' | 'jumpHistory'>,
  id: string,
  before: Ready,
  { info, edited }: Reloaded,
  now: () => number,
): Promise<Ready | null> {
  const first = info.blobs.find(({ index }) => index === before.blob) ?? info.blobs[0]
  if (first === undefined) return null
  const blobs = new Map<number, BlobState>()
  for (const index of new Set([first.index, ...edited.map(({ blob }) => blob)])) {
    const was = before.blobs.get(index)
    const position = edited.find(({ blob }) => blob === index)?.position
    const started = now()
    const reply = await api.openBlob(id, index)
    const edits = position === undefined ? null : await api.jumpHistory(id, index, position)
    if (!reply.ok) blobs.set(index, { status: 'failed', error: reply.error })
    else {
      const { summary, tree: columns } = reply.value
      const tree = createTreeStore(columns, was?.status === 'ready' ? was.tree.getState() : undefined)
      const history = edits?.ok === true ? edits.value.history : UNEDITED
      blobs.set(index, { status: 'ready', summary, tree, openedIn: now() - started, history })
    }
  }
  return { status: 'ready', info, blob: first.index, blobs }
}
