/** Whether a shape guard in Python does no more than the ones torch writes, by the tree of known parts it is read as. */
import { compileExpression } from '../engine/expressions'
import { FUNCTIONS } from '../engine/expressions/functions'
import { parse } from '../engine/expressions/parse'
import { partsOf } from '../engine/expressions/sources'
import { METHODS } from '../engine/expressions/reads'
import { ExpressionError, type Syntax } from '../engine/expressions/syntax'
import type { Classes } from '../engine/values/classes'
import type { GuardsState } from '../state/guards-state'
import { textField } from '../state/source'

/** What is strange about `expr`, as the end of a sentence; null where nothing is. */
export function readShapeCode(expr: string, classes: Classes, weakRefs: ReadonlySet<string>): string | null {
  let tree: Syntax
  try {
    tree = parse(expr)
  } catch (error) {
    if (error instanceof ExpressionError) return `is none that torch writes (${error.message})`
    throw error
  }
  const calls = [...new Set(foreignCalls(tree, expr, weakRefs))]
  if (calls.length > 0) return `calls ${calls.join(', ')}`
  const { error } = compileExpression(expr, classes)
  return error === null ? null : `is none that torch writes (${error})`
}

/** Names of globals that guards reach through a weak reference: `G['name']()` is no call of a function. */
export function globalWeakRefs({ guards, shapeCodeParts }: GuardsState): ReadonlySet<string> {
  const names = new Set<string>()
  for (const start of [...guards.map(({ source }) => source), ...(shapeCodeParts?.cpp?.sources ?? [])]) {
    for (let at = start; at !== null; at = at.base)
      if (at.cls === 'GlobalWeakRefSource') names.add(textField(at, 'global_name'))
  }
  return names
}

function* foreignCalls(root: Syntax, text: string, weakRefs: ReadonlySet<string>): Generator<string> {
  const open: Syntax[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...partsOf(node))
    if (node.kind === 'call' && !isKnown(node, text, weakRefs)) {
      const callee = text.slice(node.callee.at, node.callee.end)
      yield callee.length > 60 ? `${callee.slice(0, 60)}…` : callee
    }
  }
}

function isKnown(
  { callee, args }: Extract<Syntax, { kind: 'call' }>,
  text: string,
  weak: ReadonlySet<string>,
): boolean {
  if (callee.kind === 'item')
    return (
      args.length === 0 &&
      callee.of.kind === 'name' &&
      callee.of.name === 'G' &&
      callee.index.kind === 'string' &&
      weak.has(callee.index.value)
    )
  if (callee.kind === 'attribute' && METHODS.has(callee.name)) return true
  return FUNCTIONS.has(text.slice(callee.at, callee.end).replaceAll(/\s/g, ''))
}
