/** repr() of Python values, to the character; null where it cannot be known. */
import { dispatchKeySetText } from '../dispatch-keys'
import type { FactsTable } from '../facts'
import type { PyClass, Value } from './value'

/** Deep values are cut off here: a guard on one prints what the file recorded instead. */
const MAX_DEPTH = 200
/** Values in one repr: references to references make few bytes into more than any memory holds. */
const MOST_VALUES = 100_000
/** Characters of one repr, for the same reason. */
const MOST_CHARACTERS = 8 * 1024 * 1024
/** Digits that CPython writes (sys.int_info.default_max_str_digits): beyond, its repr raises. */
const MOST_DIGITS = 4300
/** The least that has more. */
const TOO_LONG = 10n ** BigInt(MOST_DIGITS)

/** What repr needs beside the value. */
export interface ReprContext {
  readonly dispatchKeys: FactsTable['dispatch_keys']
  /** `Class:repr of the value` to the repr of that enum member, as far as a file recorded it. */
  readonly enums: () => ReadonlyMap<string, string>
}

export function repr(value: Value, context: ReprContext): string | null {
  return within(value, context, 0, { left: MOST_VALUES, characters: MOST_CHARACTERS })
}

interface Budget {
  left: number
  characters: number
}

/** repr of a part; null, too, where all that was written before came to too much. */
function within(value: Value, context: ReprContext, depth: number, budget: Budget): string | null {
  if (depth > MAX_DEPTH || --budget.left < 0 || longest(value) > budget.characters) return null
  const text = write(value, context, (v) => within(v, context, depth + 1, budget))
  if (text === null || holdsParts(value)) return text
  budget.characters -= text.length
  return budget.characters < 0 ? null : text
}

/** Characters that its text has at least, as far as a look tells. */
const longest = (value: Value): number =>
  value.kind === 'str' || value.kind === 'bytes' || value.kind === 'bytearray' ? value.value.length : 0

/** Whether its text is that of its parts, which were counted. */
const holdsParts = (value: Value): boolean => value.kind === 'sequence' || value.kind === 'dict' || value.kind === 'set'

function write(value: Value, context: ReprContext, inner: (v: Value) => string | null): string | null {
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'ellipsis':
      return 'Ellipsis'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'int':
      return intRepr(value.value)
    case 'float':
      return floatRepr(value.value)
    case 'complex':
      return complexRepr(value.re, value.im)
    case 'str':
      return strRepr(value.value)
    case 'bytes':
      return bytesRepr(value.value)
    case 'bytearray':
      return `bytearray(${bytesRepr(value.value, true)})`
    case 'constant':
      return value.name
    case 'device':
      return `device(type='${value.device}'${value.index === null ? '' : `, index=${value.index}`})`
    case 'dispatch-key-set':
      return dispatchKeySetText(context.dispatchKeys, value.raw)
    case 'class':
      return classText(value)
    case 'sequence':
      return sequenceRepr(value, inner)
    case 'dict':
      return dictRepr(value, inner)
    case 'set': {
      const body = join(value.items, inner)
      if (body === null || (value.type?.printed ?? value.base) !== value.base) return null
      if (value.base === 'set') return value.items.length === 0 ? 'set()' : `{${body}}`
      return value.items.length === 0 ? 'frozenset()' : `frozenset({${body}})`
    }
    case 'range':
    case 'slice': {
      const [start, stop, step] = [inner(value.start), inner(value.stop), inner(value.step)]
      if (start === null || stop === null || step === null) return null
      if (value.kind === 'slice') return `slice(${start}, ${stop}, ${step})`
      return step === '1' ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`
    }
    case 'enum': {
      const of = value.value === null ? null : inner(value.value)
      return of === null ? null : (context.enums().get(`${lastPart(value.type?.qualname ?? '')}:${of}`) ?? null)
    }
    case 'pymodule':
      return null
    case 'function':
      return value.repr ?? (value.type?.printed === 'function' ? `<function ${value.qualname} at #>` : null)
    case 'missing':
      return `_Missing(${value.reason})`
    case 'unknown':
      return value.repr
    case 'object':
      return value.scalar !== null && value.attrs.size === 0 && value.type === null ? inner(value.scalar) : null
    case 'tensor':
    case 'weakref':
    case 'method':
    case 'cell':
    case 'iterator':
      return null
  }
}

