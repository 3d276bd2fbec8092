/** Arguments as they are typed on one line: split at blanks, quotes keep words together. */

/** null where a quote is open. */
export function splitWords(text: string): readonly string[] | null {
  const words: string[] = []
  // one word after the other: bare, quoted, and escaped pieces that touch are one
  const word = /\s*((?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)/y
  let at = 0
  while (text.slice(at).trim() !== '') {
    word.lastIndex = at
    const found = word.exec(text)
    if (found === null) return null
    at = word.lastIndex
    words.push(unquoted(found[1] ?? ''))
  }
  return words
}

/** The line that splits into these words. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')

const unquoted = (piece: string): string =>
  piece.replace(/\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g, (_, escaped?: string, plain?: string, quoted?: string) =>
    escaped !== undefined ? escaped : (plain ?? (quoted ?? '').replace(/\\(["\\$`])/g, '$1')),
  )
