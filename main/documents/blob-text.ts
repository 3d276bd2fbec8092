/** A blob as a text to read and edit, for the window and the terminal. */
import type { BlobText, ReadBlobText } from '../../shared/blob-text'
import type { Edit } from '../../shared/edit'
import type { Json } from '../../shared/replay'
import type { BuiltTree } from '../engine/build'
import { labelOf } from '../engine/edit/label'
import { type DocumentText, documentText } from '../engine/text/document-text'
import { editsOf } from '../engine/text/edits-of'
import type { Guard } from '../state/guards-state'
import type { GuardDocument } from './document'
import type { TreeNode } from './tree-nodes'

const texts = new WeakMap<BuiltTree, DocumentText>()

function textOf(tree: BuiltTree): DocumentText {
  let text = texts.get(tree)
  if (text === undefined) {
    text = documentText(tree)
    texts.set(tree, text)
  }
  return text
}

/** The text of a blob as it stands, edits included. */
export function blobText(document: GuardDocument, blob: number): BlobText {
  const tree = document.tree(blob)
  const { text, blocks } = textOf(tree)
  const { guards, sources } = nodesOf(document.nodes(blob))
  const nodes = new Int32Array(text.split('\n').length).fill(-1)
  for (const { of, name, start, items } of blocks) {
    if (of !== 'source') continue
    const own = sources.get(name) ?? -1
    nodes[start] = own
    items.forEach(({ guard }, i) => {
      nodes[start + 1 + i] = guards.get(guard) ?? own
    })
  }
  return { text, nodes }
}

/** The edits that a changed text of the blob means, and what of it cannot be read. */
export function readBlobText(document: GuardDocument, blob: number, text: string): ReadBlobText {
  const tree = document.tree(blob)
  const { edits, problems } = editsOf(textOf(tree), text)
  return {
    edits: edits.map(({ edit, line }) => ({ edit: edit as Json, line, words: wordsOf(tree, edit) })),
    problems,
  }
}

/** Of a list of expressions, which came and which went. */
function wordsOf({ builder }: BuiltTree, edit: Edit): string {
  if (edit.do !== 'set-shape-exprs') return labelOf(edit)
  const [old, now] = [builder.state.shapeCodeParts?.python ?? [], edit.exprs ?? []]
  const [come, gone] = [now.filter((expr) => !old.includes(expr)), old.filter((expr) => !now.includes(expr))]
  const parts = [...come.map((expr) => `add ${expr}`), ...gone.map((expr) => `drop ${expr}`)]
  return `shape expressions: ${parts.join(', ') || 'in another order'}`
}

/** The first node of each guard and of each source. */
function nodesOf(nodes: readonly TreeNode[]): {
  readonly guards: ReadonlyMap<Guard, number>
  readonly sources: ReadonlyMap<string, number>
} {
  const guards = new Map<Guard, number>()
  const sources = new Map<string, number>()
  nodes.forEach((node, i) => {
    if ('leaf' in node) {
      const { guard } = node.leaf
      if (guard !== null && !guards.has(guard)) guards.set(guard, i)
    } else if (node.kind !== 'pair' && !sources.has(node.manager.source)) sources.set(node.manager.source, i)
  })
  return { guards, sources }
}
