/** Reads Python literals, and the names and keywords around them, out of the tokens of a line. */
import type { ValueJson } from '../../../shared/scenario'
import { ExpressionError } from '../expressions/syntax'
import { tokenize, type Token } from '../expressions/tokens'
import { floatRepr } from '../values/repr'
import { LineError } from './lines'
import { isDtypeName } from './literal'

const DEEPEST = 60

/** A place in the tokens of a text that starts at column `at` of its line. */
export class Reader {
  private readonly tokens: readonly Token[]
  private position = 0

  /** @throws LineError */
  constructor(
    private readonly text: string,
    private readonly at: number,
  ) {
    try {
      this.tokens = tokenize(text)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      throw new LineError(error.reason, at + error.at, at + text.length)
    }
  }

  get isAtEnd(): boolean {
    return this.peek().kind === 'end'
  }

  /** Columns of what was read last, and of what comes. */
  get lastEnd(): number {
    return this.at + (this.tokens[this.position - 1]?.end ?? 0)
  }

  get nextAt(): number {
    return this.at + this.peek().at
  }

  /** A name with `=` behind it; null where something else stands. */
  keyword(): string | null {
    const token = this.peek()
    const next = this.tokens[this.position + 1]
    if (token.kind !== 'name' || next?.kind !== 'operator' || next.text !== '=') return null
    this.position += 2
    return token.text
  }

  /** `a.b.C`; null where no name stands. */
  dotted(): string | null {
    if (this.peek().kind !== 'name') return null
    let name = ''
    for (;;) {
      const token = this.peek()
      if (token.kind !== 'name') throw this.expected('a name')
      name += token.text
      this.position++
      if (!this.takes('.')) return name
      name += '.'
    }
  }

  /** @throws LineError where what stands there is no literal. */
  literal(depth = 0): ValueJson {
    const token = this.peek()
    if (depth > DEEPEST) throw this.expected('fewer brackets in one another')
    switch (token.kind) {
      case 'int':
        this.position++
        return { kind: 'int', value: token.value.toString() }
      case 'float':
        if (token.imaginary) throw this.expected('complex(real, imaginary)')
        this.position++
        return { kind: 'float', value: floatRepr(token.value) }
      case 'string':
        this.position++
        return { kind: 'str', value: token.value }
      case 'bytes':
        this.position++
        return { kind: 'bytes', hex: Array.from(token.value, (byte) => byte.toString(16).padStart(2, '0')).join('') }
      case 'keyword':
        return this.constant(token.text)
      case 'name':
        return this.named(depth)
      case 'operator':
        return this.bracketed(token.text, depth)
      case 'end':
        throw this.expected('a Python literal')
    }
  }

  private constant(text: string): ValueJson {
    if (text !== 'None' && text !== 'True' && text !== 'False') throw this.expected('a Python literal')
    this.position++
    return text === 'None' ? { kind: 'none' } : { kind: 'bool', value: text === 'True' }
  }

  private bracketed(open: string, depth: number): ValueJson {
    switch (open) {
      case '-':
      case '+':
        return this.signed(open)
      case '[':
        this.position++
        return { kind: 'sequence', type: 'builtins.list', items: this.items(']', depth) }
      case '(': {
        this.position++
        const items = this.items(')', depth)
        const isTuple = items.length !== 1 || this.endsWithComma
        const [only] = items
        return isTuple || only === undefined ? { kind: 'sequence', type: 'builtins.tuple', items } : only
      }
      case '{':
        this.position++
        return this.braces(depth)
      default:
        throw this.expected('a Python literal')
    }
  }

  private signed(sign: '-' | '+'): ValueJson {
    this.position++
    const value = this.literal(DEEPEST)
    if ('ref' in value || (value.kind !== 'int' && value.kind !== 'float')) throw this.expected('a number')
    if (sign === '+') return value
    const negative = value.value === 'nan' || value.value === '0' ? value.value : `-${value.value}`
    return { kind: value.kind, value: negative.replace(/^--/, '') }
  }

  private get endsWithComma(): boolean {
    const before = this.tokens[this.position - 2]
    return before?.kind === 'operator' && before.text === ','
  }

  private items(close: string, depth: number): ValueJson[] {
    const items: ValueJson[] = []
    while (!this.takes(close)) {
      items.push(this.literal(depth + 1))
      if (!this.takes(',') && !this.is(close)) throw this.expected(`a comma or ${close}`)
    }
    return items
  }

