/** The columns of a guard tree that was printed: what the view draws of a log's tree, as far as the text tells. */
import { FAMILIES, type Family, NODE_KINDS, type TreeColumns } from '../../shared/tree'
import { identityOf, type PrintedLeaf, type PrintedManager, type PrintedNode } from '../traces/printed-tree'
import { StringTable } from './string-table'
import { baseOf, FAMILY, shortAccessor } from './tree-nodes'

export function printedColumns(nodes: readonly PrintedNode[]): TreeColumns {
  const count = nodes.length
  const strings = new StringTable()
  const columns = {
    count,
    strings: strings.all,
    kind: new Uint8Array(count),
    family: new Uint8Array(count),
    depth: new Uint16Array(count),
    parent: new Int32Array(count),
    end: new Int32Array(count),
    titleId: new Uint32Array(count),
    textId: new Uint32Array(count),
    tagId: new Uint32Array(count),
    baseId: new Uint32Array(count),
    fileId: new Uint32Array(count),
    lines: new Uint8Array(count),
  }
  const relations = new Relations()
  const path: number[] = []
  const sources: string[] = []
  nodes.forEach((node, i) => {
    while (path.length > node.depth) columns.end[path.pop() ?? 0] = i
    columns.parent[i] = path[path.length - 1] ?? -1
    path.push(i)
    sources.length = path.length - 1
    // a pair and a guard belong to the source of the manager above
    sources.push('source' in node ? node.source : node.kind === 'epilogue' ? '' : (sources[sources.length - 1] ?? ''))
    const texts = textsOf(node.kind === 'relational' ? relations.of(node, sources[sources.length - 1] ?? '') : node)
    columns.depth[i] = Math.min(node.depth, 0xffff)
    columns.kind[i] = NODE_KINDS.indexOf(node.kind)
    columns.family[i] = FAMILIES.indexOf(texts.family)
    columns.titleId[i] = strings.id(texts.title)
    columns.textId[i] = strings.id(texts.text)
    columns.tagId[i] = strings.id(texts.tag)
    columns.baseId[i] = strings.id(baseOf(sources[sources.length - 1] ?? ''))
    columns.fileId[i] = strings.id(texts.file)
    columns.lines[i] = Math.min(texts.lines, 0xff)
  })
  while (path.length > 0) columns.end[path.pop() ?? 0] = count
  return columns
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

interface Texts {
  readonly title: string
  readonly text: string
  readonly tag: string
  readonly family: Family
  readonly file: string
  readonly lines: number
}

function textsOf(node: PrintedNode): Texts {
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
