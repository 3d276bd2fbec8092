/** Whether the guards of one compile take every call that those of another take. Certain, or not said. */
import type { GuardFact, TreeFacts } from './facts'
import { type Holds, withSizes } from './sizes'

export function takesAllOf(wide: TreeFacts, narrow: TreeFacts, holds: Holds): boolean {
  for (const [source, { manager }] of wide.managers) {
    if (!narrow.managers.has(source)) return false
    // its length is checked and not printed
    if (manager.kind === 'dict-manager') return false
  }
  const exact = new Set(narrow.facts.map(nameOf))
  return wide.facts.every((fact) => exact.has(nameOf(fact)) || follows(fact, narrow, holds))
}

const nameOf = ({ guard, source, code }: GuardFact): string => [guard, source, code].join('\u0000')

/** A guard that is weaker than what the other asks of the same source. */
function follows(fact: GuardFact, { facts, managers }: TreeFacts, holds: Holds): boolean {
  const at = facts.filter(({ source }) => source === fact.source)
  switch (fact.guard) {
    case 'TENSOR_MATCH':
      return at.some(({ guard, wants }) => guard === 'TENSOR_MATCH' && isWider(fact.wants, wants))
    case 'TYPE_MATCH': {
      const type = managers.get(fact.source)?.manager.type ?? ''
      // both look at the exact class of the value that they were made with
      const exact = at.some(
        ({ guard }) => guard === 'TENSOR_MATCH' || guard === 'EQUALS_MATCH' || guard === 'TYPE_MATCH',
      )
      return exact && type !== '' && type === fact.wants
    }
    case 'LAMBDA_GUARD':
      return holds(withSizes(fact.code, facts))
    default:
      return false
  }
}

const DIMENSIONS = /(size|stride)=\[(.*?)\]/g

/** The same tensor, but any size or stride where the wider has None. */
function isWider(wide: string, narrow: string): boolean {
  const [a, b] = [wide, narrow].map((wants) =>
    [...wants.matchAll(DIMENSIONS)].map(([, , list = '']) => list.split(', ')),
  )
  if (a === undefined || b === undefined || wide.replace(DIMENSIONS, '') !== narrow.replace(DIMENSIONS, ''))
    return false
  return a.every(
    (list, i) => list.length === b[i]?.length && list.every((one, j) => one === 'None' || one === b[i]?.[j]),
  )
}
