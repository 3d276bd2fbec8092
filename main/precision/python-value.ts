/** A value as Python writes it, and what its type is called there. */
import type { PrecisionValue } from '../../shared/precision'

/** `repr()` of a value that JSON can hold. */
export function pythonRepr(value: PrecisionValue): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  const escaped = value.replace(/[\\\n\r\t]|\p{Cc}/gu, escapeOf)
  return `${quote}${quote === "'" ? escaped.replace(/'/g, "\\'") : escaped}${quote}`
}

export function pythonType(value: PrecisionValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  return Number.isInteger(value) ? 'int' : 'float'
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const escapeOf = (char: string): string =>
  NAMED.get(char) ?? `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`
