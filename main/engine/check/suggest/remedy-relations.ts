/** What makes two sources one object, or an object one of its own. */
import type { Json, JsonPath, ScenarioChange } from '../../../../shared/replay'
import type { ScenarioJson } from '../../../../shared/scenario'
import type { GuardManager } from '../../manager'
import { definitions } from '../change-refs'
import { jsonAt, siteOf } from './place'
import { freshId, type Remedy, type Situation } from './remedy'
import { managersByName, pathOfName } from './sources'

/** Both ways: the second becomes the first, or the first the second. */
export function joinRemedies(situation: Situation, a: string, b: string): Remedy[] {
  return [...join(situation, a, b), ...join(situation, b, a)]
}

function join(situation: Situation, name: string, other: string): Remedy[] {
  const { json } = situation
  const [kept, changed] = [pathOf(situation, name), pathOf(situation, other)]
  const there = kept === null ? null : jsonAt(json, kept)
  if (kept === null || changed === null || there === null) return []
  const known = 'id' in there ? there.id : undefined
  const id = known ?? freshId(json)
  const named: ScenarioChange[] = known === undefined ? [{ path: [...kept, 'id'], value: id }] : []
  return [{ title: `${other} is ${name}`, changes: [...named, { path: changed, value: { ref: id } }] }]
}

/** A tensor like the one that is there, that nothing else refers to. */
export function separateRemedies(situation: Situation): Remedy[] {
  const { json, failure } = situation
  const path = pathOf(situation, failure.manager.source, failure.manager)
  const there = path === null ? null : jsonAt(json, path)
  if (path === null || there?.kind !== 'tensor') return []
  const { id, ...rest } = there
  if (definitions(rest).size > 0) return []
  const made = { ...rest, ...(id === undefined ? {} : { id: freshId(json) }), ...ownStorage(json) }
  return [
    { title: `${failure.manager.source}: a tensor of its own`, changes: [{ path, value: made as unknown as Json }] },
  ]
}

/** Offsets that lie apart: torch takes all of these tensors to look at one storage. */
export function apartRemedies(situation: Situation): Remedy[] {
  const { leaf } = situation.failure
  if (leaf?.expected.kind !== 'storage-overlap') return []
  const { nonOverlapping, overlapping } = leaf.expected
  let end = Math.max(0, ...[...overlapping, ...nonOverlapping].map((name) => endOf(situation, name)))
  const changes: ScenarioChange[] = []
  for (const name of nonOverlapping) {
    const path = pathOf(situation, name)
    if (path === null) return []
    changes.push({ path: [...path, 'storage_offset'], value: end })
    end += endOf(situation, name)
  }
  return changes.length === 0 ? [] : [{ title: `${nonOverlapping.join(', ')}: memory of their own`, changes }]
}

function endOf(situation: Situation, name: string): number {
  const path = pathOf(situation, name)
  const there = path === null ? null : jsonAt(situation.json, path)
  if (there?.kind !== 'tensor' || there.stride === null) return 0
  const { stride } = there
  return (there.storage_offset ?? 0) + there.shape.reduce((at, n, i) => at + Math.max(0, n - 1) * (stride[i] ?? 0), 1)
}

export function pathOf(situation: Situation, name: string, manager?: GuardManager): JsonPath | null {
  const { tree, json, scenario } = situation
  const found = manager ?? managersByName(tree).get(name)
  if (found === undefined) return pathOfName(json, name)
  const { place } = siteOf(tree, json, scenario, found)
  return place?.form === 'value' ? place.path : null
}

function ownStorage(json: ScenarioJson): { readonly storage: number } {
  let most = 0
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if ('storage' in part && typeof part.storage === 'number') most = Math.max(most, part.storage)
    for (const inner of Object.values(part)) walk(inner)
  }
  walk([json.f_locals, json.f_globals])
  return { storage: most + 1 }
}
