/** Steps into what holds other values: frames, dicts, sequences, sets, iterators. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { hashKey } from '../../values/hash-key'
import type { Value } from '../../values/value'
import type { Accessor } from '../../manager'
import { Locals, MappedDict } from '../mapped'
import { lookup } from '../semantics'
import { found, int, keyError, partOfUnknown, type Step, tuple } from './making'

/** FrameLocalsGuardAccessor. */
export function frameLocal(accessor: Accessor, source: string): Step {
  const name = accessor.key.slice(1)
  return {
    get: (value) => (value instanceof Locals ? (value.get(name) ?? null) : null),
    failure: () => keyError(source),
  }
}

/** DictGetItemGuardAccessor. */
export function dictItem({ value: key }: Accessor, source: string): Step {
  const wanted = key ?? unknown('a key')
  const hash = hashKey(wanted)
  return {
    get: (value) => {
      if (value instanceof MappedDict && hash !== null)
        return value.base === 'dict' ? (value.byHash(hash) ?? null) : null
      if (value.kind === 'dict') return value.base === 'dict' ? found(lookup(value, wanted, hash)) : null
      return value.kind === 'unknown' ? partOfUnknown(value) : null
    },
    failure: () => keyError(source),
  }
}

/** GetItemGuardAccessor. */
export function item({ value: key }: Accessor, source: string): Step {
  return { get: (value) => getItem(value, key), failure: () => keyError(source) }
}

/** ListGetItemGuardAccessor, TupleGetItemGuardAccessor. */
export function sequenceItem({ cls, value: key }: Accessor, source: string): Step {
  const base = cls === 'ListGetItemGuardAccessor' ? 'list' : 'tuple'
  const at = key?.kind === 'int' ? Number(key.value) : -1
  return {
    get: (value) =>
      value.kind === 'sequence' && value.base === base
        ? (value.items[at] ?? null)
        : value.kind === 'unknown'
          ? partOfUnknown(value)
          : null,
    failure: () => `IndexError on ${source}`,
  }
}

/** SetGetItemGuardAccessor. */
export function setItem({ value: key }: Accessor): Step {
  const at = key?.kind === 'int' ? Number(key.value) : -1
  return {
    get: (value) =>
      value.kind === 'set' || value.kind === 'sequence'
        ? (value.items[at] ?? null)
        : value.kind === 'dict'
          ? (value.entries[at]?.[0] ?? null)
          : value.kind === 'unknown'
            ? partOfUnknown(value)
            : null,
    failure: () => '',
  }
}

/** TupleIteratorGetItemAccessor. */
export function iteratorItem({ value: key, repr }: Accessor): Step {
  const at = key?.kind === 'int' ? Number(key.value) : -1
  return {
    get: (value) => (value.kind === 'iterator' ? (value.values[at] ?? null) : unknown('an item of an iterator')),
    failure: () => `IndexError ${repr}`,
  }
}

/** The value with its place before it, as a SYMBOLIC_SHAPE_GUARD takes it. */
export function indexed(classes: Classes, accessor: Accessor, source: string): Step {
  const index = Number(accessor.key.slice(1))
  return {
    get: (value) => tuple(classes, [int(classes, BigInt(index)), value]),
    failure: () => keyError(source),
  }
}

/** `value[key]` as PyObject_GetItem: any container. */
function getItem(value: Value, key: Value | null): Value | null {
  if (key === null) return unknown('an item under a slice')
  if (value.kind === 'unknown') return partOfUnknown(value)
  if (value.kind === 'dict') return value.base === 'dict_keys' ? null : found(lookup(value, key))
  if (value.kind === 'sequence') {
    if (key.kind !== 'int' && key.kind !== 'bool') return null
    const at = key.kind === 'bool' ? (key.value ? 1 : 0) : Number(key.value)
    return value.items[at < 0 ? at + value.items.length : at] ?? null
  }
  if (value.kind === 'none' || value.kind === 'bool' || value.kind === 'int' || value.kind === 'float') return null
  if (value.kind === 'set') return null
  return unknown('an item')
}
