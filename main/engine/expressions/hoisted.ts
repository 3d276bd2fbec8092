/** What torch computes before the parts of a guard function: sub-expressions that come more than once (PyExprCSEPass, guards.py). */
import { parse } from './parse'
import { partsOf } from './sources'
import { ExpressionError, type Syntax } from './syntax'

export interface Hoisted {
  /** Sub-expressions in the order they are computed in, before the part. */
  readonly first: readonly string[]
  /** Whether the part may answer without computing all of its sub-expressions. */
  readonly mayStop: boolean
}

const NOTHING: Hoisted = { first: [], mayStop: false }

/** For each of the parts that one function tests in a row. A part that is not evaluated here has nothing before it. */
export function hoistedBefore(parts: readonly string[]): readonly Hoisted[] {
  const trees = parts.map(parsed)
  const counts = new Map<string, number>()
  trees.forEach((tree, i) => tree !== null && count(tree, parts[i] ?? '', counts))
  const named = new Set<string>()
  return trees.map((tree, i) => {
    if (tree === null) return NOTHING
    const first: string[] = []
    name(tree, parts[i] ?? '', counts, named, first)
    return { first, mayStop: mayStop(tree) }
  })
}

function parsed(text: string): Syntax | null {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return null
  }
}

/** PyExprCSEPass.ALLOWED_NODE_TYPES, by the text: what torch prints alike is alike. */
function keyOf(node: Syntax, text: string): string | null {
  return node.kind === 'attribute' || node.kind === 'call' || node.kind === 'item'
    ? text.slice(node.at, node.end)
    : null
}

function count(node: Syntax, text: string, counts: Map<string, number>): void {
  const key = keyOf(node, text)
  if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const part of partsOf(node)) count(part, text, counts)
}

/** What lies within is named before what holds it; what has a name is not looked into again. */
function name(
  node: Syntax,
  text: string,
  counts: ReadonlyMap<string, number>,
  named: Set<string>,
  first: string[],
): void {
  const key = keyOf(node, text)
  const isShared = key !== null && (counts.get(key) ?? 0) > 1
  if (isShared && named.has(key)) return
  for (const part of partsOf(node)) name(part, text, counts, named, first)
  if (!isShared) return
  named.add(key)
  first.push(key)
}

function mayStop(node: Syntax): boolean {
  if (node.kind === 'and' || node.kind === 'or' || node.kind === 'if') return true
  return (node.kind === 'compare' && node.rest.length > 1) || partsOf(node).some(mayStop)
}
