/** Reads one Python literal, token by token, by the rules of ast.literal_eval. */
import type { KindJson } from '../../../shared/scenario'
import { type Token, tokenize } from '../expressions/tokens'
import { type Argument, CALLS, constantNamed } from './calls'
import { complexOf, floatOf, intOf, keyOf, LiteralError, numberOf, type Read, unhashable } from './making'

/** Values in one another; CPython's tokenizer stops at as many open brackets. */
const DEEPEST = 200
/** Characters of an int, in any base: writing it in decimal takes more than linear time. */
const MOST_DIGITS = 4300

const EMPTY = 'a value is missing'

export class LiteralReader {
  private readonly tokens: readonly Token[]
  private position = 0
  private depth = 0

  /** Throws ExpressionError where the text has no tokens of Python. */
  constructor(private readonly text: string) {
    this.tokens = tokenize(text)
  }

  /** Throws LiteralError. */
  whole(): KindJson {
    this.onOneLine()
    const first = this.value()
    const read = this.isNext(',') ? this.openTuple(first) : first
    const rest = this.peek()
    if (rest.kind !== 'end') throw this.unexpected(rest)
    return read.json
  }

  /** Outside of brackets a line break ends an expression. */
  private onOneLine(): void {
    let open = 0
    for (const [i, token] of this.tokens.entries()) {
      const before = this.tokens[i - 1]
      if (before !== undefined && token.kind !== 'end' && open === 0) {
        const gap = this.text.slice(before.end, token.at)
        if (gap.includes('\n')) throw new LiteralError('a line break outside of brackets', token.at)
      }
      if (token.kind !== 'operator') continue
      if ('([{'.includes(token.text)) open++
      else if (')]}'.includes(token.text)) open--
    }
  }

  /** A value, or a real and an imaginary part. */
  private value(): Read {
    if (++this.depth > DEEPEST)
      throw new LiteralError(`values in one another more than ${DEEPEST} times`, this.peek().at)
    const left = this.signed()
    this.depth--
    const sign = this.peek()
    if (sign.kind !== 'operator' || (sign.text !== '+' && sign.text !== '-')) return left
    this.position++
    const right = this.atom()
    const isReal = left.form !== 'other' && (left.json.kind === 'int' || left.json.kind === 'float')
    if (!isReal || right.form !== 'constant' || right.json.kind !== 'complex')
      throw new LiteralError('a sum is a literal only of a real and an imaginary part', sign.at)
    const real = numberOf(left.json.value)
    if (!Number.isFinite(real) && left.json.kind === 'int')
      throw new LiteralError('an int too large for a part of a complex', left.at)
    const [re, im] = [numberOf(right.json.re), numberOf(right.json.im)]
    const json = sign.text === '+' ? complexOf(real + re, im) : complexOf(real - re, -im)
    return { json, form: 'other', at: left.at }
  }

  private signed(): Read {
    const sign = this.peek()
    if (sign.kind !== 'operator' || (sign.text !== '+' && sign.text !== '-')) return this.atom()
    this.position++
    const of = this.atom()
    const json = of.form === 'constant' ? withSign(sign.text, of.json) : null
    if (json === null) throw new LiteralError('a sign stands before a number only', sign.at)
    return { json, form: 'signed', at: sign.at }
  }

  private atom(): Read {
    const token = this.take()
    const { at } = token
    const constant = (json: KindJson): Read => ({ json, form: 'constant', at })
    switch (token.kind) {
      case 'int':
        if (token.end - at > MOST_DIGITS) throw new LiteralError('a number of too many digits', at)
        return constant(intOf(BigInt(token.value)))
      case 'float':
        return constant(token.imaginary ? complexOf(0, token.value) : floatOf(token.value))
      case 'string':
        return constant({ kind: 'str', value: this.adjacent(token, (next) => next.value) })
      case 'bytes':
        return constant({ kind: 'bytes', hex: this.adjacent(token, (next) => hexOf(next.value)) })
      case 'keyword':
        if (token.text === 'None') return constant({ kind: 'none' })
        if (token.text === 'True' || token.text === 'False')
          return constant({ kind: 'bool', value: token.text === 'True' })
        throw this.unexpected(token)
      case 'name':
        return this.named(token)
      case 'operator':
        if (token.text === '...') return constant({ kind: 'ellipsis' })
        if (token.text === '(') return this.parenthesis(at)
        if (token.text === '[') return other(sequence('builtins.list', this.items(']')), at)
        if (token.text === '{') return this.braces(at)
        throw this.unexpected(token)
      case 'end':
        throw this.unexpected(token)
    }
  }

  /** Strings side by side are one; bytes are with bytes only. */
  private adjacent<T extends Token & { kind: 'string' | 'bytes' }>(first: T, of: (token: T) => string): string {
    let text = of(first)
    for (let next = this.peek(); next.kind === 'string' || next.kind === 'bytes'; next = this.peek()) {
      if (next.kind !== first.kind) throw new LiteralError('text and bytes side by side', next.at)
      text += of(next as T)
      this.position++
    }
    return text
  }

