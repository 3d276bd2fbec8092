/** Guards of an open blob chosen together: by what chooses them in an edit, or by rows of its tree. */
import type { Choice, FilterCount, GuardColumns, GuardSelection } from '../../shared/selection'
import type { BuiltTree } from '../engine/build'
import { filtersOf } from '../engine/select/guard-filters'
import { leftOutBy, namesOfGuards, selectGuards } from '../engine/select/select-guards'
import type { Guard } from '../state/guards-state'
import type { GuardDocument } from './document'
import type { TreeNode } from './tree-nodes'

/** What each of torch's filters leaves out of a blob. */
export function countFilters(document: GuardDocument, blob: number): readonly FilterCount[] {
  const tree = document.tree(blob)
  return filtersOf(tree.builder.state.version).map(({ name, unsound }) => {
    const { guards, unknown } = selectGuards({ filter: name }, tree)
    return { name, words: leftOutBy(name), unsound, drops: guards.length, unknown: unknown.length }
  })
}

/** @throws EditRefused where a choice names what the blob has not. */
export function chooseGuards(document: GuardDocument, blob: number, choice: Choice): GuardSelection {
  const tree = document.tree(blob)
  const nodes = document.nodes(blob)
  if ('where' in choice) {
    const { guards, unknown } = selectGuards(choice.where, tree)
    return answer(tree, nodes, { guards, unknown, where: choice.where, withoutGuard: 0 })
  }
  const chosen = new Set<Guard>()
  let withoutGuard = 0
  for (const at of choice.nodes) {
    const node = nodes[at]
    if (node === undefined || !('leaf' in node)) continue
    if (node.leaf.guard === null) withoutGuard++
    else chosen.add(node.leaf.guard)
  }
  const guards = [...chosen]
  const where = { guards: namesOfGuards(guards, tree.builder) }
  return answer(tree, nodes, { guards, unknown: [], where, withoutGuard })
}

interface Chosen extends Pick<GuardSelection, 'where' | 'withoutGuard'> {
  readonly guards: readonly Guard[]
  readonly unknown: readonly Guard[]
}

function answer(tree: BuiltTree, nodes: readonly TreeNode[], chosen: Chosen): GuardSelection {
  const rowOf = rowsOfGuards(tree, nodes)
  const columns = (guards: readonly Guard[]): GuardColumns => {
    // as the tree has them; what has no place in it comes last
    const last = (at: number): number => (at < 0 ? nodes.length : at)
    const sorted = guards.map((guard) => ({ guard, at: rowOf(guard) })).sort((a, b) => last(a.at) - last(b.at))
    return {
      names: sorted.map(({ guard }) => tree.builder.name(guard)),
      createFns: sorted.map(({ guard }) => guard.createFn),
      nodes: Int32Array.from(sorted, ({ at }) => at),
    }
  }
  const { guards, unknown, where, withoutGuard } = chosen
  return {
    total: tree.builder.state.guards.length,
    where: guards.length === 0 ? null : where,
    guards: columns(guards),
    tensors: guards.filter(({ createFn }) => createFn === 'TENSOR_MATCH').length,
    unknown: columns(unknown),
    withoutGuard,
  }
}

/** Where a guard is first drawn; of one that torch makes no check of, the last manager on the way to what it looks at. */
function rowsOfGuards({ builder }: BuiltTree, nodes: readonly TreeNode[]): (guard: Guard) => number {
  const leaves = new Map<Guard, number>()
  const managers = new Map<string, number>()
  nodes.forEach((node, at) => {
    if ('leaf' in node) {
      if (node.leaf.guard !== null && !leaves.has(node.leaf.guard)) leaves.set(node.leaf.guard, at)
    } else if (node.kind !== 'pair' && !managers.has(node.manager.source)) managers.set(node.manager.source, at)
  })
  return (guard) => {
    const drawn = leaves.get(guard)
    if (drawn !== undefined) return drawn
    for (let at = guard.source; at !== null; at = at.base) {
      const row = managers.get(builder.names.of(at))
      if (row !== undefined) return row
    }
    return -1
  }
}
