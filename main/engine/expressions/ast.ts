/** The syntax of Python expressions, as far as guards use it: an operator-precedence parser of bounded depth. */
import { ExpressionError, numberOf, stringOf, type Token, tokenize } from './tokens'

export type Ast =
  | { readonly kind: 'number'; readonly value: bigint | number; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'constant'; readonly value: boolean | null; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'attribute'; readonly base: Ast; readonly name: string; readonly at: number }
  | { readonly kind: 'item'; readonly base: Ast; readonly index: Ast; readonly at: number }
  | { readonly kind: 'call'; readonly callee: Ast; readonly args: readonly Ast[]; readonly at: number }
  | { readonly kind: 'unary'; readonly op: string; readonly operand: Ast; readonly at: number }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Ast; readonly right: Ast; readonly at: number }
  /** `a < b <= c`: each operand is evaluated once. */
  | {
      readonly kind: 'compare'
      readonly first: Ast
      readonly rest: readonly (readonly [string, Ast])[]
      readonly at: number
    }
  | { readonly kind: 'logic'; readonly op: 'and' | 'or'; readonly operands: readonly Ast[]; readonly at: number }
  | { readonly kind: 'if'; readonly test: Ast; readonly yes: Ast; readonly no: Ast; readonly at: number }
  | { readonly kind: 'sequence'; readonly base: 'tuple' | 'list'; readonly items: readonly Ast[]; readonly at: number }

/** Nested parts of an expression. torch's own are a dozen deep. */
const MAX_DEPTH = 400
const MAX_LENGTH = 100_000

/** Binding strength of binary operators (Python's reference, operator precedence). */
const STRENGTH: ReadonlyMap<string, number> = new Map([
  ['|', 5],
  ['^', 6],
  ['&', 7],
  ['<<', 8],
  ['>>', 8],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
  ['//', 10],
  ['%', 10],
])
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!='])
const RESERVED = new Set([
  'lambda',
  'await',
  'yield',
  'for',
  'async',
  'import',
  'from',
  'if',
  'else',
  'and',
  'or',
  'in',
  'is',
])

/** Parses one expression. Throws ExpressionError. */
export function parse(text: string): Ast {
  if (text.length > MAX_LENGTH) throw new ExpressionError(`longer than ${MAX_LENGTH} characters`, MAX_LENGTH)
  return new Parser(tokenize(text)).whole()
}

class Parser {
  private i = 0
  private depth = 0
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Ast {
    const ast = this.expression()
    if (this.peek.kind !== 'end') throw this.unexpected()
    return ast
  }

  private get peek(): Token {
    const token = this.tokens[this.i] ?? this.tokens[this.tokens.length - 1]
    if (token === undefined) throw new ExpressionError('nothing to read', 0)
    return token
  }

  private next(): Token {
    const token = this.peek
    this.i++
    return token
  }

  private take(text: string): boolean {
    const token = this.peek
    if (token.text !== text || token.kind === 'string' || token.kind === 'end') return false
    this.i++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new ExpressionError(`expected ${text}`, this.peek.at)
  }

  private unexpected(): ExpressionError {
    const { text, at } = this.peek
    return new ExpressionError(text === '' ? 'the expression ends too early' : `${text} is not evaluated here`, at)
  }

  private deeper<T>(run: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new ExpressionError(`nested deeper than ${MAX_DEPTH}`, this.peek.at)
    const result = run()
    this.depth--
    return result
  }

  private expression(): Ast {
    return this.deeper(() => {
      const { at } = this.peek
      const yes = this.logic('or')
      if (!this.take('if')) return yes
      const test = this.logic('or')
      this.expect('else')
      return { kind: 'if', test, yes, no: this.expression(), at }
    })
  }

  private logic(op: 'and' | 'or'): Ast {
    const operand = (): Ast => (op === 'or' ? this.logic('and') : this.not())
    const { at } = this.peek
    const first = operand()
    const operands = [first]
    while (this.take(op)) operands.push(operand())
    return operands.length === 1 ? first : { kind: 'logic', op, operands, at }
  }

