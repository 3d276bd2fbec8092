/** Which nodes lead to a place where something was replaced. */
import type { PickleNode } from '../pickle/node'

/** Nodes looked at before the search is given up: beyond, reading everything again is no slower. */
const MOST = 40_000
const DEEPEST = 500

export class Reach {
  /** Null while a node is being looked at. */
  private readonly known = new Map<PickleNode, boolean | null>()
  /** Set where `true` was answered for safety: a cycle, too many nodes, too deep. */
  unsure = false

  /** `lists`: those that a member was replaced in. */
  constructor(private readonly lists: ReadonlySet<readonly PickleNode[]>) {}

  /** Whether a node holds one of the lists, or something that does. */
  readonly of = (node: PickleNode): boolean => this.search(node, 0)

  private search(node: PickleNode, depth: number): boolean {
    const known = this.known.get(node)
    if (known === true || known === false) return known
    if (known === null || depth > DEEPEST || this.known.size > MOST) {
      this.unsure = true
      return true
    }
    this.known.set(node, null)
    const found =
      ('items' in node && this.inList(node.items, depth)) || node.acts.some(({ items }) => this.inList(items, depth))
    this.known.set(node, found)
    return found
  }

  private inList(items: readonly PickleNode[], depth: number): boolean {
    return this.lists.has(items) || items.some((item) => holdsOthers(item) && this.search(item, depth + 1))
  }
}

const holdsOthers = (node: PickleNode): boolean => ('items' in node && node.kind !== 'global') || node.acts.length > 0
