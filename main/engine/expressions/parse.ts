/** Reads one Python expression into its tree, by how tightly operators bind. Statements and code that defines names are refused. */
import { LEVEL, type BinaryOperator, type CompareOperator, type Operator, operatorAt, REFUSED } from './operator-names'
import { ExpressionError, type Syntax } from './syntax'
import { tokenize, type Token } from './tokens'

/** Characters of an expression. */
const MOST_CHARACTERS = 100_000
/** Expressions in expressions; CPython's tokenizer stops at as many open brackets. */
const MOST_NESTED = 200
/** Levels of the tree: a chain of attributes and items makes many without a bracket. */
const DEEPEST = 1000

/** The tree of `text`. Throws ExpressionError for anything but one expression of the known kinds. */
export function parse(text: string): Syntax {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(`an expression of ${text.length} characters is too long`, MOST_CHARACTERS)
  }
  return new Parser(text, tokenize(text)).whole()
}

class Parser {
  private position = 0
  private nested = 0

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  whole(): Syntax {
    const { at } = this.peek()
    const first = this.expression()
    const node = this.isOperator(',') ? this.sequence('tuple', this.more(first, null), at) : first
    const rest = this.peek()
    if (rest.kind !== 'end') throw this.unexpected(rest)
    return node
  }

  private expression(): Syntax {
    const { at } = this.peek()
    const value = this.operators(LEVEL.or)
    if (!this.isKeyword('if')) return value
    this.position++
    const test = this.operators(LEVEL.or)
    if (!this.isKeyword('else')) throw this.unexpected(this.peek())
    this.position++
    const otherwise = this.enter(() => this.expression())
    return {
      kind: 'if',
      test,
      value,
      otherwise,
      at,
      end: otherwise.end,
      depth: above(at, deepest([test, value, otherwise])),
    }
  }

  /** Operators that bind at least as tightly as `level`. */
  private operators(level: number): Syntax {
    let left = this.prefix(level)
    for (;;) {
      const found = this.operator()
      if (found === null || found.level < level) return left
      left = this.sameLevel(left, found.level)
    }
  }

  /** `left` and all that follows with operators of that level. */
  private sameLevel(left: Syntax, level: number): Syntax {
    const { at } = left
    if (level === LEVEL.and || level === LEVEL.or) {
      const operands = [left]
      while (this.operator()?.level === level) {
        this.position++
        operands.push(this.enter(() => this.operators(level + 1)))
      }
      const kind = level === LEVEL.and ? 'and' : 'or'
      return { kind, operands, at, end: this.before(), depth: above(at, deepest(operands)) }
    }
    if (level === LEVEL.compare) {
      const rest: { op: CompareOperator; right: Syntax }[] = []
      let below = left.depth
      for (let found = this.operator(); found?.comparison != null; found = this.operator()) {
        this.position += found.words
        const right = this.enter(() => this.operators(level + 1))
        rest.push({ op: found.comparison, right })
        below = Math.max(below, right.depth)
      }
      return { kind: 'compare', first: left, rest, at, end: this.before(), depth: above(at, below) }
    }
    const rest: { op: BinaryOperator; right: Syntax }[] = []
    let below = left.depth
    for (let found = this.operator(); found?.binary != null && found.level === level; found = this.operator()) {
      this.position++
      // a power binds less tightly than a sign on its right, and from right to left
      const right = this.enter(() => this.operators(level === LEVEL.power ? LEVEL.unary : level + 1))
      rest.push({ op: found.binary, right })
      below = Math.max(below, right.depth)
    }
    return { kind: 'chain', first: left, rest, at, end: this.before(), depth: above(at, below) }
  }

  /** The operator that stands next, if one does. */
  private operator(): Operator | null {
    const token = this.peek()
    if (token.kind !== 'operator' && token.kind !== 'keyword') return null
    const next = token.kind === 'keyword' ? this.tokens[this.position + 1] : undefined
    return operatorAt(token.text, next?.kind === 'keyword' ? next.text : '')
  }

  private prefix(level: number): Syntax {
    const token = this.peek()
    const { at } = token
    if (token.kind === 'operator' && (token.text === '-' || token.text === '+' || token.text === '~')) {
      this.position++
      const operand = this.enter(() => this.operators(LEVEL.unary))
      return { kind: 'unary', op: token.text, operand, at, end: operand.end, depth: above(at, operand.depth) }
    }
    if (token.kind === 'keyword' && token.text === 'not' && level <= LEVEL.not) {
      this.position++
      const operand = this.enter(() => this.operators(LEVEL.not))
      return { kind: 'not', operand, at, end: operand.end, depth: above(at, operand.depth) }
    }
    return this.postfix(this.atom())
  }

