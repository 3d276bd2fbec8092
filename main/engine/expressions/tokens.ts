/** Splits a Python expression into tokens. */

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'end'
  readonly text: string
  readonly at: number
}

/** Text that is no expression that is evaluated here, with where and why. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(`${message} at ${at}`)
  }
}

const PATTERN =
  /\s*(?:(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?[jJ]?)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|([\p{L}_][\p{L}\p{N}_]*)|(\*\*|\/\/|<<|>>|<=|>=|==|!=|:=|[-+*/%@&|^~<>()[\]{}.,:=]))/uy

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  const pattern = new RegExp(PATTERN)
  const end = text.trimEnd().length
  let at = 0
  while (at < end) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) throw new ExpressionError(`cannot read ${JSON.stringify(text.slice(at, at + 10))}`, at)
    const [whole, number, string, name] = match
    const body = whole.trimStart()
    const kind =
      number !== undefined ? 'number' : string !== undefined ? 'string' : name !== undefined ? 'name' : 'operator'
    tokens.push({ kind, text: body, at: at + whole.length - body.length })
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', text: '', at: end })
  return tokens
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
])

/** The text of a string literal, without a prefix. */
export function stringOf(token: Token): string {
  return token.text
    .slice(1, -1)
    .replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gs, (whole: string, escape: string) => {
      const simple = ESCAPES.get(escape)
      if (simple !== undefined) return simple
      return /^[xuU]./.test(escape) && escape.length > 1
        ? String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
        : whole
    })
}

/** An int as a bigint, a float as a number. */
export function numberOf(token: Token): bigint | number {
  const text = token.text.replaceAll('_', '')
  if (/[jJ]$/.test(text)) throw new ExpressionError('complex numbers are not evaluated', token.at)
  if (/^(0[xXoObB]|\d+$)/.test(text)) return BigInt(text)
  return Number(text)
}
