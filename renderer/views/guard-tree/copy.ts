/** Copies what torch prints: a node, a node with all below it, the whole tree. */
import { toast } from '../../components/toast'
import { activeBlob, activeDocument } from '../../stores/documents'
import { subtreeText, treeLines } from './tree-lines'
import type { TreeState } from './tree-store'
import type { Services } from '../../components/services'

interface Target {
  readonly id: string
  readonly blob: number
  readonly state: TreeState
}

/** Copies `text` and says so: `what` is `the node`, `bytes`. */
export async function copyText({ api }: Pick<Services, 'api'>, text: string, what: string): Promise<void> {
  await api.writeClipboard(text)
  const lines = text.split('\n').length
  toast(`Copied ${what}${lines > 1 ? `, ${lines.toLocaleString('en')} lines` : ''}`)
}

export async function copyNode(services: Services): Promise<void> {
  const traced = tracedOf(services)
  if (traced !== null) {
    const { tree, selected } = traced.state
    const { lines, first } = treeLines(tree, traced.text)
    const own = lines.slice(first[selected], first[selected + 1])
    return copyText(services, own.map((line) => line.replace(/^(?:\| )*\+- /, '')).join('\n'), 'the node')
  }
  const target = targetOf(services)
  if (target === null) return
  const reply = await services.api.nodeDetail(target.id, target.blob, target.state.selected)
  if (!reply.ok) return void toast.error(reply.error.message)
  await copyText(services, reply.value.printed.join('\n'), 'the node')
}

export async function copySubtree(services: Services): Promise<void> {
  await copyPrinted(services, 'the node and all below', ({ state }, text) =>
    subtreeText(state.tree, treeLines(state.tree, text), state.selected),
  )
}

export async function copyTree(services: Services): Promise<void> {
  await copyPrinted(services, 'the whole tree', (_target, text) => text)
}

async function copyPrinted(
  services: Services,
  what: string,
  part: (target: Pick<Target, 'state'>, text: string) => string,
): Promise<void> {
  const traced = tracedOf(services)
  if (traced !== null) return copyText(services, part(traced, traced.text), what)
  const target = targetOf(services)
  if (target === null) return
  const reply = await services.api.treeText(target.id, target.blob)
  if (!reply.ok) return void toast.error(reply.error.message)
  await copyText(services, part(target, reply.value), what)
}

function targetOf({ documents }: Services): Target | null {
  const document = activeDocument(documents.getState())
  const blob = activeBlob(documents.getState())
  if (document?.state.status !== 'ready' || blob?.status !== 'ready') return null
  return { id: document.id, blob: document.state.blob, state: blob.tree.getState() }
}

/** The printed tree of a log's compile that is in front. */
function tracedOf({ documents, trace }: Services): { readonly state: TreeState; readonly text: string } | null {
  const document = activeDocument(documents.getState())
  if (document?.state.status !== 'trace') return null
  const { trees, selected } = trace(document.id, document.state.trace).getState()
  const answer = trees.get(selected)
  return answer?.status === 'there' ? { state: answer.store.getState(), text: answer.text.trimStart() } : null
}
