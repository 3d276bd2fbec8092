/** Adds and removes fields of an object's state. */
import { dictActs, makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { entryPlaces, stateDicts } from '../../pickle/places'
import { EditRefused } from './refused'

/** `slots`: among the slots, where an object has a `__dict__` as well. */
export function addField(draft: Draft, node: PickleNode, name: string, value: PickleNode, slots = false): void {
  const dicts = stateDicts(node)
  const dict = slots ? dicts.at(-1) : dicts[0]
  if (dict === undefined) throw new EditRefused('an object of the file has no fields')
  draft.setActs(dict, dictActs([...entriesOf(dict), [makeStr(name), value]]))
}

export function removeField(draft: Draft, node: PickleNode, name: string): void {
  for (const dict of stateDicts(node)) {
    const entries = entriesOf(dict)
    const kept = entries.filter(([key]) => key.kind !== 'str' || key.value !== name)
    if (kept.length < entries.length) draft.setActs(dict, dictActs(kept))
  }
}

function entriesOf(dict: PickleNode): (readonly [PickleNode, PickleNode])[] {
  return entryPlaces(dict).map(({ key, value }) => [nodeAt(key), nodeAt(value)] as const)
}
