/** What a printed guard wants, as rows of name and value. */
import type { GuardFact } from './facts'
import { jsonObject } from './fields'

export interface ExpectedRow {
  readonly name: string
  readonly value: string
}

/** Of the facts of one node. Empty where its code part says no more than itself. */
export function expectedRows(facts: readonly GuardFact[]): readonly ExpectedRow[] {
  return facts.flatMap((fact) => {
    switch (fact.guard) {
      case 'TENSOR_MATCH':
        return tensorRows(fact.wants)
      case 'GLOBAL_STATE':
        return Object.entries(jsonObject(fact.wants) ?? {}).map(([name, value]) => ({
          name,
          value: JSON.stringify(value),
        }))
      case 'TYPE_MATCH':
      case 'ID_MATCH':
        return [{ name: fact.guard === 'ID_MATCH' ? 'object' : 'type', value: fact.wants.replace(/^object /, '') }]
      case 'EQUALS_MATCH':
      case 'LENGTH_CHECK':
        return fact.subject === '' ? [] : [{ name: fact.subject, value: fact.wants }]
      default:
        return []
    }
  })
}

/** `Tensor, DispatchKeySet(CPU, ...), torch.float32, device=None, requires_grad=False, size=[6, 3], stride=[3, 1]`. */
function tensorRows(wants: string): readonly ExpectedRow[] {
  const fields = splitFields(wants)
  const named = ['class', 'dispatch keys', 'dtype']
  return fields.map((field, i) => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(field) ?? []
    return { name: name ?? named[i] ?? '', value: value ?? field }
  })
}

/** At the commas that stand in no bracket. */
function splitFields(text: string): readonly string[] {
  const fields: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    else if (char === ',' && depth === 0) {
      fields.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  return [...fields, text.slice(from).trim()].filter((field) => field !== '')
}
