/** HTML as text in which every value is escaped; only what this tag made is taken as it is. */
import { anywhere } from '../../html/escape'

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

function rendered(value: MarkupValue): string {
  if (value === null) return ''
  if (value instanceof Markup) return value.text
  return typeof value === 'object' ? value.map(rendered).join('') : anywhere(String(value))
}
