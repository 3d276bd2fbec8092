/** `strip`, `set-code-list`: what guards carry for show alone: stacks, folders of the machine that saved, recorded code. */
import type { STRIPPABLE } from '../../../shared/edit'
import { makeList, makeNone, makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt, type Place } from '../../pickle/patch'
import { fieldPlace, memberPlaces } from '../../pickle/places'
import { slotPlace } from './guard-nodes'
import { EditRefused } from './refused'
import { stripComments } from './shapes'
import type { View } from './view'

type What = (typeof STRIPPABLE)[number]

const SLOTS: Readonly<Record<Exclude<What, 'paths' | 'comments'>, readonly string[]>> = {
  stacks: ['stack', 'user_stack'],
  code_list: ['code_list'],
  guard_types: ['guard_types'],
  hash: ['_hash'],
}

export function strip(view: View, draft: Draft, edit: { readonly what: readonly What[] }): void {
  const none = makeNone()
  for (const what of edit.what) {
    if (what === 'paths') stripPaths(view, draft)
    else if (what === 'comments') stripComments(view, draft)
    else
      for (const guard of view.state.guards)
        for (const name of SLOTS[what]) {
          const place = slotPlace(guard, name)
          if (nodeAt(place).kind !== 'none') draft.replace(place, none)
        }
  }
  if (draft.patches.length === 0) throw new EditRefused('there is nothing of that kind in the file')
}

/** File names of a stack's frames, each string once: frames share them. */
function stripPaths(view: View, draft: Draft): void {
  const short = new Map<PickleNode, PickleNode>()
  for (const guard of view.state.guards) {
    for (const slot of ['stack', 'user_stack']) {
      const stack = nodeAt(slotPlace(guard, slot))
      for (const frame of memberPlaces(stack)) shorten(draft, fieldPlace(nodeAt(frame), 'filename'), short)
    }
  }
}

function shorten(draft: Draft, place: Place | null, short: Map<PickleNode, PickleNode>): void {
  const node = place === null ? undefined : nodeAt(place)
  if (place === null || node?.kind !== 'str') return
  const name = /^(?:\/|[A-Za-z]:[\\/]).*[\\/]([^\\/]+)$/.exec(node.value)?.[1]
  if (name === undefined) return
  const known = short.get(node) ?? makeStr(name)
  short.set(node, known)
  draft.replace(place, known)
}

export function setCodeList(
  view: View,
  draft: Draft,
  edit: { readonly name: string; readonly create_fn: string; readonly code_list: readonly string[] | null },
): void {
  for (const guard of view.guards(edit.name, edit.create_fn)) {
    const list = edit.code_list
    draft.replace(slotPlace(guard, 'code_list'), list === null ? makeNone() : makeList(list.map(makeStr)))
  }
}
