/** The guards of one compile in a log: its printed tree, or where torch printed none, the code parts it wrote. */
import type { CompileShapes, TracedNode, TracedShapes, TracedTree } from '../../shared/trace'
import type { TracedPart } from '../traces/code-parts'
import { expectedRows } from '../traces/expected'
import { factsOf } from '../traces/facts'
import { NO_SHAPES, shapesAt, shapesOf } from '../traces/shape-match'
import { parseTree, type PrintedNode, type PrintedTree } from '../traces/printed-tree'
import { printedColumns } from './printed-columns'

export class TracedGuards {
  private readonly printed: PrintedTree
  private readonly text: string
  private readonly columns: TracedTree['tree']

  /** `tree`: as torch printed it; null where the log has none. */
  constructor(
    tree: string | null,
    private readonly parts: readonly TracedPart[],
    private readonly sizes: CompileShapes = NO_SHAPES,
  ) {
    const printed = tree === null ? null : parseTree(tree)
    const isThere = printed !== null && printed.nodes.length > 0
    this.text = isThere ? (tree ?? '') : parts.map(({ code }) => code).join('\n')
    this.printed = isThere ? printed : partsAsTree(parts)
    this.columns = printedColumns(this.printed.nodes)
  }

  get tree(): TracedTree {
    return { tree: this.columns, text: this.text }
  }

  /** All that the log tells of a node; null where there is no such. */
  node(index: number): TracedNode | null {
    const node = this.printed.nodes[index]
    if (node === undefined) return null
    const parts = 'parts' in node ? node.parts : []
    const stacks = parts.flatMap(({ code }) => this.parts.filter((part) => part.code.trim() === code))
    const [stacked] = stacks.filter(({ userStack }) => userStack.length > 0)
    const user = parts.find((part) => part.user !== null)?.user ?? null
    const shapes = this.shapesOf(index)
    const [asked] = shapes.flatMap(({ isExact, guards }) => (isExact ? guards : []))
    return {
      node: index,
      kind: node.kind,
      className: 'cls' in node ? node.cls : 'pair',
      source: 'source' in node ? node.source : this.sourceAbove(index),
      accessor: 'accessor' in node ? node.accessor : null,
      type: 'type' in node ? node.type : null,
      tagSafe: 'tagSafe' in node ? node.tagSafe : null,
      expected: expectedRows(factsOf(this.printed).facts.filter((fact) => fact.node === index)),
      codeParts: parts.map(({ code, comment }) => ({ code, comment })),
      userStack: stacked?.userStack ?? stackOf(shapes) ?? (user === null ? [] : [user]),
      stack: stacks.find(({ stack }) => stack.length > 0)?.stack ?? asked?.stack ?? [],
      shapes,
      printed: this.linesOf(index),
    }
  }

  /** Of a guard on sizes. */
  private shapesOf(index: number): readonly TracedShapes[] {
    const node = this.printed.nodes[index]
    if (node === undefined || !('parts' in node)) return []
    if (node.cls === 'TENSOR_MATCH') return shapesAt(this.sourceAbove(index), this.sizes)
    return node.parts.flatMap(({ code }) => shapesOf(code, this.sizes) ?? [])
  }

  /** Of the manager that a guard or a pair stands in. */
  private sourceAbove(index: number): string {
    const { nodes } = this.printed
    const depth = nodes[index]?.depth ?? 0
    for (let at = index - 1; at >= 0; at--) {
      const above = nodes[at]
      if (above !== undefined && above.depth < depth && 'source' in above) return above.source
    }
    return ''
  }

  /** Without the bars of the tree. */
  private linesOf(index: number): readonly string[] {
    const lines = this.text.split('\n')
    const from = this.printed.lines[index]
    if (from === undefined || from < 0) return []
    const own = lines.slice(from, this.printed.lines[index + 1] ?? lines.length)
    return own.filter((line, i) => i === 0 || line.includes('+- ')).map((line) => line.replace(/^(?:\| )*\+- /, ''))
  }
}

/** Of what asked for a guard; where none did, of the first line that a size came to. Null where the log has none. */
function stackOf([shapes]: readonly TracedShapes[]): TracedNode['userStack'] | null {
  if (shapes === undefined || !shapes.isExact) return null
  const [first = []] = [...shapes.guards, ...shapes.specialized, ...shapes.symbols].map(({ userStack }) => userStack)
  return first.length === 0 ? null : first
}

/** As children of a root, in the order in which torch wrote them. */
function partsAsTree(parts: readonly TracedPart[]): PrintedTree {
  const root: PrintedNode = {
    kind: 'root',
    depth: 0,
    cls: 'Guards',
    source: '',
    accessor: null,
    role: null,
    type: null,
    tagSafe: null,
  }
  const leaves = parts.map(({ code, userStack }): PrintedNode => {
    const user = userStack.at(-1) ?? null
    const [cls] = CLASSES.find(([, start]) => code.startsWith(start)) ?? ['code part']
    return { kind: 'leaf', depth: 1, cls, parts: [{ code: code.trim(), comment: '', user }] }
  })
  return leaves.length === 0
    ? { nodes: [], lines: [], strange: [] }
    : { nodes: [root, ...leaves], lines: [-1, ...parts.keys()], strange: [] }
}

/** What only guards of one class begin with. */
const CLASSES = [
  ['TENSOR_MATCH', 'check_tensor('],
  ['TYPE_MATCH', '___check_type_id('],
  ['ID_MATCH', '___check_obj_id('],
] as const
