/** Comparisons, chained ones too: each operand is worked out once, and none behind the first that fails. */
import { compare, ordered, type Truth } from './compare'
import type { Compiler, Run } from './compile'
import { maybe } from './compile-logic'
import { contains } from './membership'
import type { CompareOperator } from './operator-names'
import type { Doubt } from './runtime'
import { type Val, giveUp } from './runtime'
import type { ExpressionScope } from './scope'
import { ExpressionError, type Syntax } from './syntax'

interface Step {
  readonly right: Run
  readonly holds: (left: Val, right: Val, scope: ExpressionScope) => Truth
}

export function compileComparison(node: Extract<Syntax, { kind: 'compare' }>, compiler: Compiler): Run {
  const steps = node.rest.map(({ op, right }, i) => {
    const isScope =
      (op === 'in' || op === 'not in') && right.kind === 'name' && (right.name === 'L' || right.name === 'G')
    if (!isScope) return { right: compiler.run(right), holds: relation(op, compiler) }
    if (i + 1 < node.rest.length) throw new ExpressionError(`${right.name} as an operand is not evaluated`, right.at)
    return { right: () => false, holds: hasVariable(right.name, op === 'not in') }
  })
  const first = compiler.run(node.first)
  const [only] = steps
  if (steps.length === 1 && only !== undefined) {
    const { right, holds } = only
    return (scope) => holds(first(scope), right(scope), scope)
  }
  return (scope) => chained(first(scope), steps, scope)
}

/** Where one link is not known a later one may still fail, if nothing before it can raise. */
function chained(first: Val, steps: readonly Step[], scope: ExpressionScope): Val {
  let left = first
  let open: Doubt | null = null
  for (const { right, holds } of steps) {
    const value: Val = open === null ? right(scope) : maybe(right, scope)
    const from: Val = left
    const held: Truth = open === null ? holds(from, value, scope) : maybe(() => holds(from, value, scope), scope)
    if (held === false) return false
    if (held !== true) {
      open ??= held
    }
    left = value
  }
  return open ?? true
}

function relation(op: CompareOperator, { classes }: Compiler): Step['holds'] {
  switch (op) {
    case 'in':
    case 'not in':
      return (left, right, scope) => contains(op === 'not in', left, right, scope, classes)
    case 'is':
    case 'is not':
      return (left, right, scope) => compare(op, left, right, scope, classes)
    default:
      return (left, right, scope) =>
        typeof left === 'number' && typeof right === 'number'
          ? ordered(op, left, right)
          : compare(op, left, right, scope, classes)
  }
}

/** `'x' in L`. */
function hasVariable(where: string, negate: boolean): Step['holds'] {
  return (name, _, scope) => {
    if (typeof name !== 'object' || name.kind !== 'str') return giveUp(`a name in ${where} that is no string`)
    return ((where === 'L' ? scope.local(name.value) : scope.global(name.value)) !== undefined) !== negate
  }
}