  private braces(depth: number): ValueJson {
    const pairs: (readonly [ValueJson, ValueJson])[] = []
    if (this.takes('}')) return { kind: 'dict', type: 'builtins.dict', items: [] }
    const first = this.literal(depth + 1)
    if (!this.is(':')) {
      const rest = this.takes(',') ? this.items('}', depth) : null
      if (rest === null) this.close('}')
      return { kind: 'set', type: 'builtins.set', items: [first, ...(rest ?? [])] }
    }
    for (let key = first; ; key = this.literal(depth + 1)) {
      this.close(':')
      pairs.push([key, this.literal(depth + 1)])
      if (this.takes('}')) break
      this.close(',')
      if (this.takes('}')) break
    }
    return { kind: 'dict', type: 'builtins.dict', items: pairs }
  }

  /** `inf`, `torch.float32`, `range(0, 4)`, `pkg.Colour(1)`. */
  private named(depth: number): ValueJson {
    const start = this.position
    const name = this.dotted() ?? ''
    if (name === 'inf' || name === 'nan') return { kind: 'float', value: name }
    if (!this.is('(')) {
      if (isDtypeName(name)) return { kind: 'dtype', name }
      this.position = start
      throw this.expected('a Python literal')
    }
    this.position++
    if (name === 'device') return this.device()
    const items = this.items(')', depth)
    const value = called(name, items)
    if (value === null) {
      this.position = start
      throw this.expected('a Python literal')
    }
    return value
  }

  private device(): ValueJson {
    let type = ''
    let index: number | null = null
    while (!this.takes(')')) {
      const keyword = this.keyword()
      const value = this.literal()
      if ('ref' in value) throw this.expected('a device')
      if (keyword === 'index' && value.kind === 'int') index = Number(value.value)
      else if ((keyword ?? 'type') === 'type' && value.kind === 'str') type = value.value
      else throw this.expected("device(type='cuda', index=0)")
      if (!this.takes(',') && !this.is(')')) throw this.expected('a comma or )')
    }
    return { kind: 'device', type, index }
  }

  /** What stands there, and was to be something else. */
  expected(what: string): LineError {
    const token = this.peek()
    const found = token.kind === 'end' ? 'the line ends' : this.text.slice(token.at, token.end)
    return new LineError(`expected ${what}, not ${token.kind === 'end' ? 'the end of the line' : found}`, this.at + token.at, this.at + Math.max(token.end, token.at + 1)) // prettier-ignore
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', at: this.text.length, end: this.text.length }
  }

  private is(text: string): boolean {
    const token = this.peek()
    return token.kind === 'operator' && token.text === text
  }

  private takes(text: string): boolean {
    const is = this.is(text)
    if (is) this.position++
    return is
  }

  private close(text: string): void {
    if (!this.takes(text)) throw this.expected(text)
  }
}

function called(name: string, items: readonly ValueJson[]): ValueJson | null {
  const [first, second, third] = items
  const number = (json: ValueJson | undefined, otherwise: number): number =>
    json !== undefined && 'kind' in json && json.kind === 'int' ? Number(json.value) : otherwise
  const float = (json: ValueJson | undefined): string | null =>
    json !== undefined && 'kind' in json && (json.kind === 'float' || json.kind === 'int')
      ? floatRepr(json.value === 'nan' ? NaN : Number(json.value.replace('inf', 'Infinity')))
      : null
  switch (name) {
    case 'range': {
      const ints = items.map((item) => number(item, NaN))
      if (ints.length === 0 || ints.length > 3 || !ints.every(Number.isSafeInteger)) return null
      return ints.length === 1
        ? { kind: 'range', start: 0, stop: ints[0] ?? 0, step: 1 }
        : { kind: 'range', start: ints[0] ?? 0, stop: ints[1] ?? 0, step: ints[2] ?? 1 }
    }
    case 'slice':
      return first === undefined || second === undefined || third === undefined || items.length > 3
        ? null
        : { kind: 'slice', start: first, stop: second, step: third }
    case 'complex': {
      const [re, im] = [float(first), float(second)]
      return re === null || im === null || items.length > 2 ? null : { kind: 'complex', re, im }
    }
    case 'set':
    case 'frozenset':
    case 'torch.Size': {
      const inner = first === undefined ? [] : itemsOf(first)
      if (inner === null || items.length > 1) return null
      return name === 'torch.Size'
        ? { kind: 'sequence', type: name, items: inner }
        : { kind: 'set', type: `builtins.${name}`, items: inner }
    }
    default:
      return first !== undefined && items.length === 1 && name.includes('.')
        ? { kind: 'enum', type: name, name: null, value: first }
        : null
  }
}

function itemsOf(json: ValueJson): readonly ValueJson[] | null {
  return 'kind' in json && (json.kind === 'sequence' || json.kind === 'set') ? json.items : null
}
