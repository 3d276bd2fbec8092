/** What is wrong with shape expressions while they are typed, and where in the line. */
import type { ExpressionProblem } from '../../../shared/preview'
import { entryPlace } from '../../pickle/places'
import type { Pickle } from '../../pickle/node'
import type { BuiltTree } from '../build'
import { Compiler } from '../expressions/compile'
import { parse } from '../expressions/parse'
import { partsOf } from '../expressions/sources'
import { ExpressionError, type Syntax } from '../expressions/syntax'
import { cppOf, symbolsOf } from './cpp-exprs'
import { type FactsOf, View } from './view'

const contexts = new WeakMap<BuiltTree, { readonly symbols: ReadonlyMap<string, string> }>()

/** One entry a line, null where all is well. */
export function problemsOf(
  tree: BuiltTree,
  pickle: Pickle,
  factsOf: FactsOf,
  exprs: readonly string[],
): readonly (ExpressionProblem | null)[] {
  const { shapeCodeParts: shapes } = tree.builder.state
  const isCpp = shapes?.cpp != null && !shapes.pythonFallback
  // of one tree the symbols are those they were: a view of a large file takes its time
  const known = contexts.get(tree) ?? {
    symbols: isCpp ? symbolsOf(new View(pickle, factsOf)) : new Map<string, string>(),
  }
  contexts.set(tree, known)
  return exprs.map((text) => {
    const problem = problemOf(tree, text)
    // what stands in the file was put there by torch's own printer
    if (problem !== null || !isCpp || shapes.python.includes(text) || cppOf(text, known.symbols) !== null)
      return problem
    return warning(0, 'cannot be put into the C++ guard of the file: torch would run all in Python')
  })
}

function problemOf({ builder }: BuiltTree, text: string): ExpressionProblem | null {
  let tree: Syntax
  try {
    tree = parse(text)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { column: error.at + 1, message: error.reason, severity: 'error' }
  }
  try {
    new Compiler(text, builder.classes).run(tree)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return warning(error.at, error.reason)
  }
  const strange = variables(tree).find(({ scope, name }) => !isHeld(builder, scope, name))
  return strange === undefined ? null : warning(strange.at, `${text.slice(strange.at, strange.end)} is not in the file`)
}

const warning = (at: number, message: string): ExpressionProblem => ({ column: at + 1, message, severity: 'warning' })

function isHeld(builder: BuiltTree['builder'], scope: 'L' | 'G', name: string): boolean {
  return scope === 'L'
    ? entryPlace(builder.state.localScope, name) !== null
    : builder.evaluator.savedGlobal(name) !== undefined
}

interface Variable {
  readonly scope: 'L' | 'G'
  readonly name: string
  readonly at: number
  readonly end: number
}

/** Each `L['x']` and `G['x']`, in the order of the text. */
function variables(node: Syntax): readonly Variable[] {
  if (node.kind === 'item' && node.of.kind === 'name' && node.index.kind === 'string') {
    const { name: scope } = node.of
    if (scope === 'L' || scope === 'G') return [{ scope, name: node.index.value, at: node.at, end: node.end }]
  }
  return partsOf(node).flatMap(variables)
}
