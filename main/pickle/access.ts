/** Reads the graph: members, entries, states and names, as the acts of the nodes tell them. */
import type { PickleNode } from './node'

/** The members of a list (or of a set, or what APPEND gave to another object), in stream order; of a tuple, its items. */
export function listItems(node: PickleNode): readonly PickleNode[] {
  if (node.kind === 'tuple' || node.kind === 'frozenset') return node.items
  const first = node.acts[0]
  if (node.acts.length === 1 && first !== undefined && isAdding(first.op)) return first.items
  return node.acts.flatMap((act) => (isAdding(act.op) ? act.items : []))
}

/**
 * The entries of a dict (or what SETITEM gave to another object), in stream order.
 * A key may come twice; Python keeps its first place and its last value.
 */
export function dictEntries(node: PickleNode): readonly (readonly [key: PickleNode, value: PickleNode])[] {
  const entries: [PickleNode, PickleNode][] = []
  for (const { op, items } of node.acts) {
    if (op !== 'setitem' && op !== 'setitems') continue
    for (let i = 0; i + 1 < items.length; i += 2) entries.push([items[i] as PickleNode, items[i + 1] as PickleNode])
  }
  return entries
}

/** What the last BUILD gave to the object, as it is; null without one. */
export function buildState(node: PickleNode): PickleNode | null {
  for (let i = node.acts.length - 1; i >= 0; i--) {
    const act = node.acts[i]
    if (act?.op === 'build') return act.items[0] ?? null
  }
  return null
}

/** What `setter(node, state)` was called for, in stream order: the sixth part of a `__reduce__`. */
export function setters(node: PickleNode): readonly { readonly setter: PickleNode; readonly state: PickleNode }[] {
  return node.acts.flatMap(({ op, items: [setter, state] }) =>
    op === 'setter' && setter !== undefined && state !== undefined ? [{ setter, state }] : [],
  )
}

/** The two halves of an object's state: Python writes (dict or None, slots) for an object with `__slots__`, else its dict. */
export function stateParts(node: PickleNode): { readonly dict: PickleNode | null; readonly slots: PickleNode | null } {
  const state = buildState(node)
  if (state === null) return { dict: null, slots: null }
  const [dict, slots] = state.kind === 'tuple' && state.items.length === 2 ? state.items : [state, undefined]
  return {
    dict: dict === undefined || dict.kind === 'none' ? null : dict,
    slots: slots === undefined || slots.kind === 'none' ? null : slots,
  }
}

/** `module.name` of a class or function; null for any other node. */
export function globalName(node: PickleNode): string | null {
  return node.kind === 'global' ? node.value : null
}

/** Every node reachable from `root`, each once, a node before what it leads to, in stream order. No recursion. */
export function* walk(root: PickleNode): Generator<PickleNode, void, undefined> {
  const seen = new Set<PickleNode>()
  const open: PickleNode[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    yield node
    for (let a = node.acts.length - 1; a >= 0; a--) pushReversed(open, node.acts[a]?.items ?? [])
    if ('items' in node) pushReversed(open, node.items)
  }
}

function pushReversed(open: PickleNode[], nodes: readonly PickleNode[]): void {
  for (let i = nodes.length - 1; i >= 0; i--) open.push(nodes[i] as PickleNode)
}

function isAdding(op: string): boolean {
  return op === 'append' || op === 'appends' || op === 'additems'
}
