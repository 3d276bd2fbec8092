/** Guards on what a value holds: its length, its keys, its items, its attributes. */
import type { LeafClass } from '../../kinds'
import type { GuardManager, LeafGuard } from '../../manager'
import { classOf, length } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { hashKey } from '../../values/hash-key'
import { attributeOf, lackedByClass } from '../access/attribute'
import type { LeafCheck } from '../leaf'
import { MappedObject } from '../mapped'
import { equals, inDict, inSet } from '../semantics'
import { type Of, simple } from './making'

/** Guards on how many an iterator still gives, by the class it must be of. */
const ITERATOR_LENGTHS: Readonly<Partial<Record<LeafClass, string>>> = {
  TUPLE_ITERATOR_LEN: 'builtins.tuple_iterator',
  // LIST_REVERSEITERATOR_LEN is a lambda
  LAMBDA_GUARD: 'builtins.list_reverseiterator',
}

/** LENGTH_CHECK, DICT_LENGTH, TUPLE_ITERATOR_LEN, and the lambda of LIST_REVERSEITERATOR_LEN. */
export function lengthCheck(leaf: LeafGuard, expected: Of<'length'>, classes: Classes): LeafCheck {
  if (expected.length === null) return { leaf, test: () => null, unknown: () => 'the length is not in the file' }
  const wanted = expected.length
  if (leaf.cls === 'DICT_LENGTH') {
    return simple(leaf, (value) => {
      if (value.kind === 'dict') return value.base === 'dict' && value.entries.length === wanted
      return value.kind === 'unknown' && value.type === null ? null : false
    })
  }
  const iteratorClass = ITERATOR_LENGTHS[leaf.cls]
  if (iteratorClass !== undefined) {
    return simple(leaf, (value) => {
      if (classOf(classes, value)?.name !== iteratorClass)
        return value.kind === 'unknown' && value.type === null ? null : false
      return value.kind === 'iterator' ? value.values.length === wanted : null
    })
  }
  return {
    leaf,
    test(value) {
      switch (value.kind) {
        case 'sequence':
        case 'set':
          return value.items.length === wanted
        case 'str':
        case 'bytes':
        case 'bytearray':
        case 'range':
          return length(value) === wanted
        case 'tensor':
          return value.size.length === 0 ? false : value.size[0] === BigInt(wanted)
        case 'dict':
          // only a view of keys is a sequence
          return value.base === 'dict_keys' && value.entries.length === wanted
        case 'unknown':
        case 'object':
          return value.length === undefined ? null : value.length === wanted
        default:
          // PySequence_Length is -1 for what is no sequence
          return false
      }
    },
    unknown: () => 'the length of an instance is what its class says',
  }
}

/** DICT_CONTAINS, SET_CONTAINS. */
export function contains(leaf: LeafGuard, { key, contains: wanted }: Of<'contains'>): LeafCheck {
  const hash = hashKey(key)
  const isSet = leaf.cls === 'SET_CONTAINS'
  return simple(leaf, (value) => {
    if (value.kind === 'unknown')
      return value.type === null ? null : isSet || !value.type.name.endsWith('dict') ? null : null
    const has = isSet
      ? value.kind === 'set' && inSet(value.items, key)
      : value.kind === 'dict' && value.base === 'dict' && inDict(value, key, hash)
    return has === null ? null : has === wanted
  })
}

/** MAPPING_KEYS_MATCH. */
export function mappingKeys(leaf: LeafGuard, expected: Of<'keys'>): LeafCheck {
  const keys = expected.value.kind === 'dict' ? expected.value.entries.map(([key]) => key) : null
  return simple(leaf, (value) => {
    if (value.kind !== 'dict') return value.kind === 'unknown' ? null : false
    if (keys === null) return null
    return (
      keys.length === value.entries.length &&
      value.entries.every(([key], i) => {
        const want = keys[i]
        return want !== undefined && equals(key, want) === true
      })
    )
  })
}

/** RANGE_ITERATOR_MATCH, and the lambda on an itertools.count. */
export function iterator(leaf: LeafGuard, expected: Of<'iterator'>, classes: Classes): LeafCheck {
  const type = leaf.cls === 'RANGE_ITERATOR_MATCH' ? 'builtins.range_iterator' : 'itertools.count'
  return simple(leaf, (value) => {
    const cls = classOf(classes, value)
    if (cls === null || expected.values.length === 0) return null
    if (cls.name !== type) return false
    if (value.kind !== 'iterator') return null
    return value.values.every((part, i) => {
      const want = expected.values[i]
      return want !== undefined && equals(part, want) === true
    })
  })
}

/** NO_HASATTR. */
export function noHasattr(leaf: LeafGuard, name: string, manager: GuardManager, classes: Classes): LeafCheck {
  const example = manager.value === null ? null : classOf(classes, manager.value)
  return {
    leaf,
    test(value) {
      const found = attributeOf(classes, value, name)
      if (found === null) return true
      if (found.kind !== 'unknown' || found.type !== null) return false
      if (value.kind === 'tensor' || (value instanceof MappedObject && lackedByClass(classes, value, name))) return true
      // the class it was compiled with did not have it then
      const cls = classOf(classes, value)
      return value.kind !== 'unknown' && cls !== null && cls === example ? true : null
    },
    unknown: () => `whether the class has an attribute ${name} is not in the scenario`,
  }
}
