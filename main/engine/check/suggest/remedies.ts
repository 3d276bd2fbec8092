/** Every kind of failure, and what would satisfy it. The least change comes first. */
import type { Json, ScenarioChange } from '../../../../shared/replay'
import { partOf } from '../metadata'
import { siteOf } from './place'
import { type Remedy, type Situation, written } from './remedy'
import { processRemedies } from './remedy-process'
import { apartRemedies, joinRemedies, separateRemedies } from './remedy-relations'
import { shapeRemedies } from './remedy-shapes'
import { tensorRemedies } from './remedy-tensor'
import { ValueRemedies } from './remedy-values'

export function remediesFor(situation: Situation): Remedy[] {
  const { tree, json, scenario, failure } = situation
  const { leaf, manager, value } = failure
  const site = siteOf(tree, json, scenario, manager)
  if (leaf === null && value === null) return accessRemedies(situation)
  const { place } = site
  const values = place === null || value === null ? null : new ValueRemedies(situation, place, value)
  if (leaf === null) {
    // the class and the length of a dict whose keys are guarded in order
    return values === null ? [] : [...values.keysLike(manager.value), ...values.type(manager.type)]
  }
  const { expected } = leaf
  switch (expected.kind) {
    case 'none': {
      if (leaf.cls === 'NOT_NONE') return values?.become(manager.value) ?? []
      return values?.become({ kind: 'none', type: tree.builder.classes.builtin('NoneType'), node: null }) ?? []
    }
    case 'type':
      return values?.type(expected.type) ?? []
    case 'identity':
      return leaf.cls === 'DICT_VERSION' ? [] : (values?.become(expected.value) ?? [])
    case 'equals':
      return (leaf.cls === 'LAMBDA_GUARD' ? values?.scalar(expected.value) : values?.become(expected.value)) ?? []
    case 'length':
      return values?.length(leaf, expected.length) ?? []
    case 'contains':
      return values?.contains(expected) ?? []
    case 'no-attribute':
      return values?.without(expected.name) ?? []
    case 'keys':
      return values?.keysLike(expected.value) ?? []
    case 'iterator':
      return values?.become(manager.value) ?? []
    case 'tensor':
      return place?.form === 'value' && value !== null ? tensorRemedies(situation, expected, value, place.path) : []
    case 'dispatch-keys':
      return values?.set('dispatch keys as saved', ['raw'], expected.raw.toString()) ?? []
    case 'markings':
      return values?.unmarked(expected.absent) ?? []
    case 'metadata': {
      const context =
        value?.kind === 'tensor'
          ? written(situation, partOf(situation.tree.builder.classes, expected.value, 'subclass'))
          : null
      const set =
        context === null ? [] : (values?.set('metadata as saved', ['context'], context as unknown as Json) ?? [])
      return [...set, ...(values?.become(expected.value) ?? [])]
    }
    case 'aliasing': {
      const [a = '', b = ''] = expected.sources
      return expected.same ? joinRemedies(situation, a, b) : separateRemedies(situation)
    }
    case 'storage-overlap':
      return apartRemedies(situation)
    case 'expressions':
      return shapeRemedies(situation, expected.exprs)
    case 'callable':
      return []
    case 'global-state':
    case 'mode-stack':
    case 'default-device':
    case 'dual-level':
    case 'functorch-stack':
    case 'saved-tensors-hooks':
      return processRemedies(situation, expected)
  }
}

/** What is missing is put there as it was saved; where that has no place, what should hold it. */
function accessRemedies(situation: Situation): Remedy[] {
  const { tree, json, scenario, failure } = situation
  const { place, above } = siteOf(tree, json, scenario, failure.manager)
  const made: Remedy[] = []
  const saved = written(situation, failure.manager.value)
  if (above !== null && place?.form === 'value' && saved !== null) {
    const { link, value: from } = above
    const pair: ScenarioChange[] = [{ path: place.path, value: saved as unknown as Json }]
    const key = link.kind === 'accessor' ? link.accessor.value : null
    const source = link.from.source === '' ? '' : `${link.from.source}: `
    if (from.kind === 'dict' && above.place.form === 'value' && key !== null) {
      // the place of a key that is not there is behind the last
      const keys = new ValueRemedies({ ...situation, failure: { ...failure, manager: link.from } }, above.place, from)
      made.push(...keys.addKey(from.entries.length, key, failure.manager.value))
    } else {
      const name = link.kind === 'accessor' ? (key === null ? link.accessor.key.slice(1) : shown(situation, key)) : ''
      made.push({ title: `${source}add ${name}`, changes: pair })
    }
  }
  if (above?.place.form === 'value' && above.link.from.value !== null) {
    const { from } = above.link
    const holder = new ValueRemedies({ ...situation, failure: { ...failure, manager: from } }, above.place, above.value)
    made.push(...holder.become(from.value))
  }
  return made
}

const shown = ({ tree }: Situation, value: Parameters<typeof tree.builder.repr>[0]): string =>
  tree.builder.repr(value) ?? '#'
