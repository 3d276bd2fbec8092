/** `getattr` of a running process. */
import { classOf, getattr, unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { PythonError, type Value } from '../../values/value'
import { MappedDict, MappedObject } from '../mapped'
import { specOf } from '../metadata'
import { nameOf, none, str, tuple } from './making'

/** `getattr(value, name)` of a running process: null where Python raises AttributeError. */
export function attributeOf(classes: Classes, value: Value, name: string): Value | null {
  switch (value.kind) {
    case 'object': {
      const own = value.attrs.get(name) ?? (value instanceof MappedObject ? value.slots.get(name) : undefined)
      if (own !== undefined) return own
      if (name === '__dict__' && value instanceof MappedObject) return value.dict
      break
    }
    case 'dict': {
      const own = value instanceof MappedDict ? value.slots.get(name) : undefined
      if (own !== undefined) return own
      break
    }
    case 'pymodule': {
      const own = value.attrs?.get(name)
      if (own !== undefined) return own
      if (value.imported === false) return name === '__name__' ? str(classes, value.name) : null
      break
    }
    case 'function':
      if (name === '__kwdefaults__' && value.kwdefaults !== undefined) return value.kwdefaults ?? none(classes)
      if (value.type?.name === 'builtins.builtin_function_or_method' && FUNCTION_PARTS.has(name)) return null
      // a function of a scenario says all of itself, one of the table only its name
      if (value.kwdefaults === undefined) break
      if (name === '__defaults__') return value.defaults === null ? none(classes) : tuple(classes, value.defaults)
      if (name === '__closure__') return value.closure === null ? none(classes) : tuple(classes, value.closure)
      break
    case 'cell':
      // ValueError: the cell is empty
      if (name === 'cell_contents' && value.contents.kind === 'missing') return null
      break
    case 'tensor': {
      const ofSpec = name === '_spec' || name === 'device_mesh' || name === 'placements'
      const spec = ofSpec ? specOf(classes, value) : null
      if (name === '_spec' && spec !== null) return spec
      if (name === 'device_mesh' && spec?.kind === 'object') return spec.attrs.get('mesh') ?? null
      if (name === 'placements' && spec?.kind === 'object') return spec.attrs.get('placements') ?? null
      break
    }
    default:
  }
  const read = value.reads?.get(name)
  if (read !== undefined) return read
  if (value.lacks?.has(name) === true) return null
  if (value.kind === 'class' && value.metaclass?.startsWith('enum.') === true && !name.startsWith('_'))
    return { kind: 'enum', type: value, node: null, value: null, member: name }
  try {
    const found = getattr(classes, value, name)
    if (found.kind !== 'unknown' || found.type !== null) return found
  } catch (error) {
    if (error instanceof PythonError) return null
    throw error
  }
  return definitelyLacks(classes, value, name) ? null : unknown(`attribute ${name} of ${nameOf(classes, value)}`)
}

/** Whether every class that a value is an instance of is in the table, and none has that attribute. */
export const lackedByClass = (classes: Classes, value: MappedObject, name: string): boolean =>
  value.type?.mro?.every(
    (base) => classes.facts.mro(base) !== null && classes.facts.classAttribute(base, name) === null,
  ) === true

/** What a function written in Python has and a built-in has not. */
const FUNCTION_PARTS = new Set(['__defaults__', '__kwdefaults__', '__closure__', '__code__', '__globals__', '__dict__'])

/** Whether every class of a value is in the table and none has that attribute. */
function definitelyLacks(classes: Classes, value: Value, name: string): boolean {
  if (value.kind === 'class') {
    const lines = [value.mro ?? [value.name], classOf(classes, value)?.mro ?? null]
    return lines.every(
      (mro) =>
        mro?.every((base) => classes.facts.mro(base) !== null && classes.facts.classAttribute(base, name) === null) ===
        true,
    )
  }
  // a method gives what its function has
  if (value.kind === 'pymodule' || value.kind === 'function' || value.kind === 'method') return false
  const mro = value.type?.mro
  if (mro == null) return false
  // the attributes of an instance of which only the class is known
  if (value.kind === 'unknown' && mro.some((base) => classes.facts.classAttribute(base, '__dict__') !== null))
    return false
  return mro.every((base) => classes.facts.mro(base) !== null && classes.facts.classAttribute(base, name) === null)
}
