/** Guards on constants: NONE_MATCH, BOOL_MATCH, EQUALS_MATCH and what ends in them. */
import type { Guard } from '../../state/guards-state'
import type { GuardBuilder } from '../builder'
import type { LeafClass } from '../kinds'
import { classOf } from '../values/attributes'
import { wantedKeys } from '../saved-keys'
import { PythonError, type Value } from '../values/value'
import { addLeaf, recordedPart, refuseMissing, textKeyword } from './common'
import { guardOnAttribute, idMatch, maskIds, typeMatch } from './identity'

export function boolMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind !== 'bool') throw new PythonError(`AssertionError: Expected bool, got ${builder.typeText(value)}`)
  addLeaf(
    builder,
    guard,
    value.value ? 'TRUE_MATCH' : 'FALSE_MATCH',
    [`${builder.name(guard)} == ${value.value ? 'True' : 'False'}`],
    { kind: 'equals', value },
  )
}

export function noneMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind !== 'none' && value.kind !== 'unknown')
    throw new PythonError(`AssertionError: Expected None, got ${builder.typeText(value)}`)
  addLeaf(builder, guard, 'NONE_MATCH', [`${builder.name(guard)} is None`], { kind: 'none' })
}

export function notNoneMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind === 'none')
    throw new PythonError(`AssertionError: Expected torch.Tensor, got ${builder.typeText(value)}`)
  weakrefAlive(builder, guard)
}

export function weakrefAlive(builder: GuardBuilder, guard: Guard): void {
  addLeaf(builder, guard, 'NOT_NONE', [`${builder.name(guard)} is not None`], { kind: 'none' })
}

/** CONSTANT_MATCH: by what the constant is. */
export function constantMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind === 'bool') boolMatchOf(builder, guard, value)
  else if (value.kind === 'none') noneMatch(builder, guard)
  else if (classOf(builder.classes, value)?.printed === 'code') idMatch(builder, guard)
  else equalsMatch(builder, guard)
}

function boolMatchOf(builder: GuardBuilder, guard: Guard, value: Value & { kind: 'bool' }): void {
  addLeaf(
    builder,
    guard,
    value.value ? 'TRUE_MATCH' : 'FALSE_MATCH',
    [`${builder.name(guard)} == ${value.value ? 'True' : 'False'}`],
    { kind: 'equals', value },
  )
}

/** EQUALS_MATCH: NaN has a guard of its own. */
export function equalsMatch(builder: GuardBuilder, guard: Guard): void {
  const ref = builder.name(guard)
  const value = builder.get(guard)
  if (value.kind === 'missing')
    throw new PythonError(`AssertionError: Unexpected type <class '${builder.dialect.missingModule}._Missing'>`)
  if (value.kind === 'dict' && value.type?.name === 'builtins.dict')
    throw new PythonError(`AssertionError: Unexpected type <class 'dict'>`)
  if (value.kind === 'float' && Number.isNaN(value.value))
    return nanMatch(builder, guard, value, 'float', 'FLOAT_IS_NAN', '__math_isnan')
  if (value.kind === 'complex' && (Number.isNaN(value.re) || Number.isNaN(value.im))) {
    return nanMatch(builder, guard, value, 'complex', 'COMPLEX_IS_NAN', '__numpy_isnan')
  }
  const printed = builder.repr(value) ?? recordedPart(guard, `${ref} == `)?.slice(ref.length + 4) ?? '#'
  if (value.kind === 'enum' && value.type !== null) builder.classes.markEnum(value.type, /^<\w+\.\w+\|/.test(printed))
  const hint = textKeyword(builder, guard, 'recompile_hint')
  const parts = builder.verbose.parts([`${ref} == ${maskIds(printed)}`], guard)
  builder.managerFor(guard).add({
    cls: 'EQUALS_MATCH',
    parts: hint === '' ? parts : parts.map((part) => `${part} (HINT: ${hint})`),
    code: [`${ref} == ${maskIds(printed)}`],
    guard,
    relational: false,
    expected: { kind: 'equals', value },
  })
}

function nanMatch(
  builder: GuardBuilder,
  guard: Guard,
  value: Value,
  type: string,
  cls: LeafClass,
  check: string,
): void {
  const ref = builder.name(guard)
  if (builder.dialect.nan === 'guard') {
    addLeaf(builder, guard, cls, [`(type(${ref}) is ${type} and ${check}(${ref}))`], { kind: 'equals', value })
  } else {
    typeMatch(builder, guard)
    addLeaf(builder, guard, 'LAMBDA_GUARD', [`${check}(${ref})`], { kind: 'equals', value })
  }
}

/** torch/_dynamo/variables/user_defined.py, _CONSTANT_BASE_TYPES. */
const CONSTANT_BASES = ['int', 'float', 'complex', 'str', 'bytes'] as const

export function constantSubclassMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  refuseMissing(
    value,
    `AssertionError: No constant base type found for <class '${builder.dialect.missingModule}._Missing'>`,
  )
  const ref = builder.name(guard)
  const scalar = value.kind === 'object' ? value.scalar : null
  const base = CONSTANT_BASES.find((name) => name === scalar?.kind)
  const recorded = CONSTANT_BASES.map((name) => recordedPart(guard, `${name}(${ref}) == `)).find(
    (part) => part !== null,
  )
  const code =
    scalar !== null && base !== undefined
      ? `${base}(${ref}) == ${builder.repr(scalar) ?? '#'}`
      : (recorded ?? `#(${ref}) == #`)
  addLeaf(builder, guard, 'LAMBDA_GUARD', [code], { kind: 'equals', value: scalar ?? value })
}

export function dispatchKeySetMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind !== 'dispatch-key-set')
    throw new PythonError(`AssertionError: Expected DispatchKeySet, got ${builder.typeText(value)}`)
  addLeaf(
    builder,
    guard,
    'DISPATCH_KEY_SET_MATCH',
    [`${builder.name(guard)}.raw_repr() == ${builder.repr(value) ?? '#'}.raw_repr()`],
    { kind: 'dispatch-keys', raw: value.raw, applied: wantedKeys(builder)(value.raw) },
  )
}

/** NAME_MATCH (2.8): EQUALS_MATCH on the `__name__` of an operator. */
export function nameMatch(builder: GuardBuilder, guard: Guard): void {
  guardOnAttribute(builder, guard, '__name__', 'AttrSource', equalsMatch)
}
