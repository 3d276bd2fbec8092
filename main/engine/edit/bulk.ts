/** Edits of many guards at once: what chooses them is answered in the state that the edit is made in. */
import type { Where } from '../../../shared/edit'
import { dictEntries } from '../../pickle/access'
import type { Draft } from '../../pickle/patch'
import { fieldsOf } from '../../state/fields'
import type { Guard } from '../../state/guards-state'
import type { BuiltTree } from '../build'
import { selectGuards, wordsOf } from '../select/select-guards'
import { removeGuards } from './guard-nodes'
import { weakenAll } from './guards'
import { EditRefused } from './refused'
import { setDims } from './set-tensor'
import type { View } from './view'

interface Bulk {
  readonly where: Where
}

export function dropWhere(view: View, tree: BuiltTree, draft: Draft, { where }: Bulk): void {
  removeGuards(view, draft, chosen(where, tree))
}

export function weakenWhere(tree: BuiltTree, draft: Draft, { where }: Bulk): void {
  weakenAll(draft, tensorsOf(chosen(where, tree), where, 'no other can be weakened'))
}

/** Every size and stride of a tensor may be any; how many there are is still checked. */
export function freeSizesWhere(view: View, tree: BuiltTree, draft: Draft, { where }: Bulk): void {
  const tensors = tensorsOf(chosen(where, tree), where, 'no other has sizes')
  const names = new Set(tensors.map((guard) => tree.builder.name(guard)))
  const output = fieldsOf(view.state.root).get('output_graph')
  const dict = output === undefined ? undefined : fieldsOf(output).get('input_source_to_sizes_strides')
  let count = 0
  for (const [key, value] of dict === undefined ? [] : dictEntries(dict)) {
    const source = view.state.sources.read(key)
    const rank = source === null ? undefined : tree.builder.sizesOf(source)?.size.length
    if (source === null || rank === undefined || !names.has(tree.builder.names.of(source))) continue
    const any = Array.from({ length: rank }, () => null)
    setDims(draft, value, 'size', any)
    setDims(draft, value, 'stride', any)
    count++
  }
  if (count === 0)
    throw new EditRefused(`the file has no sizes of the ${tensors.length} TENSOR_MATCH ${wordsOf(where)}`)
}

function tensorsOf(guards: readonly Guard[], where: Where, why: string): readonly Guard[] {
  const tensors = guards.filter(({ createFn }) => createFn === 'TENSOR_MATCH')
  if (tensors.length > 0) return tensors
  throw new EditRefused(`none of the guards ${wordsOf(where)} is a TENSOR_MATCH: ${why}`)
}

function chosen(where: Where, tree: BuiltTree): readonly Guard[] {
  const { guards, unknown } = selectGuards(where, tree)
  if (guards.length > 0) return guards
  const rest = unknown.length === 0 ? '' : `; of ${unknown.length} the file does not tell, and they are kept`
  throw new EditRefused(`the file holds no guards ${wordsOf(where)}${rest}`)
}
