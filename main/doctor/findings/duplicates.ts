/** Guards that stand in a file more than once: each is checked, and one is enough. */
import type { Guard } from '../../state/guards-state'
import { type Examination, few, guardName, guardWords, only } from '../patient'

export const duplicates: Examination = (patient) => {
  const seen = new Map<string, Guard[]>()
  for (const guard of patient.state.guards) {
    // a keyword tells guards of one kind on one source apart
    if (guard.source === null || hasKeywords(guard)) continue
    const key = `${guard.createFn}\u0000${patient.tree.builder.name(guard)}`
    seen.set(key, [...(seen.get(key) ?? []), guard])
  }
  const twice = [...seen.values()].filter((guards) => guards.length > 1).flatMap(([first]) => first ?? [])
  if (twice.length === 0) return []
  const names = twice.map((guard) => guardName(patient, guard))
  const message = `${few(names.map(guardWords))} ${twice.length === 1 ? 'stands' : 'stand'} in the file more than once: once is enough`
  return [{ code: 'duplicate-guards', severity: 'note', guard: only(names), message, repair: [] }]
}

const KEYWORDS = ['attr', 'key', 'keys', 'value', 'invert', 'source_b', 'member']

function hasKeywords({ keywords, createFn }: Guard): boolean {
  return createFn !== 'TENSOR_MATCH' && KEYWORDS.some((name) => keywords.get(name) !== undefined)
}
