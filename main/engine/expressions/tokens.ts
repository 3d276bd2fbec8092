/** Cuts the text of an expression into Python's tokens. */
import { readString } from './strings'
import { ExpressionError } from './syntax'

export type Token =
  | { readonly kind: 'name' | 'keyword' | 'operator'; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: 'int'; readonly value: number | bigint; readonly at: number; readonly end: number }
  | {
      readonly kind: 'float'
      readonly value: number
      readonly imaginary: boolean
      readonly at: number
      readonly end: number
    }
  | { readonly kind: 'string'; readonly value: string; readonly at: number; readonly end: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array; readonly at: number; readonly end: number }
  | { readonly kind: 'end'; readonly at: number; readonly end: number }

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)

const SPACE = /(?:[ \t\f\r\n]|#[^\n]*)+/y
const ASCII_NAME = /[A-Za-z_][A-Za-z_0-9]*/y
const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy
const RADIX = /0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y
const DECIMAL =
  /(?:[0-9](?:_?[0-9])*(\.(?:[0-9](?:_?[0-9])*)?)?|(\.[0-9](?:_?[0-9])*))([eE][+-]?[0-9](?:_?[0-9])*)?([jJ])?/y
const OPERATOR = /\*\*|\/\/|<<|>>|<=|>=|==|!=|:=|->|\.\.\.|[-+*/%@&|^~<>()[\]{},:.;=!$?`\\]/y

/** CPython refuses longer decimal literals (sys.int_info.default_max_str_digits). */
const MOST_DIGITS = 4300

/** The tokens, an `end` behind the last. Throws ExpressionError. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; ;) {
    const code = text.charCodeAt(at)
    if (code <= 0x20 || code === 0x23) at += match(SPACE, text, at)?.[0].length ?? 0
    if (at >= text.length) {
      tokens.push({ kind: 'end', at, end: at })
      return tokens
    }
    const token = readToken(text, at)
    tokens.push(token)
    at = token.end
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function readToken(text: string, at: number): Token {
  const code = text.charCodeAt(at)
  if (isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(at + 1)))) return readNumber(text, at)
  if (isQuote(code)) return readString(text, at, '')
  const name = nameAt(text, at)
  if (name !== null) {
    const end = at + name.length
    if (isQuote(text.charCodeAt(end))) return readString(text, at, name)
    return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name.normalize('NFKC'), at, end }
  }
  const operator = match(OPERATOR, text, at)?.[0]
  if (operator !== undefined) return { kind: 'operator', text: operator, at, end: at + operator.length }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  throw new ExpressionError(`${JSON.stringify(character)} is no part of an expression`, at)
}

/** The name that starts there, as it is written. */
function nameAt(text: string, at: number): string | null {
  const name = match(ASCII_NAME, text, at)?.[0]
  if (!(text.charCodeAt(at + (name?.length ?? 0)) > 0x7f)) return name ?? null
  return match(NAME, text, at)?.[0] ?? null
}

const isQuote = (code: number): boolean => code === 0x27 || code === 0x22
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

function readNumber(text: string, at: number): Token {
  const radix = match(RADIX, text, at)?.[0]
  const decimal = radix === undefined ? match(DECIMAL, text, at) : null
  const written = radix ?? decimal?.[0] ?? ''
  const end = at + written.length
  const next = text.charCodeAt(end)
  if (isDigit(next) || nameAt(text, end) !== null) {
    throw new ExpressionError('a number runs into a name', at)
  }
  const digits = written.replaceAll('_', '')
  const [, point, leading, exponent, imaginary] = decimal ?? []
  if (point !== undefined || leading !== undefined || exponent !== undefined || imaginary !== undefined) {
    const value = Number(imaginary === undefined ? digits : digits.slice(0, -1))
    return { kind: 'float', value, imaginary: imaginary !== undefined, at, end }
  }
  if (radix === undefined && digits.length > MOST_DIGITS) throw new ExpressionError('a number of too many digits', at)
  if (radix === undefined && /^0+[1-9]/.test(digits)) throw new ExpressionError('a number with leading zeros', at)
  const value = Number(digits)
  return { kind: 'int', value: Number.isSafeInteger(value) ? value : BigInt(digits), at, end }
}
