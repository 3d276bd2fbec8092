/** Guards on lengths, keys and membership. */
import type { Guard } from '../../state/guards-state'
import type { GuardBuilder } from '../builder'
import { genericDict } from '../nn-module'
import { length } from '../values/attributes'
import { PythonError, type DictValue, type Value } from '../values/value'
import { addLeaf, keyword, recordedPart, refuseMissing } from './common'
import { typeMatch } from './identity'

const none = (builder: GuardBuilder): Value => ({ kind: 'none', type: builder.classes.builtin('NoneType'), node: null })

function contains(cls: 'DICT_CONTAINS' | 'SET_CONTAINS', wanted: boolean) {
  return (builder: GuardBuilder, guard: Guard): void => {
    const key = keyword(builder, guard, 'key') ?? none(builder)
    const invert = keyword(builder, guard, 'invert')
    const isContained = builder.dialect.containsInvert ? !(invert?.kind === 'bool' && invert.value) : wanted
    const ref = builder.name(guard)
    const text = builder.repr(key) ?? '#'
    const call = cls === 'DICT_CONTAINS' ? `___dict_contains(${text}, ${ref})` : `set.__contains__(${ref}, ${text})`
    const printsNot = !isContained && !(cls === 'SET_CONTAINS' && builder.dialect.containsInvert)
    const code = `${printsNot ? 'not ' : ''}${call}`
    if (!builder.addOnce(code)) return
    const expected = { kind: 'contains', key, contains: isContained } as const
    const hint = builder.dialect.containsHints ? containsHint(cls, ref, text, isContained) : null
    addLeaf(builder, guard, cls, [code], expected, { hint })
  }
}

/** The reason that torch gives for a recompilation (GuardBuilder.DICT_CONTAINS and its like, since 2.15). */
function containsHint(cls: 'DICT_CONTAINS' | 'SET_CONTAINS', ref: string, key: string, wanted: boolean): string {
  const [of, part] = cls === 'DICT_CONTAINS' ? ['Dictionary', 'key'] : ['Set', 'item']
  const must = wanted ? 'must contain' : 'must not contain'
  const being = wanted ? 'present' : 'absent'
  return `${of} ${ref} ${must} ${part} ${key}; Dynamo specialized the compiled code on this ${part} being ${being}.`
}

export const dictContains = contains('DICT_CONTAINS', true)
export const dictNotContains = contains('DICT_CONTAINS', false)
export const setContains = contains('SET_CONTAINS', true)
export const setNotContains = contains('SET_CONTAINS', false)

/** NOT_PRESENT_IN_GENERIC_DICT: an attribute that a module's `__dict__` must not shadow. */
export function notPresentInGenericDict(builder: GuardBuilder, guard: Guard): void {
  const attr = keyword(builder, guard, 'attr') ?? none(builder)
  const ref = builder.name(guard)
  const value = builder.get(guard)
  markFlag(builder, value, attr)
  const manager = builder.managerFor(guard)
  const code = `not ___dict_contains(${builder.repr(attr) ?? '#'}, ${ref}.__dict__)`
  if (!builder.addOnce(code, 'module-dict')) return
  const dict = genericDict(builder, manager, ref, value)
  dict.add({
    cls: 'DICT_CONTAINS',
    parts: builder.verbose.parts([code], guard),
    code: [code],
    guard,
    relational: false,
    expected: { kind: 'contains', key: attr, contains: false },
  })
}

/** An enum with a method that the standard library gives to flags alone (`__and__`) is one. */
function markFlag(builder: GuardBuilder, value: Value, attr: Value): void {
  const type = value.kind === 'class' ? null : value.type
  if (attr.kind !== 'str' || type?.metaclass !== 'enum.EnumType' || type.mro !== null) return
  const has = (cls: string): boolean => builder.facts.classAttribute(cls, attr.value) !== null
  if (has('enum.Flag') && !has('enum.Enum')) builder.classes.markEnum(type, true)
}

/** SEQUENCE_LENGTH. */
export function sequenceLength(builder: GuardBuilder, guard: Guard): void {
  const ref = builder.name(guard)
  const value = builder.get(guard)
  const isDict = builder.isDict(value) && !(value.kind === 'dict' && value.base !== 'dict')
  if (!isDict) typeMatch(builder, guard)
  refuseMissing(value, "TypeError: object of type '_Missing' has no len()")
  const n = length(value)
  const code = lengthCode(builder, guard, ref, value, n)
  addLeaf(builder, guard, isDict ? 'DICT_LENGTH' : 'LENGTH_CHECK', [code], {
    kind: 'length',
    length: n ?? lengthIn(code, ref),
  })
}

/** The length in a code part that the blob brings. */
function lengthIn(code: string, ref: string): number | null {
  if (code === `not ${ref}`) return 0
  const text = code.startsWith(`len(${ref}) == `) ? code.slice(ref.length + 9) : ''
  return /^\d+$/.test(text) ? Number(text) : null
}

function lengthCode(builder: GuardBuilder, guard: Guard, ref: string, value: Value, n: number | null): string {
  if (n === null)
    return recordedPart(guard, `len(${ref}) == `) ?? recordedPart(guard, `not ${ref}`) ?? `len(${ref}) == #`
  if (builder.dialect.setLength && value.kind === 'set') return `${value.base}.__len__(${ref}) == ${n}`
  return n === 0 ? `not ${ref}` : `len(${ref}) == ${n}`
}

