/** Values that can be written as a Python literal and set by an edit: from a value to JSON, and to text. */
import type { ValueJson } from '../../../shared/scenario'
import { SCALAR_TYPES } from '../../../shared/scalar-types'
import { bytesRepr, floatRepr, strRepr } from '../values/repr'
import type { Value } from '../values/value'

const DEEPEST = 50
/** Parts of one literal; a larger value is told in a comment. */
const MOST_PARTS = 2000
/** Characters of its texts: one that is in many places is written in each. */
const MOST_CHARACTERS = 4 * 1024 * 1024

const DTYPES: ReadonlySet<string> = new Set(SCALAR_TYPES.map(([, dtype]) => `torch.${dtype}`))

export const isDtypeName = (name: string): boolean => DTYPES.has(name)

/** The value as an edit would set it; null where it is more than a literal says. */
export function literalOf(
  value: Value,
  left = { parts: MOST_PARTS, characters: MOST_CHARACTERS },
  depth = 0,
): ValueJson | null {
  if (value.kind === 'str' || value.kind === 'bytes') left.characters -= value.value.length
  if (--left.parts < 0 || left.characters < 0 || depth > DEEPEST) return null
  const inner = (part: Value): ValueJson | null => literalOf(part, left, depth + 1)
  const type = value.kind === 'class' ? null : value.type?.name
  switch (value.kind) {
    case 'none':
      return { kind: 'none' }
    case 'bool':
      return { kind: 'bool', value: value.value }
    case 'int':
      return { kind: 'int', value: value.value.toString() }
    case 'float':
      return { kind: 'float', value: floatRepr(value.value) }
    case 'complex':
      return { kind: 'complex', re: floatRepr(value.re), im: floatRepr(value.im) }
    case 'str':
      return { kind: 'str', value: value.value }
    case 'bytes':
      return { kind: 'bytes', hex: [...value.value].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
    case 'constant':
      return DTYPES.has(value.name) ? { kind: 'dtype', name: value.name } : null
    case 'device': {
      const index = value.index === null ? null : Number(value.index)
      return { kind: 'device', type: value.device, index }
    }
    case 'range': {
      const [start, stop, step] = [value.start, value.stop, value.step].map((part) =>
        part.kind === 'int' && Number.isSafeInteger(Number(part.value)) ? Number(part.value) : null,
      )
      return start == null || stop == null || step == null ? null : { kind: 'range', start, stop, step }
    }
    case 'slice': {
      const [start, stop, step] = [inner(value.start), inner(value.stop), inner(value.step)]
      return start === null || stop === null || step === null ? null : { kind: 'slice', start, stop, step }
    }
    case 'enum': {
      const of = value.value === null ? null : inner(value.value)
      return of === null || type == null ? null : { kind: 'enum', type, name: null, value: of }
    }
    case 'sequence': {
      const known = type === 'builtins.list' || type === 'builtins.tuple' || type === 'torch.Size'
      const items = known && value.attrs.size === 0 ? all(value.items, inner) : null
      return items === null || type == null ? null : { kind: 'sequence', type, items }
    }
    case 'set': {
      const items = type === 'builtins.set' || type === 'builtins.frozenset' ? all(value.items, inner) : null
      return items === null || type == null ? null : { kind: 'set', type, items }
    }
    case 'dict': {
      if (type !== 'builtins.dict' || value.base !== 'dict' || value.attrs.size > 0) return null
      const keys = all(
        value.entries.map(([key]) => key),
        inner,
      )
      const values = keys === null ? null : all(value.entries.map(([, item]) => item), inner) // prettier-ignore
      if (keys === null || values === null) return null
      const items = keys.map((key, i) => [key, values[i] ?? { kind: 'none' }] as const)
      return { kind: 'dict', type, items }
    }
    default:
      return null
  }
}

function all(values: readonly Value[], inner: (value: Value) => ValueJson | null): ValueJson[] | null {
  const out: ValueJson[] = []
  for (const value of values) {
    const json = inner(value)
    if (json === null) return null
    out.push(json)
  }
  return out
}

/** As Python writes it; null for what literalOf does not give. */
export function literalText(json: ValueJson): string | null {
  if ('ref' in json) return null
  switch (json.kind) {
    case 'none':
      return 'None'
    case 'bool':
      return json.value ? 'True' : 'False'
    case 'int':
    case 'float':
      return json.value
    case 'complex':
      return `complex(${json.re}, ${json.im})`
    case 'str':
      return strRepr(json.value)
    case 'bytes':
      return bytesRepr(Uint8Array.from(json.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
    case 'dtype':
      return json.name
    case 'device':
      return `device(type=${strRepr(json.type)}${json.index === null ? '' : `, index=${json.index}`})`
    case 'range':
      return `range(${json.start}, ${json.stop}${json.step === 1 ? '' : `, ${json.step}`})`
    case 'slice':
      return wrapped('slice(', [json.start, json.stop, json.step], ')')
    case 'enum': {
      const of = literalText(json.value)
      return of === null || !/^[A-Za-z_][\w.]*$/.test(json.type) ? null : `${json.type}(${of})`
    }
    case 'sequence':
      if (json.type === 'builtins.list') return wrapped('[', json.items, ']')
      if (json.type === 'torch.Size') return wrapped('torch.Size([', json.items, '])')
      return wrapped('(', json.items, json.items.length === 1 ? ',)' : ')')
    case 'set':
      if (json.items.length === 0) return json.type === 'builtins.set' ? 'set()' : 'frozenset()'
      return json.type === 'builtins.set' ? wrapped('{', json.items, '}') : wrapped('frozenset({', json.items, '})')
    case 'dict': {
      const pairs = json.items.map(([key, value]) => [literalText(key), literalText(value)] as const)
      return pairs.some(([key, value]) => key === null || value === null)
        ? null
        : `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`
    }
    default:
      return null
  }
}

function wrapped(open: string, items: readonly ValueJson[], close: string): string | null {
  const texts = items.map(literalText)
  return texts.includes(null) ? null : `${open}${texts.join(', ')}${close}`
}

/** The name of the class of a literal. */
export function classOfLiteral(json: ValueJson): string | null {
  if ('ref' in json) return null
  if (json.kind === 'none') return 'builtins.NoneType'
  if (json.kind === 'dtype' || json.kind === 'device') return `torch.${json.kind}`
  return 'type' in json && typeof json.type === 'string' ? json.type : `builtins.${json.kind}`
}
