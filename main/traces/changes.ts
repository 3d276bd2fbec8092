/** What the guards of one compile ask otherwise than those of the compile before. */
import type { GuardChange } from '../../shared/trace'
import { stateChange } from './actual'
import type { GuardFact, TreeFacts } from './facts'

export function changesBetween(before: TreeFacts, after: TreeFacts): GuardChange[] {
  const [a, b] = [byName(before.facts), byName(after.facts)]
  const changes: GuardChange[] = []
  for (const [name, one] of a) {
    const other = b.get(name)
    if (other === undefined) changes.push(change('went', one, textOf(one), ''))
    else if (other.wants !== one.wants) changes.push(differs(one, other))
  }
  for (const [name, one] of b) if (!a.has(name)) changes.push(change('came', one, '', textOf(one)))
  return changes
}

function differs(one: GuardFact, other: GuardFact): GuardChange {
  const state = one.guard === 'GLOBAL_STATE' ? stateChange(one.wants, other.wants) : null
  return change('differs', one, state?.before ?? textOf(one), state?.after ?? textOf(other))
}

const textOf = ({ subject, wants, source }: GuardFact): string =>
  subject === '' || subject === source ? wants : `${subject} ${wants}`.trim()

function change(kind: GuardChange['change'], { source, guard }: GuardFact, before: string, after: string): GuardChange {
  return { change: kind, source, guard, before, after }
}

function byName(facts: readonly GuardFact[]): Map<string, GuardFact> {
  const named = new Map<string, GuardFact>()
  for (const fact of facts) {
    const { guard, source, subject } = fact
    let name = [guard, source, subject].join('\u0000')
    // two alike: the second is another
    while (named.has(name)) name += '\u0000'
    named.set(name, fact)
  }
  return named
}
