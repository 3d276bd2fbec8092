/** Text of a file as it may be shown: characters that a reader would not see, or that act upon what stands around them, are escapes. */

/**
 * Controls (ESC among them), separators of lines and paragraphs, halves of surrogate pairs, and what Unicode lets a reader
 * of text ignore: marks of direction and of joining, blanks of no width, selectors of variants, tags, notes between lines.
 */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** On one line. */
export function visible(text: string): string {
  return replaceHidden(text, escapeOf)
}

/** The same of a text of several lines: its line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return replaceHidden(text, (char) => (char === '\n' || char === '\t' ? char : escapeOf(char)))
}

/** JSON with an escape of its own for each: the values are the same. What stands outside of strings is ASCII and line breaks. */
export function visibleJson(json: string): string {
  return replaceHidden(json, (char) => (char === '\n' ? char : units(char)))
}

/** `at` in UTF-16 units. */
export function replaceHidden(text: string, by: (char: string, at: number) => string): string {
  return text.replace(HIDDEN, by)
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** As Python's repr writes it. */
export function escapeOf(char: string): string {
  const short = SHORT.get(char)
  if (short !== undefined) return short
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

function units(char: string): string {
  return Array.from({ length: char.length }, (_, i) => char.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')
}
