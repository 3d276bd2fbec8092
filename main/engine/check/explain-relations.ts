/** Guards between tensors: which of them are one object, and which share memory. */
import type { ExplainedRow } from '../../../shared/replay'
import type { GuardBuilder } from '../builder'
import { compileExpression } from '../expressions'
import type { Expectation } from '../manager'
import type { TensorValue, Value } from '../values/value'
import { expressionScope } from './expression-scope'
import { checkOverlapping } from './overlap'
import type { Scenario } from './scenario'
import { identical } from './semantics'

type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

/** The values of sources by name; what is not found is left out. */
export function valuesOf(builder: GuardBuilder, sources: readonly string[], scenario: Scenario): Map<string, Value> {
  const scope = expressionScope(builder, scenario)
  const { globals } = scenario
  const frame =
    builder.dialect.globals === 'saved'
      ? scope
      : { ...scope, global: (name: string) => globals.byHash(`s${name}`) ?? scope.global(name) }
  return new Map(
    sources.flatMap((source) => {
      const answer = compileExpression(source, builder.classes).evaluate(frame)
      return answer.kind === 'value' ? [[source, answer.value] as const] : []
    }),
  )
}

/** Sources that have to be one object, each against the first; of those that must not, each pair that is. */
export function explainAliasing(
  builder: GuardBuilder,
  { sources, same }: Of<'aliasing'>,
  scenario: Scenario,
): ExplainedRow[] {
  const values = valuesOf(builder, sources, scenario)
  const row = (a: string, b: string, isOne: boolean | null): ExplainedRow => ({
    name: same ? 'the same object' : 'distinct',
    expected: `${a} is ${same ? '' : 'not '}${b}`,
    actual: isOne === null ? 'not known' : isOne ? 'one object' : 'two objects',
    same: isOne === null ? null : isOne === same,
  })
  if (same) {
    const [first = '', ...others] = sources
    return others.map((other) => {
      const [a, b] = [values.get(first), values.get(other)]
      return row(first, other, a === undefined || b === undefined ? null : identical(a, b))
    })
  }
  const seen = new Map<Value, string>()
  return sources.flatMap((source) => {
    const value = values.get(source)
    if (value === undefined) return []
    const before = seen.get(value)
    if (before === undefined) seen.set(value, source)
    return before === undefined ? [] : [row(before, source, true)]
  })
}

/** What each tensor shares memory with. */
export function explainOverlap(
  builder: GuardBuilder,
  expected: Of<'storage-overlap'>,
  scenario: Scenario,
): ExplainedRow[] {
  const sources = [...expected.overlapping, ...expected.nonOverlapping]
  const values = valuesOf(builder, sources, scenario)
  return sources.map((source, i): ExplainedRow => {
    const wanted = i < expected.overlapping.length
    const value = values.get(source)
    const shared = sources.filter((other) => {
      const otherValue = values.get(other)
      return (
        other !== source &&
        isTensor(value) &&
        isTensor(otherValue) &&
        checkOverlapping([value, otherValue], []) === true
      )
    })
    return {
      name: source,
      expected: wanted ? 'overlaps another' : 'overlaps no other',
      actual: isTensor(value)
        ? shared.length > 0
          ? `overlaps ${shared.join(', ')}`
          : 'overlaps no other'
        : 'not known',
      same: isTensor(value) ? shared.length > 0 === wanted : null,
    }
  })
}

const isTensor = (value: Value | undefined): value is TensorValue => value?.kind === 'tensor'
