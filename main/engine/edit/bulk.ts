/** Edits of many guards at once: what chooses them is answered in the state that the edit is made in. */
import type { Where } from '../../../shared/edit'
import type { Draft } from '../../pickle/patch'
import type { Guard } from '../../state/guards-state'
import type { BuiltTree } from '../build'
import { selectGuards, wordsOf } from '../select/select-guards'
import { removeGuards } from './guard-nodes'
import { weakenAll } from './guards'
import { EditRefused } from './refused'
import type { View } from './view'

interface Bulk {
  readonly where: Where
}

export function dropWhere(view: View, tree: BuiltTree, draft: Draft, { where }: Bulk): void {
  removeGuards(view, draft, chosen(where, tree))
}

export function weakenWhere(tree: BuiltTree, draft: Draft, { where }: Bulk): void {
  const guards = chosen(where, tree)
  const tensors = guards.filter(({ createFn }) => createFn === 'TENSOR_MATCH')
  if (tensors.length === 0) {
    throw new EditRefused(
      guards.length === 1
        ? `the guard ${wordsOf(where)} is a ${guards[0]?.createFn ?? ''}: only TENSOR_MATCH can be weakened`
        : `none of the ${guards.length} guards ${wordsOf(where)} is a TENSOR_MATCH: no other can be weakened`,
    )
  }
  weakenAll(draft, tensors)
}

function chosen(where: Where, tree: BuiltTree): readonly Guard[] {
  const { guards, unknown } = selectGuards(where, tree)
  if (guards.length > 0) return guards
  const rest = unknown.length === 0 ? '' : `; of ${unknown.length} the file does not tell, and they are kept`
  throw new EditRefused(`the file holds no guards ${wordsOf(where)}${rest}`)
}
