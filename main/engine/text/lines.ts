/** Lines of the document: what may stand in one as it is, what is quoted, and where its comment starts. */

/** What a person does not see, or what ends or turns a line: controls, formats, bidi marks, spaces other than the plain one. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/gu

/** Headings that are no source. */
export const SECTIONS = { state: 'global state', shapes: 'shape expressions', process: 'the process' } as const
const SECTION_NAMES: ReadonlySet<string> = new Set(Object.values(SECTIONS))

/** A line that cannot be read: where in it, from 0. */
export class LineError extends Error {
  override readonly name = 'LineError'
  constructor(
    message: string,
    readonly at: number,
    readonly end: number,
  ) {
    super(message)
  }
}

/** A name or an expression as it stands in a line; in JSON's quotes where it would not come back as it is. */
export function bareOrQuoted(text: string): string {
  const isBare =
    text !== '' &&
    text === text.trim() &&
    !text.startsWith('"') &&
    !SECTION_NAMES.has(text) &&
    seen(text) === text &&
    commentStart(text) === text.length
  return isBare ? text : quoted(text)
}

/** The name or expression that stands there, or why there is none. @throws LineError */
export function readBareOrQuoted(text: string, at: number): string {
  if (!text.startsWith('"')) return text
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'string') return read
  } catch {
    // said below
  }
  throw new LineError('a name in double quotes is written as JSON writes a string', at, at + text.length)
}

/** As JSON, with escapes for all that is not seen. */
export function quoted(text: string): string {
  return seen(JSON.stringify(text))
}

/** With `\u` for what is not seen or ends a line. */
export function seen(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text.replace(UNSEEN, (character) => {
    if (character === ' ') return character
    let out = ''
    for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
    return out
  })
}

const MOST_SAID = 300

/** What is told behind a line: in one line, and not too long. */
export function comment(text: string): string {
  const line = seen(text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}\u2026` : text).trim()
  return line === '' ? '' : `  # ${line}`
}

/**
 * Where the comment starts: at a `#` behind a space and outside of quotes. The length where there is none; -1 where a
 * quote does not end, so that nothing can stand behind it.
 */
export function commentStart(line: string): number {
  if (!line.includes('#') && !line.includes("'") && !line.includes('"')) return line.length
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const ch = line[i] ?? ''
    if (quote !== '') {
      if (ch === '\\') i++
      else if (ch === quote) quote = ''
    } else if (ch === "'" || ch === '"') quote = ch
    else if (ch === '#' && (i === 0 || /\s/.test(line[i - 1] ?? ''))) return i
  }
  return quote === '' ? line.length : -1
}

export interface LineParts {
  /** What stands before the comment, without spaces around it. */
  readonly code: string
  /** Where `code` starts. */
  readonly at: number
  /** The comment with its `#`; empty where there is none. */
  readonly comment: string
  readonly commentAt: number
}

export function partsOf(line: string): LineParts {
  const found = commentStart(line)
  const commentAt = found < 0 ? line.length : found
  const before = line.slice(0, commentAt)
  const code = before.trim()
  return { code, at: before.length - before.trimStart().length, comment: line.slice(commentAt).trimEnd(), commentAt }
}

/** The lines of a text; a file may come with the ends of another system. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/)
}
