/** Shape expressions where all sizes in them are guarded to be one number: whether they hold then. */
import { compileExpression, type ExpressionScope } from '../engine/expressions'
import { Classes } from '../engine/values/classes'
import type { Facts } from '../engine/facts'
import type { GuardFact } from './facts'

/** Whether an expression of numbers alone is certainly true. */
export type Holds = (expression: string) => boolean

export function holdsBy(facts: Facts): Holds {
  const classes = new Classes(facts)
  return (expression) => {
    const verdict = compileExpression(expression, classes).test(NOTHING)
    return verdict.kind === 'truth' && verdict.value
  }
}

/** Names stand for nothing: all that is known was put in their place. */
const NOTHING: ExpressionScope = {
  local: () => undefined,
  global: () => undefined,
  getattr: () => null,
  getitem: () => null,
  is: () => null,
  equals: () => null,
}

/** `2 <= L['x'].size()[0]` with the sizes and integers that the guards fix, as numbers. */
export function withSizes(code: string, facts: readonly GuardFact[]): string {
  let text = code
  for (const { guard, source, wants } of facts) {
    if (!text.includes(source)) continue
    if (guard === 'TENSOR_MATCH') {
      for (const [, what = '', list = ''] of wants.matchAll(/(size|stride)=\[(.*?)\]/g))
        list.split(', ').forEach((number, i) => {
          if (/^\d+$/.test(number)) text = text.replaceAll(`${source}.${what}()[${i}]`, number)
        })
    } else if (guard === 'EQUALS_MATCH' && source !== '') {
      const number = /^== (-?\d+)$/.exec(wants)?.[1]
      if (number !== undefined) text = replaceWhole(text, source, `(${number})`)
    }
  }
  return text
}

/** Where nothing is reached through it. */
function replaceWhole(text: string, source: string, by: string): string {
  return text
    .split(source)
    .reduce((left, right) => (/^[.[(]/.test(right) ? `${left}${source}${right}` : `${left}${by}${right}`))
}
