/** Changes of a graph in place, each with its inverse: what they do not name keeps its identity, and so its bytes. */
import { asCell } from './cell'
import type { Act, PickleNode } from './node'

/** Where a node stands among the items of another, or of an act. */
export interface Place {
  readonly list: readonly PickleNode[]
  readonly index: number
}

export type Patch =
  | {
      readonly kind: 'item'
      readonly place: Place
      readonly before: PickleNode
      readonly after: PickleNode
    }
  | {
      readonly kind: 'acts'
      readonly node: PickleNode
      readonly before: readonly Act[]
      readonly after: readonly Act[]
    }

export function nodeAt(place: Place): PickleNode {
  return place.list[place.index] as PickleNode
}

export function applyPatch(patch: Patch): void {
  put(patch, 'after')
}

export function revertPatch(patch: Patch): void {
  put(patch, 'before')
}

function put(patch: Patch, side: 'before' | 'after'): void {
  if (patch.kind === 'acts') asCell(patch.node).acts = patch[side] as never
  else (patch.place.list as PickleNode[])[patch.place.index] = patch[side]
}

/** Patches as they are made: each is applied at once, so that the next sees it. */
export class Draft {
  readonly patches: Patch[] = []
  /** Set where a key of a source may have changed, and with it the source's name. */
  mayRename = false

  replace(place: Place, after: PickleNode): void {
    const before = nodeAt(place)
    if (before !== after) this.do({ kind: 'item', place, before, after })
  }

  setActs(node: PickleNode, after: readonly Act[]): void {
    this.do({ kind: 'acts', node, before: node.acts, after })
  }

  /** Takes back all patches beyond the first `count`. */
  back(count = 0): void {
    while (this.patches.length > count) revertPatch(this.patches.pop() as Patch)
  }

  private do(patch: Patch): void {
    applyPatch(patch)
    this.patches.push(patch)
  }
}
