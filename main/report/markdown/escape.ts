/** Text of a file in Markdown as GitHub reads it: no mark-up, no mention, no link, no cell of its own. */
import { visible } from '../../../shared/visible'

/** As it is written. Where a table's bar stands in it, an element with every sign as an entity: a span of code would be cut. */
export function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return ''
  if (shown.includes('|')) return `<code>${everySign(shown)}</code>`
  const runs = new Set<string>(shown.match(/`+/g) ?? [])
  let ticks = '`'
  while (runs.has(ticks)) ticks += '`'
  // one blank is taken off each side where both have one
  const pad = shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ')) ? ' ' : ''
  return `${ticks}${pad}${shown}${pad}${ticks}`
}

const everySign = (text: string): string => text.replace(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`)

/** For running text and for the summary of a `<details>`. GitHub makes mentions of what is rendered: a comment parts them. */
export function plain(text: string): string {
  return entities(visible(text)).replace(/&#64;|&#35;|GH-(?=\d)/gi, '$&<!-- -->')
}

/** Every sign that could mean something: those that mean nothing where they stand are left for who reads the source. */
const entities = (text: string): string => text.replace(MEANINGFUL, (sign) => `&#${sign.codePointAt(0) ?? 0};`)

const MEANINGFUL = new RegExp(
  [
    String.raw`[^\p{L}\p{N} ,;()%'"/+.:_-]`,
    // a list, an address, an emoji, an emphasis
    String.raw`^[-+]|(?<=^\d+)[.)]|(?<=www)\.|:(?=//|\w+:)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])`,
  ].join('|'),
  'giu',
)

/** A block of code, closed by more ticks than stand in it. */
export function fence(lines: readonly string[], language = ''): string {
  const text = lines.map(visible).join('\n')
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}
