/** Lays two guard trees side by side: what is paired stands in one row, what one side lacks has a row of its own. */
import { type AlignedTrees, TREE_MARKS, type TreeMark } from '../../shared/aligned-trees'
import type { ListedDifference, Sides } from '../../shared/diff'
import { FAMILIES, type TreeColumns } from '../../shared/tree'
import { match } from './match'
import { withoutProcess } from './process-names'

/** What is known of nodes from the comparison: pairs that belong together, and how a node differs. */
interface Told {
  /** The node of side a of each pair that the comparison made, by the node of either side. */
  readonly pairs: Sides<ReadonlyMap<number, number>>
  /** Guards that the other side has nothing for, whatever looks like them there. */
  readonly alone: Sides<ReadonlySet<number>>
  readonly marks: Sides<ReadonlyMap<number, TreeMark>>
}

interface Child {
  readonly node: number
  /** The node of side a, on both sides of a pair that the comparison made; null where it made none. */
  readonly told: number | null
  readonly alone: boolean
  readonly title: string
  readonly tag: string
  readonly text: string
  readonly kind: number
}

/** The comparison's own pairs first; then a node that prints the same; then one of the same source, or class. */
const RULES: readonly ((child: Child) => string | null)[] = [
  ({ told }) => (told === null ? null : String(told)),
  ({ alone, kind, title, tag, text }) => (alone ? null : [kind, title, tag, text].join('\u0000')),
  ({ alone, kind, title, tag }) => (alone ? null : [kind, title, tag].join('\u0000')),
  ({ alone, title }) => (alone ? null : title),
]

interface Row {
  readonly a: number
  readonly b: number
}

/** Rows in the order of side a; what side b alone has follows what stands before it there. O(n) for trees alike. */
export function alignTrees(a: TreeColumns, b: TreeColumns, differences: readonly ListedDifference[]): AlignedTrees {
  const told = toldBy(differences)
  const rows: Row[] = []
  const depths: number[] = []
  const below = { a: childrenOf(a, told, 'a'), b: childrenOf(b, told, 'b') }
  const open: (Row & { readonly depth: number })[] = [{ a: 0, b: 0, depth: 0 }]
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    rows.push(row)
    depths.push(row.depth)
    const next = merge(below.a(row.a), below.b(row.b))
    for (let i = next.length - 1; i >= 0; i--) {
      const { a: inA, b: inB } = next[i] as Row
      open.push({ a: inA, b: inB, depth: row.depth + 1 })
    }
  }
  return { a, b, ...columnsOf(rows, depths, (row) => markOf(a, b, row, told)) }
}

function toldBy(differences: readonly ListedDifference[]): Told {
  const pairs = { a: new Map<number, number>(), b: new Map<number, number>() }
  const alone = { a: new Set<number>(), b: new Set<number>() }
  const marks = { a: new Map<number, TreeMark>(), b: new Map<number, TreeMark>() }
  for (const { difference, nodes } of differences) {
    const { kind } = difference
    if (nodes.a !== null && nodes.b !== null) {
      pairs.a.set(nodes.a, nodes.a)
      pairs.b.set(nodes.b, nodes.a)
    }
    const mark = markFor(kind)
    for (const side of ['a', 'b'] as const) {
      const node = nodes[side]
      if (node === null) continue
      if (kind === 'removed' || kind === 'added') alone[side].add(node)
      if (mark !== null && marks[side].get(node) !== 'changed') marks[side].set(node, mark)
    }
  }
  return { pairs, alone, marks }
}

/** Null for what is no matter to the tree. What is there on one side alone is seen without being told. */
function markFor(kind: ListedDifference['difference']['kind']): TreeMark | null {
  switch (kind) {
    case 'changed':
    case 'expression':
    case 'relation':
    case 'manager':
      return 'changed'
    case 'unknown':
      return 'unknown'
    case 'state':
    case 'removed':
    case 'added':
    case 'text':
      return null
  }
}

