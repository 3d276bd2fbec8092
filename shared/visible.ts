/** Text of a file as it may be shown: characters that end a line, move a cursor or turn the text around stand as their escapes. */

/** Controls (ESC among them), line and paragraph separators, lone surrogates, bidi marks, and what has no width. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/** On one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped)
}

/** The same of a text of several lines: its line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (char) => (char === '\n' || char === '\t' ? char : escaped(char)))
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** As Python's repr writes it. */
function escaped(char: string): string {
  const short = SHORT.get(char)
  if (short !== undefined) return short
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
