/** Puts leaves that were built apart in the places of those they were built again from: all of them, or none. */
import type { Guard } from '../state/guards-state'
import type { BuiltTree } from './build'
import type { GuardBuilder } from './builder'
import type { Child, GuardManager, LeafGuard } from './manager'

export class Graft {
  /** False where the two trees part in more than leaves; then nothing was put anywhere. */
  readonly made: boolean
  private readonly nodes: ReadonlySet<Guard['node']>
  private readonly visited = new Set<GuardManager>()
  private readonly changes: (() => void)[] = []
  /** Relational leaves built apart, with the managers they stand in. */
  private readonly shared = new Map<LeafGuard, GuardManager[]>()

  /** `touched`: the managers in which the guards stand; `managers`: all of the tree. */
  constructor(
    private readonly tree: BuiltTree,
    private readonly apart: GuardBuilder,
    private readonly guards: readonly Guard[],
    private readonly touched: ReadonlySet<GuardManager>,
    private readonly managers: readonly GuardManager[],
  ) {
    this.nodes = new Set(guards.map(({ node }) => node))
    this.made = this.trees() && this.rest()
    if (this.made) for (const change of this.changes) change()
  }

  private trees(): boolean {
    const open: (readonly [GuardManager, GuardManager])[] = [[this.apart.root, this.tree.root]]
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [ours, theirs] = pair
      this.visited.add(theirs)
      if (!this.leaves(ours, theirs)) return false
      if (ours.value !== theirs.value) this.changes.push(() => (theirs.value = ours.value))
      const below = this.below(ours, theirs)
      if (below === null) return false
      open.push(...below)
    }
    return true
  }

  /** The managers below two that are one, side by side; null where a path is new, or one is not taken any more. */
  private below(ours: GuardManager, theirs: GuardManager): (readonly [GuardManager, GuardManager])[] | null {
    const pairs: (readonly [GuardManager, GuardManager])[] = []
    for (const child of ours.children) {
      const same = theirs.children.filter((other) => isSame(child, other))
      const [one] = same
      if (one === undefined || same.length > 1) return null
      pairs.push([child.manager, one.manager])
    }
    for (const [index, { key, value }] of ours.pairs ?? []) {
      const there = theirs.pairs?.get(index)
      for (const [mine, other] of [
        [key, there?.key ?? null],
        [value, there?.value ?? null],
      ] as const) {
        if (mine === null) continue
        if (other === null || !isAlike(mine, other)) return null
        pairs.push([mine, other])
      }
    }
    const kept = new Set(pairs.map(([, manager]) => manager))
    const all = [...theirs.children.map(({ manager }) => manager), ...pairManagers(theirs)]
    return all.every((manager) => kept.has(manager) || this.isHeld(manager)) ? pairs : null
  }

  /** Whether a guard that was not built again leads through a manager. */
  private isHeld(manager: GuardManager): boolean {
    const open = [manager]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if ([...at.leaves, ...at.refused].some(({ guard }) => guard !== null && !this.nodes.has(guard.node))) return true
      open.push(...at.children.map((child) => child.manager), ...pairManagers(at))
    }
    return false
  }

  private leaves(ours: GuardManager, theirs: GuardManager): boolean {
    for (const leaf of ours.leaves) {
      if (!leaf.relational) continue
      const at = this.shared.get(leaf)
      if (at === undefined) this.shared.set(leaf, [theirs])
      else at.push(theirs)
    }
    const fresh = ours.leaves.filter((leaf) => !leaf.relational)
    if (!this.touched.has(theirs)) {
      // what leads somewhere leaves a check of a key behind
      return fresh.every((leaf) => leaf.guard === null && theirs.leaves.some((other) => isAlikeLeaf(leaf, other)))
    }
    const old = theirs.leaves.filter((leaf) => !leaf.relational)
    if (old.length !== fresh.length || old.some((leaf, i) => leaf.guard?.node !== fresh[i]?.guard?.node)) return false
    this.changes.push(() => {
      let next = 0
      theirs.leaves.forEach((leaf, i) => {
        if (!leaf.relational) theirs.leaves[i] = fresh[next++] ?? leaf
      })
      theirs.refused.splice(0, Infinity, ...theirs.refused.filter((leaf) => leaf.relational), ...ours.refused)
    })
    return true
  }

  /** What does not hang on one manager. */
  private rest(): boolean {
    return (
      [...this.touched].every((manager) => this.visited.has(manager)) &&
      this.relational() &&
      this.epilogue() &&
      this.aliasing()
    )
  }

  private relational(): boolean {
    for (const node of this.nodes) {
      const ours = [...this.shared].filter(([leaf]) => leaf.guard?.node === node)
      const stands = (leaf: LeafGuard): boolean => leaf.relational && leaf.guard?.node === node
      const theirs = this.managers.filter(({ leaves }) => leaves.some(stands))
      if (ours.length === 0 && theirs.length === 0) continue
      const [[leaf, managers] = []] = ours
      if (leaf === undefined || managers === undefined || ours.length > 1) return false
      if (theirs.length !== managers.length || !theirs.every((manager) => managers.includes(manager))) return false
      this.changes.push(() => {
        for (const { leaves } of managers) leaves[leaves.findIndex(stands)] = leaf
      })
    }
    return true
  }

  private epilogue(): boolean {
    const { epilogue } = this.tree.builder
    const places = epilogue.flatMap(({ guard }, i) => (guard !== null && this.nodes.has(guard.node) ? [i] : []))
    const fresh = this.apart.epilogue
    if (places.length !== fresh.length) return false
    if (places.some((at, i) => epilogue[at]?.guard?.node !== fresh[i]?.guard?.node)) return false
    this.changes.push(() => places.forEach((at, i) => fresh[i] !== undefined && (epilogue[at] = fresh[i])))
    return true
  }

  /** The tensors that must not be one another are those they were. */
  private aliasing(): boolean {
    const { builder } = this.tree
    const names = new Set(this.guards.map((guard) => builder.name(guard)))
    const of = (entries: GuardBuilder['noAliasing']): string =>
      entries.flatMap(({ name }) => (names.has(name) ? [name] : [])).join('\n')
    return of(builder.noAliasing) === of(this.apart.noAliasing)
  }
}

const isAlike = (a: GuardManager, b: GuardManager): boolean =>
  a.cls === b.cls && a.source === b.source && a.type === b.type

function isSame(a: Child, b: Child): boolean {
  const [one, other] = [a.accessor, b.accessor]
  // each lambda has a key of its own
  const key = one.key === other.key || (one.key.startsWith('lambda ') && other.key.startsWith('lambda '))
  return key && one.cls === other.cls && one.repr === other.repr && isAlike(a.manager, b.manager)
}

const isAlikeLeaf = (a: LeafGuard, b: LeafGuard): boolean => a.cls === b.cls && a.code.join('\n') === b.code.join('\n')

function pairManagers({ pairs }: GuardManager): GuardManager[] {
  return [...(pairs?.values() ?? [])].flatMap(({ key, value }) => [key, value]).filter((manager) => manager !== null)
}