/** How many an iterator of this class still gives; `LAMBDA_GUARD` where torch has no leaf of its own for it. */
function iteratorLen(cls: 'TUPLE_ITERATOR_LEN' | 'LAMBDA_GUARD', type: string) {
  return (builder: GuardBuilder, guard: Guard): void => {
    const value = builder.get(guard)
    const refusal = `TypeError: descriptor '__length_hint__' for '${type}' objects doesn't apply to a '_Missing' object`
    refuseMissing(value, refusal)
    const n = value.kind === 'iterator' ? value.values.length : null
    const check = `___${type}_len(${builder.name(guard)}) == `
    const code = n === null ? (recordedPart(guard, check) ?? `${check}#`) : `${check}${n}`
    addLeaf(builder, guard, cls, [code], { kind: 'length', length: n })
  }
}

export const tupleIteratorLen = iteratorLen('TUPLE_ITERATOR_LEN', 'tuple_iterator')
/** Since 2.15. */
export const listReverseiteratorLen = iteratorLen('LAMBDA_GUARD', 'list_reverseiterator')

/** `unpacked`: how many values torch takes of what `__reduce__` gives. */
function iteratorMatch(cls: 'RANGE_ITERATOR_MATCH' | 'LAMBDA_GUARD', check: string, unpacked: number) {
  return (builder: GuardBuilder, guard: Guard): void => {
    const value = builder.get(guard)
    refuseMissing(value, `ValueError: too many values to unpack (expected ${unpacked})`)
    const ref = builder.name(guard)
    const values = value.kind === 'iterator' ? value.values : []
    const texts = values.map((v) => builder.repr(v) ?? '#')
    const code =
      texts.length === 0
        ? (recordedPart(guard, `${check}(`) ?? `${check}(${ref}) == #`)
        : `${check}(${ref}) == (${texts.join(', ')})`
    addLeaf(builder, guard, cls, [code], { kind: 'iterator', values })
  }
}

export const rangeIteratorMatch = iteratorMatch('RANGE_ITERATOR_MATCH', '___normalize_range_iter', 1)
export const countIteratorMatch = iteratorMatch('LAMBDA_GUARD', '___normalize_count_iter', 2)

function keysText(builder: GuardBuilder, dict: DictValue): string | null {
  const keys = dict.entries.map(([key]) => builder.repr(key))
  return keys.includes(null) ? null : `[${keys.join(', ')}]`
}

export function mappingKeysCheck(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  refuseMissing(value, "AttributeError: '_Missing' object has no attribute 'keys'")
  const ref = builder.name(guard)
  const keys = value.kind === 'dict' ? keysText(builder, value) : null
  const code =
    keys === null
      ? (recordedPart(guard, `list(${ref}.keys()) == `) ?? `list(${ref}.keys()) == #`)
      : `list(${ref}.keys()) == ${keys}`
  // torch gives this guard its bare code, without the user's line
  builder.managerFor(guard).add({
    cls: 'MAPPING_KEYS_MATCH',
    parts: [code],
    code: [code],
    guard,
    relational: false,
    expected: { kind: 'keys', value },
  })
}

/** DICT_KEYS_MATCH: the length, and every key: by accessors, or in order by the pairs of a DictGuardManager. */
export function dictKeysMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  const manager = builder.managerFor(guard)
  sequenceLength(builder, guard)
  if (value.kind !== 'dict') {
    if (value.kind === 'unknown') return
    throw new PythonError(`AssertionError: Expected d to be a dict, got ${builder.typeText(value)}`)
  }
  const ref = builder.name(guard)
  if (builder.guardsKeyOrder(value)) {
    value.entries.forEach(([key], index) => {
      const source = `list(dict.keys(${ref}))[${index}]`
      const keyManager = builder.keyManager(manager, index, source, key, null)
      if (key.kind === 'tensor' || (key.kind === 'object' && key.isModule)) {
        const code = `__check_obj_id(${source}, #)`
        keyManager.add({
          cls: 'ID_MATCH',
          parts: builder.verbose.parts([code], guard, null, 14),
          code: [code],
          guard,
          relational: false,
          expected: { kind: 'identity', value: key },
        })
      } else keyManager.add(builder.keyEquals(source, key, guard))
    })
    return
  }
  for (const [key, item] of value.entries) {
    const source = `${ref}[${builder.repr(key) ?? '#'}]`
    manager.child(builder.dictItem(key), source, () => builder.newManager(source, null, item))
  }
}

/** EMPTY_NN_MODULE_HOOKS_DICT: skipped unless the configuration asks for it. */
export function emptyHooksDict(builder: GuardBuilder, guard: Guard): void {
  if (!builder.facts.config('skip_nnmodule_hook_guards')) sequenceLength(builder, guard)
}

/** DICT_VERSION: a version tag, which no file can carry. */
export function dictVersion(builder: GuardBuilder, guard: Guard): void {
  const code = `___dict_version(${builder.name(guard)}) == #`
  addLeaf(builder, guard, 'DICT_VERSION', [code], { kind: 'identity', value: builder.get(guard) })
}
