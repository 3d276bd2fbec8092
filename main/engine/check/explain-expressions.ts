/** Shape guards and other expressions: what each comes to with the values of the call put in. */
import type { ExplainedRow } from '../../../shared/replay'
import type { GuardBuilder } from '../builder'
import { compileExpression, type ExpressionScope, type Verdict } from '../expressions'
import { identityIn, sourcesIn } from '../expressions/sources'
import { summary } from '../values/summary'
import { expressionScope } from './expression-scope'
import type { Scenario } from './scenario'

/** A row an expression: `False: L['x'].size()[0] = 3`. */
export function explainExpressions(
  builder: GuardBuilder,
  exprs: readonly string[],
  scenario: Scenario,
): ExplainedRow[] {
  const scope = expressionScope(builder, scenario)
  return exprs.map((text): ExplainedRow => {
    const verdict = compileExpression(text, builder.classes).test(scope)
    const same = verdict.kind === 'truth' ? verdict.value : verdict.kind === 'raised' ? false : null
    const identity = identityIn(text)
    if (identity !== null && same !== null && verdict.kind === 'truth')
      return { name: 'holds', expected: text, actual: same ? 'one object' : 'two objects', same }
    const read = sourcesIn(text).map((source) => `${source} = ${valueOf(builder, source, scope)}`)
    const actual = [answer(verdict), read.join(', ')].filter((part) => part !== '').join(': ')
    return { name: 'holds', expected: text, actual, same }
  })
}

function answer(verdict: Verdict): string {
  if (verdict.kind === 'truth') return verdict.value ? 'True' : 'False'
  return verdict.kind === 'raised' ? verdict.error : `not known, ${verdict.reason}`
}

function valueOf(builder: GuardBuilder, source: string, scope: ExpressionScope): string {
  const answered = compileExpression(source, builder.classes).evaluate(scope)
  if (answered.kind === 'value') return summary(answered.value, (v) => builder.repr(v))
  return answered.kind === 'raised' ? answered.error : 'not known'
}
