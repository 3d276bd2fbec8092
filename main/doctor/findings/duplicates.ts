/** Guards that stand in a file more than once: each is checked, and one is enough. */
import type { BuiltTree } from '../../engine/build'
import type { Guard } from '../../state/guards-state'
import { type Examination, few, guardName, guardWords, only } from '../patient'

export const duplicates: Examination = (patient) => {
  const twice = repeatedGuards(patient.tree).flatMap(([first]) => first ?? [])
  if (twice.length === 0) return []
  const names = twice.map((guard) => guardName(patient, guard))
  const message = `${few(names.map(guardWords))} ${twice.length === 1 ? 'stands' : 'stand'} in the file more than once: once is enough`
  return [{ code: 'duplicate-guards', severity: 'note', guard: only(names), message, repair: [] }]
}

/** Guards that stand in a file several times, each with its repetitions. */
export function repeatedGuards({ builder }: BuiltTree): readonly (readonly Guard[])[] {
  const seen = new Map<string, Guard[]>()
  for (const guard of builder.state.guards) {
    // a keyword tells guards of one kind on one source apart
    if (guard.source === null || hasKeywords(guard)) continue
    const key = `${guard.createFn}\u0000${builder.name(guard)}`
    seen.set(key, [...(seen.get(key) ?? []), guard])
  }
  return [...seen.values()].filter((guards) => guards.length > 1)
}

const KEYWORDS = ['attr', 'key', 'keys', 'value', 'invert', 'source_b', 'member']

function hasKeywords({ keywords, createFn }: Guard): boolean {
  return createFn !== 'TENSOR_MATCH' && KEYWORDS.some((name) => keywords.get(name) !== undefined)
}
