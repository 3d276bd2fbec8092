/** Reads the string and bytes literals of Python. */
import { ExpressionError } from './syntax'
import type { Token } from './tokens'

/** The literal at `at`, with the letters before its quotes. Throws ExpressionError. */
export function readString(text: string, at: number, prefix: string): Token {
  const flags = prefix.toLowerCase()
  if (flags.includes('f') || flags.includes('t')) throw new ExpressionError('a formatted string is not evaluated', at)
  if (!['', 'r', 'u', 'b', 'br', 'rb'].includes(flags))
    throw new ExpressionError(`${prefix} is no prefix of a string`, at)
  const quote = text.charAt(at + prefix.length)
  const quotes = text.startsWith(quote.repeat(3), at + prefix.length) ? quote.repeat(3) : quote
  const start = at + prefix.length + quotes.length
  const close = findClose(text, start, quotes)
  if (close < 0) throw new ExpressionError('a string without its end', at)
  const end = close + quotes.length
  const body = text.slice(start, close).replaceAll('\r\n', '\n')
  const bytes = flags.includes('b')
  const value = flags.includes('r') || !body.includes('\\') ? body : unescape(body, bytes, at)
  if (!bytes) return { kind: 'string', value, at, end }
  // eslint-disable-next-line no-control-regex
  if (!/^[\0-\x7f]*$/.test(body)) throw new ExpressionError('bytes hold ASCII only', at)
  return { kind: 'bytes', value: Uint8Array.from(value, (ch) => ch.charCodeAt(0)), at, end }
}

function findClose(text: string, start: number, quotes: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '\n' && quotes.length === 1) return -1
    else if (text.startsWith(quotes, at)) return at
  }
  return -1
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g

function unescape(body: string, bytes: boolean, at: number): string {
  return body.replace(
    ESCAPE,
    (whole: string, octal?: string, hex?: string, short?: string, long?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(bytes ? parseInt(octal, 8) & 0xff : parseInt(octal, 8))
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16))
      if (bytes && (short ?? long) !== undefined) return whole
      const code = short ?? long
      if (code !== undefined) {
        const point = parseInt(code, 16)
        if (point > 0x10ffff) throw new ExpressionError('a character beyond Unicode', at)
        return String.fromCodePoint(point)
      }
      const simple = SIMPLE.get(other ?? '')
      if (simple !== undefined) return simple
      if (other === 'x' || (!bytes && (other === 'u' || other === 'U' || other === 'N'))) {
        throw new ExpressionError(`the escape \\${other} is not read here`, at)
      }
      return whole
    },
  )
}
