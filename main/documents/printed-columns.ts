/** The columns of a guard tree that was printed: what the view draws of a log's tree, as far as the text tells. */
import type { Family, TreeColumns } from '../../shared/tree'
import { identityOf, type PrintedLeaf, type PrintedManager, type PrintedNode } from '../traces/printed-tree'
import { columnsOf, type RowTexts } from './tree-columns'
import { baseOf, FAMILY, shortAccessor } from './tree-nodes'

export function printedColumns(nodes: readonly PrintedNode[]): TreeColumns {
  const relations = new Relations()
  const sources: string[] = []
  return columnsOf(nodes.length, (i) => {
    const node = nodes[i] as PrintedNode
    sources.length = Math.min(sources.length, node.depth)
    const above = sources[sources.length - 1] ?? ''
    // a pair and a guard belong to the source of the manager above
    const source = 'source' in node ? node.source : node.kind === 'epilogue' ? '' : above
    sources.push(source)
    const told = node.kind === 'relational' ? relations.of(node, source) : node
    return { kind: node.kind, depth: node.depth, base: baseOf(source), texts: textsOf(told) }
  })
}

/** A relational guard stands in several managers, and torch prints what it asks in the first alone. */
class Relations {
  private readonly printed: { readonly leaf: PrintedLeaf; readonly done: Set<string> }[] = []

  of(leaf: PrintedLeaf, source: string): PrintedLeaf {
    if (leaf.parts.length > 0) {
      this.printed.push({ leaf, done: new Set([source]) })
      return leaf
    }
    const found = this.printed.find(
      (one) => one.leaf.cls === leaf.cls && !one.done.has(source) && isAbout(one.leaf, source),
    )
    found?.done.add(source)
    return found?.leaf ?? leaf
  }
}

/** That two are one object is asked of these two; the others are asked of many. */
function isAbout({ parts }: PrintedLeaf, source: string): boolean {
  const pair = identityOf(parts[0]?.code ?? '')
  return pair === null || pair.includes(source)
}

function textsOf(node: PrintedNode): RowTexts {
  const none = { text: '', tag: '', family: 'none' as const, file: '', lines: 1 }
  switch (node.kind) {
    case 'root':
      return { ...none, title: node.cls }
    case 'manager':
    case 'dict-manager':
      return { ...none, title: node.source, text: className(node.type), tag: tagOf(node) }
    case 'pair':
      return { ...none, title: `pair at index ${node.index}` }
    case 'leaf':
    case 'relational':
    case 'epilogue': {
      const [first] = node.parts
      const file = node.parts.find(({ user }) => user !== null)?.user?.file ?? ''
      return {
        title: node.cls,
        text: first?.code ?? '',
        tag: '',
        family: familyOf(node),
        file,
        lines: Math.max(1, node.parts.length),
      }
    }
  }
}

/** `dict` of `<class 'dict'>`. */
function className(type: string | null): string {
  return /^<\w+ '(.*)'>$/.exec(type ?? '')?.[1] ?? type ?? ''
}

function tagOf({ accessor, role }: PrintedManager): string {
  return role ?? shortAccessor(/^[A-Za-z]*/.exec(accessor ?? '')?.[0] ?? '')
}

/** A lambda guard is about what its code asks. */
function familyOf({ cls, kind, parts }: PrintedLeaf): Family {
  const known = FAMILY.get(cls)
  if (known !== undefined) return known
  const code = parts[0]?.code ?? ''
  if (cls === 'NO_HASATTR') return /'_dynamo_\w+_indices'/.test(code) ? 'shape' : 'value'
  if (cls !== 'LAMBDA_GUARD') return 'value'
  if (kind === 'epilogue') return identityOf(code) === null ? 'shape' : 'relation'
  if (/saved_tensors_hooks|compare_functorch_state|forward_ad/.test(code)) return 'state'
  return /^___check_metadata_|^__dtensor_spec_/.test(code) ? 'tensor' : 'value'
}
