/** Characters that a reader would not see, or that would change how the text around them reads, as escapes. */

/**
 * Controls (C0, DEL, C1), marks of direction and of joining, line separators, blanks of no width, tags, and halves of
 * surrogate pairs: what hides in a name, moves what stands beside it, or drives a terminal.
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/** The text with what is hidden in it as escapes. */
export function visible(text: string): string {
  return replaceHidden(text, escapeOf)
}

export function replaceHidden(text: string, by: (character: string) => string): string {
  return text.replace(HIDDEN, by)
}

/** As Python's repr writes it. */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const short = SHORT.get(code)
  if (short !== undefined) return short
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

const SHORT: ReadonlyMap<number, string> = new Map([
  [9, '\\t'],
  [10, '\\n'],
  [13, '\\r'],
])
