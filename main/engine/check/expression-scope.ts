/** What the expressions of a guard see of a scenario. */
import type { GuardBuilder } from '../builder'
import type { ExpressionScope } from '../expressions'
import type { Value } from '../values/value'
import { attributeOf } from './access'
import type { Scenario } from './scenario'
import { equals, identical, lookup } from './semantics'

export function expressionScope({ classes, evaluator }: GuardBuilder, scenario: Scenario): ExpressionScope {
  return {
    local: (name) => scenario.locals.get(name),
    // the guard function closes over the saved globals, not the frame's (build_guard_function, guards.py)
    global: (name) => evaluator.savedGlobal(name),
    getattr: (value, name) => attributeOf(classes, value, name),
    getitem: (value, index) => itemOf(value, index),
    is: identical,
    equals,
  }
}

function itemOf(value: Value, index: Value): Value | null {
  if (value.kind === 'dict') return lookup(value, index) ?? null
  if (value.kind !== 'sequence' || index.kind !== 'int') return null
  const at = Number(index.value)
  return value.items[at < 0 ? at + value.items.length : at] ?? null
}
