/** The global state as lines, a key each, with JSON's values. */
import { SCALAR_TYPES } from '../../../shared/scalar-types'
import { comment, quoted, seen } from './lines'

/** Null where the text is no JSON object. */
export function stateEntries(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return new Map(Object.entries(json))
  } catch {
    // none
  }
  return null
}

export function stateLine(key: string, value: unknown): string {
  return `${keyText(key)} = ${jsonText(value)}${toldOf(key, value)}`
}

function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : quoted(key)
}

/** JSON in one line, with a space behind each comma and colon; keys in order. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return seen(JSON.stringify(value) ?? 'null')
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${quoted(key)}: ${jsonText(one)}`).join(', ')}}`
}

function toldOf(key: string, value: unknown): string {
  const dtype = key === 'default_dtype' && typeof value === 'number' ? SCALAR_TYPES[value]?.[1] : undefined
  return dtype === undefined ? '' : comment(`torch.${dtype}`)
}
