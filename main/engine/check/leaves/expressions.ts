/** Guards that are Python expressions: the lambdas of the epilogue, and the shape guard compiled to C++. */
import type { LeafGuard } from '../../manager'
import { compileExpression, type ExpressionScope, type Verdict } from '../../expressions'
import { hoistedBefore } from '../../expressions/hoisted'
import type { Value } from '../../values/value'
import { expressionScope } from '../expression-scope'
import type { LeafCheck, Run } from '../leaf'
import type { LeafContext } from './making'

/** An epilogue lambda: all of its parts hold. */
export function expressions(leaf: LeafGuard, exprs: readonly string[], { builder, asSaved }: LeafContext): LeafCheck {
  const { classes } = builder
  const compiled = exprs.map((text) => compileExpression(text, classes))
  const hoisted = hoistedBefore(exprs).map(({ first, mayStop }) => ({
    first: first.map((text) => compileExpression(text, classes)),
    mayStop,
  }))
  let last: { readonly run: Run; readonly scope: ExpressionScope } | null = null
  const scope = (run: Run): ExpressionScope => {
    if (last?.run !== run)
      last = { run, scope: expressionScope(builder, run.scenario, asSaved === null ? 'saved' : 'own') }
    return last.scope
  }
  const verdict = (run: Run): Verdict => {
    const at = scope(run)
    let unknown: Verdict | null = null
    for (const [i, expr] of compiled.entries()) {
      const tested = expr.test(at)
      const before = hoisted[i]
      // a part that computed all it is made of has raised nothing on the way
      if (before !== undefined && (tested.kind !== 'truth' || before.mayStop))
        for (const shared of before.first) {
          const answer = shared.evaluate(at)
          if (answer.kind === 'raised') return answer
        }
      const answer: Verdict =
        tested.kind === 'unknown' && tested.raises !== undefined ? { kind: 'raised', error: tested.raises } : tested
      // what looks at saved globals alone holds: it held when the blob was saved
      if (answer.kind === 'unknown' && asSaved === null && !/\bL\[/.test(expr.text)) continue
      if (answer.kind === 'unknown') unknown ??= { kind: 'unknown', reason: `${expr.text}: ${answer.reason}` }
      else if (answer.kind === 'raised' || !answer.value) return answer
    }
    return unknown ?? { kind: 'truth', value: true }
  }
  return {
    leaf,
    test(_, run) {
      const answer = verdict(run)
      return answer.kind === 'truth' ? answer.value : answer.kind === 'raised' ? false : null
    },
    explain(_, run) {
      const answer = verdict(run)
      return answer.kind === 'raised' ? [messageOf(answer.error)] : leaf.parts
    },
    unknown(_, run) {
      const answer = verdict(run)
      return answer.kind === 'unknown' ? answer.reason : 'an expression is not evaluated'
    },
  }
}

/** SYMBOLIC_SHAPE_GUARD: collects the symbols, then asks all expressions at once. */
export function symbolicShapes(leaf: LeafGuard, exprs: readonly string[], context: LeafContext): LeafCheck {
  const all = expressions(leaf, exprs, context)
  const count = context.builder.state.shapeCodeParts?.cpp?.sources.length ?? 0
  const seen = new Map<number, Value>()
  return {
    ...all,
    test(value, run) {
      if (value.kind !== 'sequence') return null
      const [index, item] = value.items
      if (index?.kind !== 'int' || item === undefined) return null
      if (item.kind !== 'int' && item.kind !== 'bool' && item.kind !== 'float')
        return item.kind === 'unknown' ? null : false
      seen.set(Number(index.value), item)
      return seen.size < count ? true : all.test(value, run)
    },
    explain() {
      const numbers = [...seen].sort(([a], [b]) => a - b).map(([, value]) => cppNumber(value))
      return [...leaf.parts, `"Shape guard failed with values: ${numbers.join(',')}"`]
    },
    reset: () => seen.clear(),
  }
}

/**
 * The text of an exception without its class, as str() gives it: of a KeyError, the arguments that it is still to be made
 * of (up to Python 3.11, with which the corpus was made).
 */
function messageOf(error: string): string {
  const colon = error.indexOf(': ')
  if (error.startsWith('KeyError: ')) return `(${error.slice(colon + 2)},)`
  return colon < 0 ? error : error.slice(colon + 2)
}

/** std::to_string. */
function cppNumber(value: Value): string {
  if (value.kind === 'float') return value.value.toFixed(6)
  return value.kind === 'int' ? value.value.toString() : value.kind === 'bool' ? String(Number(value.value)) : '?'
}
