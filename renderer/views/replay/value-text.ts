/** Values of a scenario in a line: as Python writes a constant, and in a few words what is more. */
import type { JsonRecord } from './scenario-tree'

/** What stands for a part that only the other side has. */
export const ABSENT = 'absent'

/** As Python's repr writes a constant; in angle brackets what has no short form. */
export function literalOf(value: JsonRecord | null): string {
  switch (value?.['kind']) {
    case 'none':
      return 'None'
    case 'ellipsis':
      return 'Ellipsis'
    case 'bool':
      return value['value'] === true ? 'True' : 'False'
    case 'str':
      return quoted(String(value['value']))
    case 'int':
    case 'float':
      return String(value['value'])
    case 'complex':
      return `complex(${String(value['re'])}, ${String(value['im'])})`
    case 'bytes':
      return `bytes.fromhex('${String(value['hex'])}')`
    case 'range':
      return `range(${[value['start'], value['stop'], value['step']].join(', ')})`
    case 'device':
      return deviceText(value)
    case 'dtype':
    case 'layout':
    case 'class':
    case 'builtin':
    case 'method':
      return String(value['name'])
    case 'pymodule':
      return `module ${String(value['name'])}`
    case 'enum':
      return `${lastName(value['type'])}.${String(value['name'])}`
    case 'function':
      return `${String(value['module'] ?? '')}.${String(value['qualname'])}`.replace(/^\./, '')
    case 'sequence':
      return constants(value)
    case 'scalar_subclass':
      return `${lastName(value['type'])}(${literalOf(value['value'] as JsonRecord | null)})`
    case undefined:
      return 'no value'
    default:
      return `<${describe(value)}>`
  }
}

/** What a row says of its value, its parts aside. */
export function describe(value: JsonRecord | null): string {
  if (value === null) return 'not a value'
  switch (value['kind']) {
    case 'tensor':
      return tensorText(value)
    case 'ndarray':
      return `ndarray ${String(value['dtype'])} [${numbers(value['shape'])}]`
    case 'sequence':
    case 'set':
    case 'dict':
      return `${lastName(value['type'])} of ${lengthOf(value)}`
    case 'mappingproxy':
    case 'dict_keys':
      return `${value['kind']} of ${lengthOf(value)}`
    case 'object':
      return lastName(value['type'])
    case 'opaque':
      return `${lastName(value['type'])}, only its type is known`
    case 'undescribable':
      return `${lastName(value['type'])}, not described`
    case 'missing':
      return `missing${typeof value['reason'] === 'string' ? `: ${value['reason']}` : ''}`
    case 'dispatch_key_set':
      return typeof value['text'] === 'string' ? value['text'] : `DispatchKeySet(${String(value['raw'])})`
    case 'tuple_iterator':
    case 'list_iterator':
      return `${value['kind']}, ${String(value['remaining'])} left`
    case 'range_iterator':
      return `range_iterator ${[value['start'], value['stop'], value['step']].join(', ')} at ${String(value['position'])}`
    case 'cell':
    case 'weakref':
    case 'slice':
    case 'count_iterator':
    case 'list_reverseiterator':
      return value['kind']
    default:
      return literalOf(value)
  }
}

/** `torch.nn.modules.linear.Linear`, or nothing where the value has no type to name. */
export const fullType = (value: JsonRecord | null): string =>
  typeof value?.['type'] === 'string' && value['kind'] !== 'device' ? value['type'] : ''

export const lastName = (name: unknown): string => String(name).slice(String(name).lastIndexOf('.') + 1)
export const shortDtype = (name: unknown): string => String(name).replace(/^torch\./, '')
export const numbers = (list: unknown): string => (Array.isArray(list) ? list.join(', ') : '')

/** `cuda:0`. */
export function deviceText(value: JsonRecord | null): string {
  if (value?.['kind'] !== 'device') return 'not a device'
  return value['index'] == null ? String(value['type']) : `${String(value['type'])}:${String(value['index'])}`
}

export function lengthOf(value: JsonRecord): number {
  return Array.isArray(value['items']) ? value['items'].length : 0
}

/** Whether the strides are those of a tensor that lies in one piece; dimensions of one element may stride as they like. */
export function isContiguous(shape: readonly number[], stride: readonly number[]): boolean {
  if (shape.includes(0)) return true
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i] ?? 1
    if (size === 1) continue
    if (stride[i] !== step) return false
    step *= size
  }
  return true
}

function tensorText(value: JsonRecord): string {
  const type = lastName(value['type'])
  return [
    ...(type === 'Tensor' ? [] : [type]),
    shortDtype(value['dtype']),
    `[${numbers(value['shape'])}]`,
    deviceText(value['device'] as JsonRecord | null),
    ...(value['requires_grad'] === true ? ['requires_grad'] : []),
  ].join(' ')
}

function constants(value: JsonRecord): string {
  const items = Array.isArray(value['items']) ? value['items'] : []
  const isTuple = String(value['type']) !== 'builtins.list'
  const inner = items.map((item) => literalOf(item as JsonRecord | null)).join(', ')
  return isTuple ? `(${inner}${items.length === 1 ? ',' : ''})` : `[${inner}]`
}

/** As repr quotes a str: single quotes, unless only those stand within. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = [...text].map((char) => ESCAPES.get(char) ?? (char === quote ? `\\${char}` : control(char))).join('')
  return quote + inner + quote
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function control(char: string): string {
  const code = char.codePointAt(0) ?? 0
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : char
}