  /** A name of a value, with its dots, or a call of what makes one. */
  private named(first: Extract<Token, { text: string }>): Read {
    const { at } = first
    let name = first.text
    while (this.isNext('.')) {
      this.position++
      const part = this.take()
      if (part.kind !== 'name') throw this.unexpected(part)
      name += `.${part.text}`
    }
    if (!this.isNext('(')) {
      const json = constantNamed(name)
      if (json === null) throw new LiteralError(`${name} is not the name of a value`, at)
      return { json, form: 'constant', at }
    }
    const call = CALLS.get(name)
    if (call === undefined) throw new LiteralError(`a call of ${name} is not a literal`, at)
    this.position++
    return { json: call(this.arguments(), at), form: name === 'float' ? 'constant' : 'other', at }
  }

  private arguments(): Argument[] {
    const args: Argument[] = []
    this.each(')', () => {
      const [token, next] = [this.peek(), this.tokens[this.position + 1]]
      const isKeyword = token.kind === 'name' && next?.kind === 'operator' && next.text === '='
      if (isKeyword) this.position += 2
      args.push({ keyword: isKeyword ? token.text : null, ...this.value() })
    })
    return args
  }

  private parenthesis(at: number): Read {
    if (this.isNext(')')) {
      this.position++
      return other(sequence('builtins.tuple', []), at)
    }
    const first = this.value()
    if (this.isNext(')')) {
      this.position++
      return first
    }
    const items = [first.json]
    this.comma()
    this.each(')', () => void items.push(this.value().json))
    return other(sequence('builtins.tuple', items), at)
  }

  /** `1, 2` without its parentheses. */
  private openTuple(first: Read): Read {
    const items = [first.json]
    while (this.isNext(',')) {
      this.position++
      if (this.peek().kind !== 'end') items.push(this.value().json)
    }
    return other(sequence('builtins.tuple', items), first.at)
  }

  private braces(at: number): Read {
    if (this.isNext('}')) {
      this.position++
      return other({ kind: 'dict', type: 'builtins.dict', items: [] }, at)
    }
    const first = this.value()
    if (!this.isNext(':')) {
      const items = new Map([[hashed(first), first.json]])
      if (!this.isNext('}')) this.comma()
      this.each('}', () => {
        const item = this.value()
        const key = hashed(item)
        if (!items.has(key)) items.set(key, item.json)
      })
      return other({ kind: 'set', type: 'builtins.set', items: [...items.values()] }, at)
    }
    // of two equal keys the first stays, with the value of the last
    const items = new Map<string, readonly [KindJson, KindJson]>()
    const add = (key: Read): void => {
      if (!this.isNext(':')) throw this.unexpected(this.peek())
      this.position++
      const hash = hashed(key)
      items.set(hash, [items.get(hash)?.[0] ?? key.json, this.value().json])
    }
    add(first)
    if (!this.isNext('}')) this.comma()
    this.each('}', () => add(this.value()))
    return other({ kind: 'dict', type: 'builtins.dict', items: [...items.values()] }, at)
  }

  private items(close: string): KindJson[] {
    const items: KindJson[] = []
    this.each(close, () => void items.push(this.value().json))
    return items
  }

  /** What stands between commas, up to a closing bracket. */
  private each(close: string, read: () => void): void {
    while (!this.isNext(close)) {
      read()
      if (!this.isNext(close)) this.comma()
    }
    this.position++
  }

  private comma(): void {
    if (!this.isNext(',')) throw this.unexpected(this.peek())
    this.position++
  }

  private isNext(text: string): boolean {
    const token = this.peek()
    return token.kind === 'operator' && token.text === text
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', at: this.text.length, end: this.text.length }
  }

  private take(): Token {
    const token = this.peek()
    this.position++
    return token
  }

  private unexpected(token: Token): LiteralError {
    if (token.kind !== 'end')
      return new LiteralError(`${this.text.slice(token.at, token.end).slice(0, 40)} is not expected`, token.at)
    return new LiteralError(this.text.trim() === '' ? EMPTY : 'the literal ends too early', token.at)
  }
}

const other = (json: KindJson, at: number): Read => ({ json, form: 'other', at })
const sequence = (type: string, items: readonly KindJson[]): KindJson => ({ kind: 'sequence', type, items })

function hashed({ json, at }: Read): string {
  const key = keyOf(json)
  if (key === null) throw new LiteralError(`Python cannot hash a ${unhashable(json)}`, at)
  return key
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** null where the value takes no sign. */
function withSign(sign: string, json: KindJson): KindJson | null {
  const minus = sign === '-'
  if (json.kind === 'int') return minus ? intOf(-BigInt(json.value)) : json
  if (json.kind === 'float') return minus ? floatOf(-numberOf(json.value)) : json
  if (json.kind === 'complex') return minus ? complexOf(-numberOf(json.re), -numberOf(json.im)) : json
  return null
}
