/** Shows the line of the cursor where it stands in the guard tree. */
import { focusTree } from '../../components/focus'
import type { Services } from '../../components/services'
import { activeBlob, activeDocument } from '../../stores/documents'
import { lineIn } from './blocks'

export function showLineInTree({ documents, settings, document }: Services): void {
  const active = activeDocument(documents.getState())
  const blob = activeBlob(documents.getState())
  if (active?.state.status !== 'ready' || blob?.status !== 'ready') return
  const { base, text, line } = document(active.id, active.state.blob).getState()
  const node = base?.nodes[lineIn(base.text, text, line - 1)] ?? -1
  if (node < 0) return
  blob.tree.getState().select(node)
  settings.getState().setView('tree')
  focusTree()
}
