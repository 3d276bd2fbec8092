/** `not`, `and` and `or`. Where an operand is not known, what follows may still decide. */
import { PythonError } from '../values/value'
import type { Compiler, Run } from './compile'
import { truth } from './operators'
import { Doubt, type Val, giveUp } from './runtime'
import type { ExpressionScope } from './scope'
import type { Syntax } from './syntax'

export type Test = (scope: ExpressionScope) => boolean | Doubt

export function compileLogic(node: Extract<Syntax, { kind: 'not' | 'and' | 'or' }>, compiler: Compiler): Run {
  if (node.kind === 'not') {
    const test = compileTest(node.operand, compiler)
    return (scope) => {
      const holds = test(scope)
      return typeof holds === 'boolean' ? !holds : holds
    }
  }
  const stops = node.kind === 'or'
  const operands = node.operands.map((operand) => compiler.run(operand))
  return (scope) => firstThat(stops, operands, scope)
}

/** `bool(node)`: of `and` and `or` less has to be known for it than for their value. */
export function compileTest(node: Syntax, compiler: Compiler): Test {
  if (node.kind !== 'and' && node.kind !== 'or') {
    const run = compiler.run(node)
    return (scope) => truth(run(scope))
  }
  const stops = node.kind === 'or'
  const tests = node.operands.map((operand) => compileTest(operand, compiler))
  return (scope) => {
    let open: Doubt | null = null
    for (const test of tests) {
      const holds: boolean | Doubt = open === null ? test(scope) : maybe(test, scope)
      if (holds === stops) return stops
      if (typeof holds === 'boolean') continue
      open ??= holds
    }
    return open ?? !stops
  }
}

/** Behind an operand that is not known, whether this one runs is not known: nor whether it raises. */
export function maybe<T>(run: (scope: ExpressionScope) => T, scope: ExpressionScope): T {
  try {
    return run(scope)
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    return giveUp(`${error.message}, if that is reached`)
  }
}

/** The first operand whose truth is `stops`, or the last. */
function firstThat(stops: boolean, operands: readonly Run[], scope: ExpressionScope): Val {
  let value: Val = !stops
  for (let i = 0; i < operands.length; i++) {
    value = operands[i]?.(scope) ?? value
    if (i === operands.length - 1) break
    const holds = truth(value)
    if (holds === stops) break
    if (typeof holds !== 'boolean') return undecided(holds, value, stops, operands.slice(i + 1), scope)
  }
  return value
}

/** Behind a bool that is not known, only bools make a value of which something can be said. */
function undecided({ reason }: Doubt, first: Val, stops: boolean, rest: readonly Run[], scope: ExpressionScope): Val {
  let bools = isBool(first)
  for (const operand of rest) {
    const next = maybe(operand, scope)
    bools &&= isBool(next)
    if (bools && truth(next) === stops) return stops
  }
  return bools ? new Doubt(reason, 'bool') : giveUp(reason)
}

function isBool(x: Val): boolean {
  if (typeof x !== 'object') return typeof x === 'boolean'
  return (
    x.kind === 'bool' ||
    (x instanceof Doubt && x.type === 'bool') ||
    (x.kind === 'unknown' && x.type?.name === 'builtins.bool')
  )
}
