/** Where the cards of the tree stand: a column for each level, children below one another, parents in their middle. */
import type { PrecisionNode } from '../../../shared/precision'

export interface Place {
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly places: ReadonlyMap<string, Place>
  readonly card: { readonly width: number; readonly height: number }
  readonly width: number
  readonly height: number
}

const EDGE = 20
const CARD = { least: 210, most: 260, height: 94 }
const GAP = { least: 36, most: 64 }
const PITCH = 104
/** Between the children of one node and of the next. */
const APART = 12

/** `room`: the width that there is. Cards are not made smaller than they can be read: then it is wider. */
export function layOut(nodes: readonly PrecisionNode[], room: number): Layout {
  const children = (cell: string | null): readonly PrecisionNode[] => nodes.filter(({ parent }) => parent === cell)
  const depthOf = (node: PrecisionNode): number => {
    const parent = nodes.find(({ cell }) => cell === node.parent)
    return parent === undefined ? 0 : 1 + depthOf(parent)
  }
  const columns = Math.max(1, ...nodes.map((node) => 1 + depthOf(node)))
  const free = room - 2 * EDGE
  const gap = Math.max(
    GAP.least,
    Math.min(GAP.most, Math.floor((free - columns * CARD.least) / Math.max(1, columns - 1))),
  )
  const fitting = Math.floor((free - (columns - 1) * gap) / columns)
  const width = Math.max(CARD.least, Math.min(CARD.most, fitting))

  const places = new Map<string, Place>()
  let next = 14
  const place = (node: PrecisionNode, depth: number): number => {
    const below = children(node.cell).map((child) => place(child, depth + 1))
    const [first, last] = [below[0], below.at(-1)]
    let y = next
    if (first === undefined || last === undefined) next += PITCH
    else {
      y = (first + last) / 2
      if (children(node.cell).every((child) => children(child.cell).length === 0)) next += APART
    }
    places.set(node.cell, { x: EDGE + depth * (width + gap), y })
    return y
  }
  for (const root of children(null)) place(root, 0)
  const bottom = Math.max(0, ...[...places.values()].map(({ y }) => y))
  return {
    places,
    card: { width, height: CARD.height },
    width: 2 * EDGE + columns * width + (columns - 1) * gap,
    height: bottom + CARD.height + 12,
  }
}
