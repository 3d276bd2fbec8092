/** Finds where members, entries and arguments stand in the graph, so that they can be replaced there. */
import { buildState } from './access'
import type { PickleNode } from './node'
import type { Place } from './patch'

/** Places of the members of a list or set, of a tuple or frozenset, or of what was appended to an object. */
export function memberPlaces(node: PickleNode): Place[] {
  if (node.kind === 'tuple' || node.kind === 'frozenset') return placesOf(node.items)
  return node.acts.flatMap(({ op, items }) =>
    op === 'append' || op === 'appends' || op === 'additems' ? placesOf(items) : [],
  )
}

/** An entry of a dict: where its key stands, and where its value. */
export interface EntryPlace {
  readonly key: Place
  readonly value: Place
}

/** The entries of a dict, or what SETITEM gave to another object; the last of equal keys is the one that counts. */
export function entryPlaces(node: PickleNode): EntryPlace[] {
  const entries: EntryPlace[] = []
  for (const { op, items } of node.acts) {
    if (op !== 'setitem' && op !== 'setitems') continue
    for (let i = 0; i + 1 < items.length; i += 2)
      entries.push({ key: { list: items, index: i }, value: { list: items, index: i + 1 } })
  }
  return entries
}

/** The entry under a string key; null without one. */
export function entryPlace(node: PickleNode | null | undefined, name: string): EntryPlace | null {
  if (node == null) return null
  for (let a = node.acts.length - 1; a >= 0; a--) {
    const act = node.acts[a]
    if (act === undefined || (act.op !== 'setitem' && act.op !== 'setitems')) continue
    const { items } = act
    for (let i = items.length - 2; i >= 0; i -= 2) {
      const key = items[i]
      if (key?.kind === 'str' && key.value === name)
        return { key: { list: items, index: i }, value: { list: items, index: i + 1 } }
    }
  }
  return null
}

/** The dicts that BUILD gives an object: its `__dict__`, then its slots. */
export function stateDicts(node: PickleNode): PickleNode[] {
  const state = buildState(node)
  if (state === null) return []
  return (state.kind === 'tuple' ? state.items : [state]).filter((part) => part.kind === 'dict')
}

/** Where a field that BUILD gives an object stands; null where there is none. */
export function fieldPlace(node: PickleNode, name: string): Place | null {
  for (const dict of stateDicts(node).reverse()) {
    const entry = entryPlace(dict, name)
    if (entry !== null) return entry.value
  }
  return null
}

/** Where the state of the last BUILD stands. */
export function buildPlace(node: PickleNode): Place | null {
  for (let a = node.acts.length - 1; a >= 0; a--) {
    const act = node.acts[a]
    if (act?.op === 'build') return { list: act.items, index: 0 }
  }
  return null
}

/** The arguments of a call. */
export function argumentPlaces(node: PickleNode): Place[] {
  if (node.kind !== 'reduce' && node.kind !== 'newobj') return []
  const args = node.items[1]
  return args?.kind === 'tuple' ? placesOf(args.items) : []
}

function placesOf(list: readonly PickleNode[]): Place[] {
  return list.map((_, index) => ({ list, index }))
}
