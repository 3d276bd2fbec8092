/** What a touch of the form changes: paths and values, no more; what hangs together is the engine's. */
import type { Json, JsonPath, ScenarioChange } from '../../../../shared/replay'
import { atPath, type JsonRecord, listOf, recordOf, type ScenarioTree } from '../scenario-tree'
import { copyInto } from '../value-copy'

export const SCALARS = ['none', 'bool', 'int', 'float', 'str'] as const
export type ScalarKind = (typeof SCALARS)[number]

export const isScalar = (kind: unknown): kind is ScalarKind => (SCALARS as readonly unknown[]).includes(kind)

/** The value as one of another kind, as far as what it says can stay. */
export function asKind(value: JsonRecord, kind: ScalarKind): Json {
  const now = value['value']
  const text = typeof now === 'boolean' ? String(Number(now)) : String(now ?? '')
  switch (kind) {
    case 'none':
      return { kind }
    case 'bool':
      return { kind, value: text !== '' && Number(text) !== 0 }
    case 'int':
      return { kind, value: /^-?\d+$/.test(text) ? text : wholeOf(text) }
    case 'float':
      return { kind, value: INT.test(text) ? `${text}.0` : FLOAT.test(text) ? text : '0.0' }
    case 'str':
      return { kind, value: value['kind'] === 'bool' ? (now === true ? 'True' : 'False') : text }
  }
}

/** What an int, and a float as Python's repr writes it, look like. */
export const INT = /^-?\d+$/
export const FLOAT = /^(-?(inf|\d+(\.\d+)?(e[+-]?\d+)?)|nan)$/

/** A float as repr writes it; null where the text is none: `1` is `1.0`, `1e5` is `100000.0`. */
export function floatText(text: string): string | null {
  if (/^[+-]?(inf|nan)$/.test(text)) return text === '-nan' ? 'nan' : text.replace('+', '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf'
  if (Object.is(number, -0)) return '-0.0'
  const size = Math.abs(number)
  // repr turns to exponents at 1e16 and below 1e-4, and writes them with two digits
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return number.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)
  return Number.isInteger(number) ? `${number}.0` : String(number)
}

/** A copy of the last item behind it; None where there is none. */
export function appended(tree: ScenarioTree, path: JsonPath, value: JsonRecord): ScenarioChange {
  const items = listOf(value['items'])
  return {
    path: [...path, 'items', items.length],
    value: items.length === 0 ? NONE : copyInto(tree, tree, items.at(-1)),
  }
}

/** A new key behind the others, its value a copy of the last one's. */
export function keyAdded(tree: ScenarioTree, path: JsonPath, value: JsonRecord, key: Json): ScenarioChange {
  const items = listOf(value['items'])
  const last = listOf(items.at(-1))
  return {
    path: [...path, 'items', items.length],
    value: [key, last.length === 2 ? copyInto(tree, tree, last[1]) : NONE],
  }
}

/** `3` is an int, anything else a str; in quotes what is a str all the same. */
export function keyFrom(text: string): { readonly kind: 'int' | 'str'; readonly value: string } {
  if (INT.test(text)) return { kind: 'int', value: text }
  const [, , inner] = /^(['"])(.*)\1$/s.exec(text) ?? []
  return { kind: 'str', value: inner ?? text }
}

export const NONE: Json = { kind: 'none' }

/** A name in a record of names, which may not be there yet. */
export function nameAdded(root: JsonRecord, record: JsonPath, name: string, value: Json): ScenarioChange {
  return recordOf(atPath(root, record)) === null
    ? { path: record, value: { [name]: value } }
    : { path: [...record, name], value }
}

/** One part of what guards read from the process; the first that is said makes room for the others. */
export function processChange(root: JsonRecord, key: string, value: Json): ScenarioChange {
  return nameAdded(root, ['process'], key, value)
}

function wholeOf(text: string): string {
  const number = Number(text)
  return text !== '' && Number.isFinite(number) && Math.abs(number) < Number.MAX_SAFE_INTEGER
    ? String(Math.trunc(number) + 0)
    : '0'
}