/** repr of an int; null where CPython refuses to write it. */
function intRepr(value: bigint): string | null {
  return value < TOO_LONG && value > -TOO_LONG ? value.toString() : null
}

/** str() of a class, as its metaclass writes it: an enum's by its name alone. */
export function classText(cls: PyClass): string {
  if (cls.metaclass !== 'enum.EnumType' && cls.metaclass !== 'enum.EnumMeta') return classRepr(cls)
  return `<${cls.isFlag ? 'flag' : 'enum'} '${cls.qualname.slice(cls.qualname.lastIndexOf('.') + 1)}'>`
}

/** `<class 'x.Y'>`, as type.__repr__ writes it. */
export function classRepr(cls: { readonly printed: string }): string {
  return `<class '${cls.printed}'>`
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

function join(items: readonly Value[], inner: (v: Value) => string | null): string | null {
  const parts: string[] = []
  for (const item of items) {
    const text = inner(item)
    if (text === null) return null
    parts.push(text)
  }
  return parts.join(', ')
}

function sequenceRepr(value: Extract<Value, { kind: 'sequence' }>, inner: (v: Value) => string | null): string | null {
  const body = join(value.items, inner)
  if (body === null) return null
  const type = value.type?.printed ?? value.base
  if (type === 'torch.Size') return `torch.Size([${body}])`
  if (type === 'collections.deque') return value.attrs.size === 0 ? `deque([${body}])` : null
  if (value.base === 'list' && type !== 'list' && !type.startsWith('torch.fx.immutable_collections')) return `[${body}]`
  if (value.base === 'list') return `[${body}]`
  if (type !== 'tuple') return null
  return value.items.length === 1 ? `(${body},)` : `(${body})`
}

function dictRepr(value: Extract<Value, { kind: 'dict' }>, inner: (v: Value) => string | null): string | null {
  const pairs: string[] = []
  for (const [key, item] of value.entries) {
    const k = inner(key)
    const v = value.base === 'dict_keys' ? '' : inner(item)
    if (k === null || v === null) return null
    pairs.push(value.base === 'dict_keys' ? k : `${k}: ${v}`)
  }
  const body = pairs.join(', ')
  const type = value.type?.printed ?? value.base
  if (value.base === 'dict_keys') return `dict_keys([${body}])`
  if (value.base === 'mappingproxy') return `mappingproxy({${body}})`
  if (type === 'dict') return `{${body}}`
  if (type === 'collections.OrderedDict') return pairs.length === 0 ? 'OrderedDict()' : null
  return null
}

/** repr of a float: the shortest digits that read back, in Python's choice of notation. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  if (value === 0) return '0.0'
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const abs = Math.abs(exponent)
    return `${sign}${digits[0] ?? '0'}${rest}e${exponent < 0 ? '-' : '+'}${abs < 10 ? '0' : ''}${abs}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, '0')}.0`
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}

/** repr of a complex: parts without a trailing `.0`; a real part of +0.0 is left out. */
export function complexRepr(re: number, im: number): string {
  const part = (x: number): string => floatRepr(x).replace(/\.0$/, '')
  if (re === 0 && !Object.is(re, -0)) return `${part(im)}j`
  const imag = part(im)
  return `(${part(re)}${/^[-]/.test(imag) ? '' : '+'}${imag}j)`
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u
const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** repr of a str (unicode_repr): single quotes unless only single quotes occur; what is not printable as \x, \u or \U. */
export function strRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return quote + text + quote
  let out = ''
  for (const ch of text) {
    const code = ch.codePointAt(0) ?? 0
    const escape = ESCAPES.get(ch)
    if (escape !== undefined) out += escape
    else if (ch === quote) out += `\\${ch}`
    else if (code >= 0x20 && code < 0x7f) out += ch
    else if (UNPRINTABLE.test(ch) || (code >= 0xd800 && code < 0xe000)) out += escapeCode(code)
    else out += ch
  }
  return quote + out + quote
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** repr of bytes; a bytearray's escapes single quotes whatever stands around it (bytearray_repr). */
export function bytesRepr(bytes: Uint8Array, escapesQuotes = false): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  let out = ''
  for (const byte of bytes) {
    const ch = String.fromCharCode(byte)
    const escape = ESCAPES.get(ch)
    if (escape !== undefined) out += escape
    else if (ch === quote || (escapesQuotes && byte === 0x27)) out += `\\${ch}`
    else out += byte >= 0x20 && byte < 0x7f ? ch : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return `b${quote}${out}${quote}`
}
