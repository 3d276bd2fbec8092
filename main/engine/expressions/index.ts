/** Evaluates the Python expressions that stand in a blob as guards. Nothing is run as code: a tree of known parts is. */
import type { Classes } from '../values/classes'
import { PythonError } from '../values/value'
import { Compiler, type Run } from './compile'
import { compileTest, type Test } from './compile-logic'
import { truth } from './operators'
import { parse } from './parse'
import { Doubt, NotKnown, spreadReason, toValue, type Val } from './runtime'
import type { Answer, ExpressionScope, Raised, Unknown, Verdict } from './scope'
import { ExpressionError } from './syntax'

export type { ExpressionScope, Verdict } from './scope'

export interface Expression {
  readonly text: string
  /** Why the text is not evaluated at all, and where in it; null where it is. */
  readonly error: string | null
  evaluate(scope: ExpressionScope): Answer
  /** `bool(result)`. */
  test(scope: ExpressionScope): Verdict
}

/** Reads `text` once, to be evaluated often. Never throws: what it does not evaluate answers unknown. */
export function compileExpression(text: string, classes: Classes): Expression {
  try {
    const tree = parse(text)
    const compiler = new Compiler(text, classes)
    const run = compiler.run(tree)
    const test =
      tree.kind === 'and' || tree.kind === 'or'
        ? compileTest(tree, compiler)
        : (scope: ExpressionScope) => truth(run(scope))
    return new Compiled(text, run, test, classes)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const unknown: Unknown = { kind: 'unknown', reason: error.message }
    return { text, error: error.message, evaluate: () => unknown, test: () => unknown }
  }
}

const TRUE = { kind: 'truth', value: true } as const
const FALSE = { kind: 'truth', value: false } as const

class Compiled implements Expression {
  readonly error = null

  constructor(
    readonly text: string,
    private readonly run: Run,
    private readonly holds: Test,
    private readonly classes: Classes,
  ) {}

  evaluate(scope: ExpressionScope): Answer {
    try {
      return this.answer(this.run(scope))
    } catch (error) {
      return failed(error)
    }
  }

  test(scope: ExpressionScope): Verdict {
    try {
      const holds = this.holds(scope)
      if (holds === true) return TRUE
      return holds === false ? FALSE : { kind: 'unknown', reason: holds.reason }
    } catch (error) {
      return failed(error)
    }
  }

  private answer(value: Val): Answer {
    if (value instanceof Doubt) return { kind: 'unknown', reason: value.reason }
    if (typeof value === 'object' && value.kind === 'spread') return { kind: 'unknown', reason: spreadReason(value) }
    const known = toValue(this.classes, value)
    return known.kind === 'unknown' ? { kind: 'unknown', reason: known.why } : { kind: 'value', value: known }
  }
}

/** What a guard does where it divides by zero is left open. */
function failed(error: unknown): Raised | Unknown {
  if (error instanceof NotKnown) return { kind: 'unknown', reason: error.reason }
  if (!(error instanceof PythonError)) throw error
  return error.message.startsWith('ZeroDivisionError')
    ? { kind: 'unknown', reason: error.message, raises: error.message }
    : { kind: 'raised', error: error.message }
}