  private not(): Ast {
    const { at } = this.peek
    if (this.take('not')) return this.deeper(() => ({ kind: 'unary', op: 'not', operand: this.not(), at }))
    return this.comparison()
  }

  private comparison(): Ast {
    const { at } = this.peek
    const first = this.binary(0)
    const rest: (readonly [string, Ast])[] = []
    for (let op = this.comparator(); op !== null; op = this.comparator()) rest.push([op, this.binary(0)])
    return rest.length === 0 ? first : { kind: 'compare', first, rest, at }
  }

  private comparator(): string | null {
    const { kind, text } = this.peek
    if (kind === 'operator' && COMPARISONS.has(text)) {
      this.i++
      return text
    }
    if (this.take('is')) return this.take('not') ? 'is not' : 'is'
    if (this.take('in')) return 'in'
    if (this.take('not')) {
      this.expect('in')
      return 'not in'
    }
    return null
  }

  private binary(least: number): Ast {
    let left = this.unary()
    for (;;) {
      const { kind, text, at } = this.peek
      const strength = kind === 'operator' ? STRENGTH.get(text) : undefined
      if (strength === undefined || strength <= least) return left
      this.i++
      const op = text
      const right = this.deeper(() => this.binary(strength))
      left = { kind: 'binary', op, left, right, at }
    }
  }

  private unary(): Ast {
    const { kind, text, at } = this.peek
    if (kind === 'operator' && (text === '-' || text === '+' || text === '~')) {
      this.i++
      return this.deeper(() => ({ kind: 'unary', op: text, operand: this.unary(), at }))
    }
    const base = this.postfix()
    if (!this.take('**')) return base
    return this.deeper(() => ({ kind: 'binary', op: '**', left: base, right: this.unary(), at }))
  }

  private postfix(): Ast {
    let ast = this.atom()
    for (let links = 0; ; links++) {
      if (links > MAX_DEPTH) throw new ExpressionError(`nested deeper than ${MAX_DEPTH}`, this.peek.at)
      const { at } = this.peek
      if (this.take('.')) {
        const name = this.next()
        if (name.kind !== 'name') throw new ExpressionError('expected a name', name.at)
        ast = { kind: 'attribute', base: ast, name: name.text, at }
      } else if (this.take('[')) {
        const index = this.items(']')
        ast = {
          kind: 'item',
          base: ast,
          index: index.single ?? { kind: 'sequence', base: 'tuple', items: index.list, at },
          at,
        }
      } else if (this.take('(')) ast = { kind: 'call', callee: ast, args: this.items(')').list, at }
      else return ast
    }
  }

  /** Items up to a closing bracket; `single` where there is one and no comma behind it. */
  private items(close: string): { readonly list: readonly Ast[]; readonly single: Ast | null } {
    const list: Ast[] = []
    let comma = false
    while (!this.take(close)) {
      if (list.length > 0 && !comma) throw this.unexpected()
      list.push(this.expression())
      comma = this.take(',')
    }
    return { list, single: list.length === 1 && !comma ? (list[0] ?? null) : null }
  }

  private atom(): Ast {
    const token = this.next()
    const { at } = token
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: numberOf(token), at }
      case 'string': {
        let value = stringOf(token)
        while (this.peek.kind === 'string') value += stringOf(this.next())
        return { kind: 'string', value, at }
      }
      case 'name':
        if (token.text === 'True' || token.text === 'False')
          return { kind: 'constant', value: token.text === 'True', at }
        if (token.text === 'None') return { kind: 'constant', value: null, at }
        if (RESERVED.has(token.text)) break
        return { kind: 'name', name: token.text, at }
      case 'operator':
        if (token.text === '(') {
          const { list, single } = this.items(')')
          return single ?? { kind: 'sequence', base: 'tuple', items: list, at }
        }
        if (token.text === '[') return { kind: 'sequence', base: 'list', items: this.items(']').list, at }
        break
      default:
    }
    this.i--
    throw this.unexpected()
  }
}
