/** The sources that an expression reads: `L['x'].size()[0]`. */
import { parse } from './parse'
import { ExpressionError, type Syntax } from './syntax'

/** Each source once, in the order of the text; none where the text is not evaluated here. */
export function sourcesIn(text: string): readonly string[] {
  try {
    const found = new Set<string>()
    collect(parse(text), text, found)
    return [...found]
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return []
  }
}

/** The two sides of `a is b`; null for any other text. */
export function identityIn(text: string): readonly [string, string] | null {
  try {
    const tree = parse(text)
    const [only, ...more] = tree.kind === 'compare' ? tree.rest : []
    if (tree.kind !== 'compare' || only?.op !== 'is' || more.length > 0) return null
    return [slice(tree.first, text), slice(only.right, text)]
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return null
  }
}

const slice = (node: Syntax, text: string): string => text.slice(node.at, node.end)

function collect(node: Syntax, text: string, found: Set<string>): void {
  if (isSource(node)) found.add(slice(node, text))
  else for (const part of partsOf(node)) collect(part, text, found)
}

/** Whether a node reads from one of the scopes and computes nothing. */
function isSource(node: Syntax): boolean {
  switch (node.kind) {
    case 'item':
      return node.of.kind === 'name' ? node.of.name === 'L' || node.of.name === 'G' : isSource(node.of)
    case 'attribute':
      return isSource(node.of)
    case 'call':
      return node.callee.kind === 'attribute' && isSource(node.callee.of)
    default:
      return false
  }
}

/** What a node is made of, in the order of Python's ast. */
export function partsOf(node: Syntax): readonly Syntax[] {
  switch (node.kind) {
    case 'attribute':
      return [node.of]
    case 'item':
      return [node.of, node.index]
    case 'call':
      return [node.callee, ...node.args]
    case 'tuple':
    case 'list':
      return node.items
    case 'unary':
    case 'not':
      return [node.operand]
    case 'chain':
    case 'compare':
      return [node.first, ...node.rest.map(({ right }) => right)]
    case 'and':
    case 'or':
      return node.operands
    case 'if':
      return [node.test, node.value, node.otherwise]
    default:
      return []
  }
}
