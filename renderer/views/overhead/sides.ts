/** What the view lays side by side: the rows of one tree, or of two laid together, with two measurements of each row. */
import type { AlignedTrees } from '../../../shared/aligned-trees'
import { type Costs, type Profile, type Reach, REACHES } from '../../../shared/overhead'
import { FAMILIES, type Family, type TreeColumns } from '../../../shared/tree'
import type { Preorder } from '../guard-tree/flatten'
import { titleParts } from '../guard-tree/title'

/** Nanoseconds by row. */
export interface Side {
  readonly label: string
  readonly costs: Costs
  readonly own: Float64Array
  /** Of `own`, what an icicle shows: as much as parents and children come to. */
  readonly drawn: Float64Array
  /** The way to a manager: its part of `own`. */
  readonly access: Float64Array
  readonly total: Float64Array
  readonly ownError: Float64Array
  readonly totalError: Float64Array
  readonly reached: Uint8Array
}

export interface Sides {
  readonly rows: Preorder & { readonly depth: Uint16Array }
  /** The tree that has a row, and its node there. */
  readonly at: (row: number) => { readonly tree: TreeColumns; readonly node: number }
  /** The row of a node of the blob in front, or -1. */
  readonly rowOf: (node: number) => number
  /** The node of the blob in front, or -1. */
  readonly nodeOf: (row: number) => number
  readonly first: Side
  readonly second: Side
}

/** One profile, cold and warm. */
export function coldAndWarm(tree: TreeColumns, profile: Profile): Sides {
  const side = (label: string, costs: Costs): Side => ({
    label,
    costs,
    ...costs,
    drawn: costs.own,
    reached: profile.reached,
  })
  return {
    rows: tree,
    at: (row) => ({ tree, node: row }),
    rowOf: (node) => node,
    nodeOf: (row) => row,
    first: side('Cold', profile.cold),
    second: side('Warm', profile.warm),
  }
}

/** A profile of the engine and one of torch's own manager, cold or warm; where torch goes by a row, the engine says. */
export function engineAndTorch(
  tree: TreeColumns,
  [engine, torch]: readonly [Profile, Profile],
  kind: 'cold' | 'warm',
): Sides {
  const { first, ...sides } = coldAndWarm(tree, engine)
  const costs = torch[kind]
  const version = torch.origin.kind === 'torch' ? torch.origin.torch : ''
  return {
    ...sides,
    first: { ...first, label: 'This engine', costs: engine[kind], ...engine[kind], drawn: engine[kind].own },
    second: {
      label: `torch ${version}`,
      costs,
      ...costs,
      drawn: drawnOf(tree, costs.total),
      reached: engine.reached,
    },
  }
}

/** Of each row that was measured what is left of its time beside those measured below it. */
function drawnOf({ parent }: Preorder, total: Float64Array): Float64Array {
  const drawn = total.map((time) => (Number.isNaN(time) ? 0 : Math.max(0, time)))
  const left = drawn.slice()
  for (let row = 1; row < total.length; row++) {
    if (Number.isNaN(total[row] ?? Number.NaN)) continue
    let above = parent[row] ?? -1
    while (above > 0 && Number.isNaN(total[above] ?? Number.NaN)) above = parent[above] ?? -1
    if (above >= 0) left[above] = (left[above] ?? 0) - (drawn[row] ?? 0)
  }
  return left.map((time) => Math.max(0, time))
}

/** Two profiles of trees that were laid together, cold or warm. */
export function sideBySide(
  trees: AlignedTrees,
  [a, b]: readonly [Profile, Profile],
  [labelA, labelB]: readonly [string, string],
  kind: 'cold' | 'warm',
): Sides {
  const side = (label: string, { [kind]: costs, reached }: Profile, nodes: Int32Array): Side => {
    const byRow = (of: Float64Array): Float64Array =>
      Float64Array.from(nodes, (node) => (node < 0 ? 0 : (of[node] ?? 0)))
    const own = byRow(costs.own)
    return {
      label,
      costs,
      own,
      drawn: own,
      access: byRow(costs.access),
      total: byRow(costs.total),
      ownError: byRow(costs.ownError),
      totalError: byRow(costs.totalError),
      reached: Uint8Array.from(nodes, (node) => (node < 0 ? 0 : (reached[node] ?? 0))),
    }
  }
  const rowOf = new Map(Array.from(trees.nodeA, (node, row): [number, number] => [node, row]))
  return {
    rows: trees,
    at: (row) => {
      const node = trees.nodeA[row] ?? -1
      return node >= 0 ? { tree: trees.a, node } : { tree: trees.b, node: trees.nodeB[row] ?? 0 }
    },
    rowOf: (node) => rowOf.get(node) ?? -1,
    nodeOf: (row) => trees.nodeA[row] ?? -1,
    first: side(labelA, a, trees.nodeA),
    second: side(labelB, b, trees.nodeB),
  }
}

export function familyOf(sides: Sides, row: number): Family {
  const { tree, node } = sides.at(row)
  return FAMILIES[tree.family[node] ?? 0] ?? 'none'
}

/** What stands in a row's stretch: what it adds to its parent's source. */
export function shortTitle(sides: Sides, row: number): string {
  const { tree, node } = sides.at(row)
  return titleParts(tree, node).own
}

/** The whole source of a manager, or the class of a guard and its code. */
export function longTitle(sides: Sides, row: number): string {
  const { tree, node } = sides.at(row)
  const title = tree.strings[tree.titleId[node] ?? 0] ?? ''
  if (familyOf(sides, row) === 'none') return title
  return `${title} ${tree.strings[tree.textId[node] ?? 0] ?? ''}`.trim()
}

export function reachOf({ reached }: Side, row: number): Reach {
  return REACHES[reached[row] ?? 0] ?? 'never'
}
