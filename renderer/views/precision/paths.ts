/** The way a value takes: from the ancestor that sets it down to the node that reads it. */
import type { PrecisionNode } from '../../../shared/precision'

/** From a node up to the ancestor whose value it has, both included; the node alone where it has its own. */
export function wayOf(nodes: readonly PrecisionNode[], node: PrecisionNode): readonly string[] {
  const way = [node.cell]
  if (node.origin.from !== 'ancestor') return way
  for (let at: PrecisionNode | undefined = node; at !== undefined && at.cell !== node.origin.cell;) {
    const { parent }: PrecisionNode = at
    at = nodes.find(({ cell }) => cell === parent)
    if (at !== undefined) way.push(at.cell)
  }
  return way
}

/** The nodes that have their value over a link with this one: those on its way, and those whose way leads over it. */
export function litBy(nodes: readonly PrecisionNode[], cell: string | null): ReadonlySet<string> {
  const lit = new Set<string>()
  for (const node of nodes) {
    const way = wayOf(nodes, node)
    if (cell !== null && (node.cell === cell || way.includes(cell))) for (const one of way) lit.add(one)
  }
  return lit
}
