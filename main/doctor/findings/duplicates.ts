/** Guards that stand in a file more than once: each is checked, and one is enough. */
import type { Guard } from '../../state/guards-state'
import type { Finding } from '../../../shared/findings'
import { type Examination, count, guardName, guardWords } from '../patient'

export const duplicates: Examination = (patient) => {
  const seen = new Map<string, Guard[]>()
  for (const guard of patient.state.guards) {
    // a keyword tells guards of one kind on one source apart
    if (guard.source === null || hasKeywords(guard)) continue
    const key = `${guard.createFn}\u0000${patient.tree.builder.name(guard)}`
    seen.set(key, [...(seen.get(key) ?? []), guard])
  }
  const found: Finding[] = []
  for (const [guard, ...more] of seen.values()) {
    if (guard === undefined || more.length === 0) continue
    const name = guardName(patient, guard)
    const message = `${guardWords(name)} stands in the file ${count(more.length + 1, 'time')}: once is enough`
    found.push({ code: 'duplicate-guard', severity: 'note', guard: name, message, repair: [] })
  }
  return found
}

const KEYWORDS = ['attr', 'key', 'keys', 'value', 'invert', 'source_b', 'member']

function hasKeywords({ keywords, createFn }: Guard): boolean {
  return createFn !== 'TENSOR_MATCH' && KEYWORDS.some((name) => keywords.get(name) !== undefined)
}
