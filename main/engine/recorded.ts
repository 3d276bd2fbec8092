/** What a guard's code said when the file was saved: what is left of a value that the file itself does not hold. */
import { listItems } from '../pickle/access'
import type { Guard } from '../state/guards-state'
import type { Classes } from './values/classes'
import type { ValueReader } from './values/from-node'
import type { PyClass, Value } from './values/value'

/** `Guard.code_list`: display only for torch, empty where it was stripped. */
export function recordedCode(guard: Guard): readonly string[] {
  const list = guard.slots.get('code_list')
  if (list?.kind !== 'list') return []
  return listItems(list).flatMap((item) => (item.kind === 'str' ? [item.value] : []))
}

/** The recorded part that starts with a prefix. */
export function recordedPart(guard: Guard, prefix: string): string | null {
  return recordedCode(guard).find((code) => code.startsWith(prefix)) ?? null
}

/** The value of `name` as far as the code of its guards tells: a constant, or only its type. Null if it tells nothing. */
export function recordedValue(
  reader: ValueReader,
  guards: readonly Guard[],
  name: string,
  known: PyClass | null,
): Value | null {
  const { classes } = reader
  let type: PyClass | null = null
  for (const guard of guards) {
    const tensor = guard.createFn === 'TENSOR_MATCH' ? guard.keywords.get('value') : undefined
    const value = tensor === undefined ? null : reader.read(tensor)
    // what the loading process holds itself is no FakeTensor
    if (value?.kind === 'tensor') return { ...value, type: value.pytype ?? value.type }
    for (const code of recordedCode(guard)) {
      if (code === `${name} is None`) return { kind: 'none', type: classes.builtin('NoneType'), node: null }
      if (code.startsWith(`${name} == `)) {
        const text = code.slice(name.length + 4)
        const printed = literalType(text)
        if (printed !== null) return classes.literal(printed, text)
        return { kind: 'unknown', type: type ?? known, node: null, why: 'only its repr is in the file', repr: text }
      }
      const found = typeIn(classes, code, name)
      if (found?.isValue === true) return found.cls
      type ??= found?.cls ?? null
    }
  }
  return type === null ? null : { kind: 'unknown', type, node: null, why: 'only its type is in the file', repr: null }
}

/** The class in a check of type or identity; `isValue` where the value is that class itself. */
function typeIn(
  classes: Classes,
  code: string,
  name: string,
): { readonly cls: PyClass; readonly isValue: boolean } | null {
  const checked = /^___check_(?:type|obj)_id\(/.exec(code)
  if (checked === null || !code.startsWith(`${checked[0]}${name}, `)) return null
  const shown = code.slice(checked[0].length + name.length)
  const instance = (name: string): { cls: PyClass; isValue: boolean } => ({
    cls: classes.builtin(name),
    isValue: false,
  })
  const [, what, text] = /type=<(class|enum|flag) '([^']+)'>/.exec(shown) ?? []
  if (text !== undefined) {
    const cls = classes.printed(text)
    // an identity check names the class of a function or module, and of any other value the class that it is
    return { cls, isValue: what === 'class' && checked[0].includes('obj_id') && !IDENTITY_INSTANCES.has(text) }
  }
  if (/type=<built-in (function|method) /.test(shown)) return instance('builtin_function_or_method')
  if (/type=<function /.test(shown)) return instance('function')
  if (/type=<bound method /.test(shown)) return instance('method')
  return /type=<module /.test(shown) ? instance('module') : null
}

/** What is matched by identity without being a class. */
const IDENTITY_INSTANCES = new Set([
  'builtin_function_or_method',
  'function',
  'method',
  'module',
  'method-wrapper',
  'wrapper_descriptor',
  'method_descriptor',
  'classmethod',
  'staticmethod',
  'code',
  'NoneType',
  'ellipsis',
  'property',
  'functools._lru_cache_wrapper',
  'functools.partial',
])

/** The printed type of a literal, or null where the text is not one that is known. */
function literalType(text: string): string | null {
  if (text === 'True' || text === 'False') return 'bool'
  if (text === 'None') return 'NoneType'
  if (/^-?\d+$/.test(text)) return 'int'
  if (/^-?(\d+\.\d*(e[-+]\d+)?|\d+e[-+]\d+|inf)$/.test(text)) return 'float'
  if (/^(['"]).*\1$/s.test(text)) return 'str'
  if (text.startsWith('torch.Size(')) return 'torch.Size'
  if (/^\(.*\)$/s.test(text)) return 'tuple'
  if (/^torch\.(float|int|bool|bfloat|complex|uint|half|double|long)/.test(text)) return 'torch.dtype'
  if (text.startsWith('device(')) return 'torch.device'
  if (/^\[.*\]$/s.test(text)) return 'list'
  return null
}

const ENUM_REPR = /<(\w+)\.([\w|]+): ((?:[^<>'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")+)>/g

/** Reprs of enum members that stand in any guard's code, by `Class:repr of the value`: a pickle holds the value alone. */
export function recordedEnums(guards: readonly Guard[]): ReadonlyMap<string, string> {
  const reprs = new Map<string, string>()
  for (const guard of guards) {
    for (const code of recordedCode(guard)) {
      if (!code.includes(': ')) continue
      for (const [text, cls = '', , value = ''] of code.matchAll(ENUM_REPR)) reprs.set(`${cls}:${value}`, text)
    }
  }
  return reprs
}
