/** Python's constants as a person types them in a list, and as a scenario's JSON holds them. */
import type { Json } from '../../../../shared/replay'
import type { AxisItem } from './axis'

const ITEM = /\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,'"\s]+)\s*(,|$)/y
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** `0.5, 'relu', True, None` as values; or what cannot be read. */
export function readConstants(text: string): readonly AxisItem[] | { readonly error: string } {
  const items: AxisItem[] = []
  ITEM.lastIndex = 0
  while (ITEM.lastIndex < text.length) {
    const from = ITEM.lastIndex
    const word = ITEM.exec(text)?.[1]
    if (word === undefined) {
      if (text.slice(from).trim() === '') break
      return { error: `${text.slice(from).trim()}: expected constants with commas between` }
    }
    const value = constant(word)
    if (value === null) return { error: `${word}: expected an int, a float, a str in quotes, True, False or None` }
    items.push({ label: constantLabel(value), value })
  }
  return items.length === 0 ? { error: 'expected constants with commas between' } : items
}

/** The value as Python prints it; '' where it is no constant. */
export function constantLabel(value: Json): string {
  const json = value as Readonly<Record<string, unknown>> | null
  switch (json?.['kind']) {
    case 'none':
      return 'None'
    case 'bool':
      return json['value'] === true ? 'True' : 'False'
    case 'int':
    case 'float':
      return String(json['value'])
    case 'str':
      return pythonString(String(json['value']))
    default:
      return ''
  }
}

/** A str as Python's repr writes it, as far as quotes and line breaks go. */
export function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote
}

function constant(word: string): Json | null {
  if (word === 'None') return { kind: 'none' }
  if (word === 'True' || word === 'False') return { kind: 'bool', value: word === 'True' }
  if (/^[+-]?\d+$/.test(word)) return { kind: 'int', value: BigInt(word.replace('+', '')).toString() }
  if (/^['"]/.test(word)) {
    const value = word.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
    return { kind: 'str', value }
  }
  const special = /^([+-]?)(nan|inf)$/.exec(word)
  if (special !== null) {
    const [, sign = '', name = ''] = special
    return { kind: 'float', value: name === 'inf' && sign === '-' ? '-inf' : name }
  }
  return FLOAT.test(word) ? { kind: 'float', value: floatRepr(Number(word)) } : null
}

/** As CPython's float_repr: an exponent below 1e-4 and from 1e16 on. */
function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}
