/** HTML as text in which every value is escaped; only what this tag made is taken as it is. */

/** A piece of HTML; it can be made by `markup` alone. */
export class Markup {
  private constructor(readonly text: string) {}

  static of(parts: readonly string[], values: readonly MarkupValue[]): Markup {
    return new Markup(parts.map((part, i) => part + (i < values.length ? rendered(values[i] ?? null) : '')).join(''))
  }
}

export type MarkupValue = string | number | Markup | null | readonly MarkupValue[]

/** A template of HTML. Attributes stand in double quotes. */
export const markup = (parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup =>
  Markup.of(parts, values)

/** Text of the page itself; never what came from a log. */
export const own = (text: string): Markup => Markup.of([text], [])

function rendered(value: MarkupValue): string {
  if (value === null) return ''
  if (value instanceof Markup) return value.text
  return typeof value === 'object' ? value.map(rendered).join('') : escaped(String(value))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for any place between tags and in quoted attributes. What no text holds, and what turns its order about, shows as such. */
export function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
      // oxlint-disable-next-line no-control-regex -- they are what is taken out
      .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
  )
}
