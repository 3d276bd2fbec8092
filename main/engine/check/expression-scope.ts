/** What the expressions of a guard see of a scenario. */
import type { GuardBuilder } from '../builder'
import type { ExpressionScope } from '../expressions'
import { hashKey } from '../values/hash-key'
import type { Value } from '../values/value'
import { attributeOf } from './access/attribute'
import type { Scenario } from './scenario'
import { equals, identical, lookup } from './semantics'

/**
 * The guard function closes over the globals it was built with (build_guard_function, guards.py): the saved ones once it is
 * loaded, those of the process before it was saved.
 */
export function expressionScope(
  { classes, evaluator }: GuardBuilder,
  scenario: Scenario,
  builtWith: 'saved' | 'own' = 'saved',
): ExpressionScope {
  const own = (name: string): Value | undefined =>
    scenario.globals.byHash(hashKey({ kind: 'str', type: classes.builtin('str'), node: null, value: name }) ?? '')
  return {
    local: (name) => scenario.locals.get(name),
    global: (name) =>
      // those that guards look at are given where they are there; the builtins never are
      builtWith === 'own' && !name.startsWith('__builtins_dict__') ? own(name) : evaluator.savedGlobal(name),
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
