/** What a literal is read into: values as scenarios write them, and when two are one to Python. */
import type { KindJson } from '../../../shared/scenario'
import { visible } from '../../../shared/visible'
import { floatRepr } from '../values/repr'

/** A literal that cannot be read: where, in UTF-16 units, and why. */
export class LiteralError extends Error {
  override readonly name = 'LiteralError'
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(visible(message))
  }
}

/** A value with what literal_eval asks of it before a sign or a sum may stand beside it (ast.literal_eval, _convert_signed_num). */
export interface Read {
  readonly json: KindJson
  readonly form: 'constant' | 'signed' | 'other'
  readonly at: number
}

export const intOf = (value: bigint): KindJson => ({ kind: 'int', value: value.toString() })
export const floatOf = (value: number): KindJson => ({ kind: 'float', value: floatRepr(value) })
export const complexOf = (re: number, im: number): KindJson => ({
  kind: 'complex',
  re: floatRepr(re),
  im: floatRepr(im),
})

/** `float(text)` of what floatRepr wrote. */
export function numberOf(text: string): number {
  return text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text)
}

let unique = 0

/**
 * A text that two values share where they are equal and hash alike: 1, 1.0 and True are one key. Null where Python
 * cannot hash the value.
 */
export function keyOf(json: KindJson): string | null {
  switch (json.kind) {
    case 'bool':
      return json.value ? 'n1' : 'n0'
    case 'int':
      return `n${json.value}`
    case 'float':
      return numberKey(numberOf(json.value))
    case 'complex': {
      const [re, im] = [numberKey(numberOf(json.re)), numberKey(numberOf(json.im))]
      return im === 'n0' ? re : `c${re} ${im}`
    }
    case 'sequence': {
      if (json.type === 'builtins.list') return null
      const keys = json.items.map((item) => keyOf(item as KindJson))
      return keys.includes(null) ? null : `(${keys.map((key) => `${key?.length}:${key}`).join('')})`
    }
    case 'set': {
      if (json.type === 'builtins.set') return null
      return `{${json.items
        .map((item) => keyOf(item as KindJson) ?? '')
        .sort()
        .map((key) => `${key.length}:${key}`)
        .join('')}}`
    }
    case 'dict':
    case 'slice':
      return null
    default:
      return JSON.stringify(json)
  }
}

/** Two that are no number are never one. */
function numberKey(value: number): string {
  if (Number.isNaN(value)) return `nan${++unique}`
  return Number.isInteger(value) ? `n${BigInt(value)}` : `f${value}`
}

/** What Python calls the class of a value that it cannot hash. */
export function unhashable(json: KindJson): string {
  if ('type' in json && json.type.startsWith('builtins.') && json.type !== 'builtins.tuple') return json.type.slice(9)
  return json.kind === 'sequence' ? 'tuple with such a value in it' : json.kind
}