/** The direct children of a node; none of -1. */
function childrenOf(tree: TreeColumns, told: Told, side: 'a' | 'b'): (node: number) => readonly Child[] {
  const { count, parent } = tree
  const children: number[][] = Array.from({ length: count }, () => [])
  for (let node = 1; node < count; node++) children[parent[node] ?? 0]?.push(node)
  const text = (ids: Uint32Array, node: number): string => withoutProcess(tree.strings[ids[node] ?? 0] ?? '')
  return (of) =>
    (children[of] ?? []).map((node) => ({
      node,
      told: told.pairs[side].get(node) ?? null,
      alone: told.alone[side].has(node),
      title: text(tree.titleId, node),
      tag: text(tree.tagId, node),
      text: text(tree.textId, node),
      kind: tree.kind[node] ?? 0,
    }))
}

function merge(a: readonly Child[], b: readonly Child[]): readonly Row[] {
  if (a.length === 0) return b.map(({ node }) => ({ a: -1, b: node }))
  if (b.length === 0) return a.map(({ node }) => ({ a: node, b: -1 }))
  const pairs = new Map(match(a, b, RULES).pairs.map(([inA, inB]) => [inB, inA]))
  const partner = new Map([...pairs].map(([inB, inA]) => [inA, inB]))
  /** What side b alone has, by the child of side a that it follows. */
  const after = new Map<Child | null, Child[]>()
  let last: Child | null = null
  for (const child of b) {
    const inA = pairs.get(child)
    if (inA !== undefined) last = inA
    else if (after.get(last)?.push(child) === undefined) after.set(last, [child])
  }
  const alone = (at: Child | null): Row[] => (after.get(at) ?? []).map(({ node }) => ({ a: -1, b: node }))
  return [
    ...alone(null),
    ...a.flatMap((child) => [{ a: child.node, b: partner.get(child)?.node ?? -1 }, ...alone(child)]),
  ]
}

const STATE = FAMILIES.indexOf('state')

function markOf(a: TreeColumns, b: TreeColumns, row: Row, { marks }: Told): TreeMark {
  if (row.b < 0) return 'removed'
  if (row.a < 0) return 'added'
  const told = marks.a.get(row.a) ?? marks.b.get(row.b)
  if (told !== undefined) return told
  // the state of the process is compared key by key, its guard is one node
  if (a.family[row.a] !== STATE) return 'same'
  return a.strings[a.textId[row.a] ?? 0] === b.strings[b.textId[row.b] ?? 0] ? 'same' : 'changed'
}

function columnsOf(
  rows: readonly Row[],
  depths: readonly number[],
  mark: (row: Row) => TreeMark,
): Omit<AlignedTrees, 'a' | 'b'> {
  const count = rows.length
  const columns = {
    count,
    nodeA: Int32Array.from(rows, (row) => row.a),
    nodeB: Int32Array.from(rows, (row) => row.b),
    mark: Uint8Array.from(rows, (row) => TREE_MARKS.indexOf(mark(row))),
    touched: new Uint8Array(count),
    depth: Uint16Array.from(depths),
    parent: new Int32Array(count),
    end: new Int32Array(count),
  }
  const path: number[] = []
  for (let at = 0; at < count; at++) {
    path.length = depths[at] ?? 0
    columns.parent[at] = path.at(-1) ?? -1
    path.push(at)
  }
  for (let at = count - 1; at >= 0; at--) {
    columns.end[at] = Math.max(columns.end[at] ?? 0, at + 1)
    if (columns.mark[at] !== 0) columns.touched[at] = 1
    const above = columns.parent[at] ?? -1
    if (above < 0) continue
    columns.end[above] = Math.max(columns.end[above] ?? 0, columns.end[at] ?? 0)
    columns.touched[above] = (columns.touched[above] ?? 0) | (columns.touched[at] ?? 0)
  }
  return columns
}