  private postfix(of: Syntax): Syntax {
    let node = of
    for (;;) {
      const token = this.peek()
      if (token.kind !== 'operator') return node
      const { at } = of
      if (token.text === '.') {
        this.position++
        const name = this.take()
        if (name.kind !== 'name') throw this.unexpected(name)
        node = { kind: 'attribute', of: node, name: name.text, at, end: name.end, depth: above(at, node.depth) }
      } else if (token.text === '(') {
        this.position++
        const args = this.list(')')
        const depth = above(at, Math.max(node.depth, deepest(args)))
        node = { kind: 'call', callee: node, args, at, end: this.before(), depth }
      } else if (token.text === '[') {
        this.position++
        const start = this.peek().at
        const items = this.list(']')
        const [first] = items
        if (first === undefined) throw new ExpressionError('an item without its index', token.at)
        const isTuple = items.length > 1 || this.wasComma
        const index = isTuple ? this.sequence('tuple', items, start) : first
        const depth = above(at, Math.max(node.depth, index.depth))
        node = { kind: 'item', of: node, index, at, end: this.before(), depth }
      } else {
        return node
      }
    }
  }

  private atom(): Syntax {
    const token = this.take()
    const { at, end } = token
    switch (token.kind) {
      case 'name':
        return { kind: 'name', name: token.text, at, end, depth: 1 }
      case 'int':
        return { kind: 'number', value: token.value, at, end, depth: 1 }
      case 'float':
        return { kind: 'float', value: token.value, imaginary: token.imaginary, at, end, depth: 1 }
      case 'string':
        return { kind: 'string', value: token.value + this.adjacent(), at, end: this.before(), depth: 1 }
      case 'bytes':
        return { kind: 'bytes', value: token.value, at, end, depth: 1 }
      case 'keyword':
        if (token.text === 'True' || token.text === 'False' || token.text === 'None') {
          return { kind: 'name', name: token.text, at, end, depth: 1 }
        }
        throw this.unexpected(token)
      case 'operator': {
        if (token.text === '...') return { kind: 'name', name: '...', at, end, depth: 1 }
        if (token.text === '(') return this.parenthesis(at)
        if (token.text !== '[') throw this.unexpected(token)
        return this.sequence('list', this.list(']'), at)
      }
      case 'end':
        throw this.unexpected(token)
    }
  }

  private parenthesis(at: number): Syntax {
    const items = this.list(')')
    const [only] = items
    if (only !== undefined && items.length === 1 && !this.wasComma) return only
    return this.sequence('tuple', items, at)
  }

  /** Strings side by side are one. */
  private adjacent(): string {
    let text = ''
    for (let token = this.peek(); token.kind === 'string'; token = this.peek()) {
      text += token.value
      this.position++
    }
    return text
  }

  /** Whether a comma closed the last list. */
  private wasComma = false

  /** Expressions up to a closing bracket. */
  private list(close: string): Syntax[] {
    if (this.isOperator(close)) {
      this.position++
      this.wasComma = false
      return []
    }
    return this.more(
      this.enter(() => this.expression()),
      close,
    )
  }

  /** `first` and what follows it behind commas, up to `close` or the end. */
  private more(first: Syntax, close: string | null): Syntax[] {
    const items = [first]
    const closes = (): boolean => (close === null ? this.peek().kind === 'end' : this.isOperator(close))
    let comma = false
    while (!closes()) {
      if (!this.isOperator(',')) throw this.unexpected(this.peek())
      this.position++
      comma = closes()
      if (!comma) items.push(this.enter(() => this.expression()))
    }
    if (close !== null) this.position++
    this.wasComma = comma
    return items
  }

  private enter<T>(read: () => T): T {
    if (++this.nested > MOST_NESTED) throw new ExpressionError('expressions too deep in each other', this.peek().at)
    const result = read()
    this.nested--
    return result
  }

  private sequence(kind: 'tuple' | 'list', items: readonly Syntax[], at: number): Syntax {
    return { kind, items, at, end: this.before(), depth: above(at, deepest(items)) }
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', at: this.text.length, end: this.text.length }
  }

  private take(): Token {
    const token = this.peek()
    this.position++
    return token
  }

  /** Where the last token ends. */
  private before(): number {
    return this.tokens[this.position - 1]?.end ?? 0
  }

  private isOperator(text: string): boolean {
    const token = this.peek()
    return token.kind === 'operator' && token.text === text
  }

  private isKeyword(text: string): boolean {
    const token = this.peek()
    return token.kind === 'keyword' && token.text === text
  }

  private unexpected(token: Token): ExpressionError {
    if (token.kind === 'end') return new ExpressionError('the expression ends too early', token.at)
    const text = this.text.slice(token.at, token.end)
    return new ExpressionError(REFUSED.get(text) ?? `${text.slice(0, 40)} is not expected`, token.at)
  }
}

/** The depth of a node over others. */
function above(at: number, below: number): number {
  if (below >= DEEPEST) throw new ExpressionError('operations too deep in each other', at)
  return below + 1
}

function deepest(nodes: readonly Syntax[]): number {
  let depth = 0
  for (const node of nodes) if (node.depth > depth) depth = node.depth
  return depth
}
