/** Guards on type and identity: TYPE_MATCH, ID_MATCH and what ends in them. */
import type { Guard } from '../../state/guards-state'
import { makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import type { Source } from '../../state/source'
import { attribute } from '../accessors'
import type { GuardBuilder } from '../builder'
import type { LeafClass } from '../kinds'
import type { GuardManager } from '../manager'
import { nnModuleAttribute, readsThroughDict } from '../nn-module'
import { isIdentifier } from '../source-name'
import { recordedValue } from '../recorded'
import { classOf, getattr, refuseMissingDicts, unknown } from '../values/attributes'
import { classRepr, strRepr } from '../values/repr'
import { type PyClass, PythonError, type Value } from '../values/value'
import { addLeaf, hiddenDigits, isHeapType, recordedPart, typeDigits } from './common'
import { constantMatch } from './constants'

/** `t`: the class a FakeTensor stands for, or the value's own. */
function guardedType(builder: GuardBuilder, value: Value): PyClass | null {
  if (value.kind === 'tensor' && !value.wrapper && value.pytype !== null) return value.pytype
  return classOf(builder.classes, value)
}

/** The qualified name in a class's own words (`Outer.Inner`). */
export function qualname(type: PyClass): string {
  return type.qualname
}

/** TYPE_MATCH. */
export function typeMatch(builder: GuardBuilder, guard: Guard): void {
  typeMatchOn(builder, guard, guard.source, 'TYPE_MATCH', '___check_type_id')
}

/** FAKE_SCRIPT_TYPE_MATCH: the type of a script object, or of what stands in for it. */
export function fakeScriptTypeMatch(builder: GuardBuilder, guard: Guard): void {
  typeMatchOn(builder, guard, guard.source, 'FAKE_SCRIPT_TYPE_MATCH', '___check_fake_script_type')
}

function typeMatchOn(builder: GuardBuilder, guard: Guard, source: Source | null, cls: LeafClass, check: string): void {
  if (source === null) return
  const ref = builder.names.of(source)
  const type = guardedType(builder, builder.evaluator.get(source))
  const shown =
    builder.dialect.typeMatch === 'id' && cls === 'TYPE_MATCH' ? '' : `, type=${type === null ? '#' : classRepr(type)}`
  const hint = builder.dialect.typeMatch === 'type-and-hint' ? `type ${type === null ? '#' : qualname(type)}` : null
  const code = `${check}(${ref}, #)${shown}`
  const expected = { kind: 'type', type } as const
  const parts = builder.verbose.parts([code], guard, hint, typeDigits(builder, guard, ref, type))
  builder.manager(source).add({ cls, parts, code: [code], guard, relational: false, expected })
}

/** ID_MATCH, and FUNCTION_MATCH, CLASS_MATCH, MODULE_MATCH, BUILTIN_MATCH, which are it. */
export function idMatch(builder: GuardBuilder, guard: Guard): void {
  idMatchHinted(builder, guard, null)
}

function idMatchHinted(builder: GuardBuilder, guard: Guard, hint: string | null): void {
  // id(type(x)) is checked as a type
  if (guard.source?.cls === 'TypeSource' && guard.source.base !== null) {
    const bare: Guard = { ...guard, source: guard.source.base, slots: new Map() }
    return typeMatchOn(builder, bare, bare.source, 'TYPE_MATCH', '___check_type_id')
  }
  const ref = builder.name(guard)
  const value = builder.get(guard)
  const code = `___check_obj_id(${ref}, #)${identityText(builder, guard, value, ref)}`
  const onHeap = value.kind === 'class' ? isHeapType(builder, value) : false
  addLeaf(builder, guard, 'ID_MATCH', [code], { kind: 'identity', value }, { hint, hidden: hiddenDigits(onHeap) })
}

/** What stands behind the id: nothing (2.8), repr(value) (2.10), the type (since). */
function identityText(builder: GuardBuilder, guard: Guard, value: Value, ref: string): string {
  const { idMatch: style } = builder.dialect
  if (style === 'id') return ''
  const recorded = /\), type=(.*)$/s.exec(recordedPart(guard, `___check_obj_id(${ref}, `) ?? '')?.[1] ?? '#'
  if (style === 'repr') return `, type=${builder.repr(value) ?? maskIds(recorded)}`
  const type = value.kind === 'class' ? value : classOf(builder.classes, value)
  return `, type=${type === null ? maskIds(recorded) : classRepr(type)}`
}

/** Addresses of a process that printed them. */
export function maskIds(text: string): string {
  return text.replace(/0x[0-9a-f]{6,}/g, '#')
}

/** NN_MODULE: identity, and `training` where guards on modules are off. */
export function nnModule(builder: GuardBuilder, guard: Guard): void {
  idMatchHinted(builder, guard, '[inline-inbuilt-nn-modules-candidate]')
  if (builder.facts.config('guard_nn_modules')) return
  guardOnAttribute(builder, guard, 'training', 'AttrSource', constantMatch)
}

/** CLOSURE_MATCH: a function by its code. */
export function closureMatch(builder: GuardBuilder, guard: Guard): void {
  const value = builder.get(guard)
  if (value.kind === 'function' && value.type?.printed === 'function') {
    guardOnAttribute(
      builder,
      guard,
      '__code__',
      builder.dialect.hasattr === 'keyword' ? 'CodeSource' : 'AttrSource',
      idMatch,
    )
  } else idMatch(builder, guard)
}

/** `_guard_on_attribute`: the same guard on an attribute of its value. */
export function guardOnAttribute(
  builder: GuardBuilder,
  guard: Guard,
  member: string,
  cls: string,
  create: (b: GuardBuilder, g: Guard) => void,
): void {
  if (guard.source === null) return
  const fields = new Map<string, PickleNode>([['member', makeStr(member)]])
  const source: Source = {
    cls,
    base: guard.source,
    fields,
    node: guard.source.node,
    known: true,
    notes: { name: null, guardSource: null },
  }
  create(builder, { ...guard, source })
}

/** HASATTR: an accessor that fails where the attribute is absent, or NO_HASATTR. */
export function hasattr(builder: GuardBuilder, guard: Guard): void {
  let source = guard.source
  if (source === null) return
  let attr: string
  if (builder.dialect.hasattr === 'keyword') {
    if (NN_SOURCES.has(source.cls) && source.base !== null) source = source.base
    const given = guard.keywords.get('attr')
    attr = given?.kind === 'str' ? given.value : ''
  } else {
    if (NN_SOURCES.has(source.cls) && source.base !== null) source = source.base
    if (source.cls === 'CodeSource') return
    const member = source.fields.get('member')
    if (source.base === null || member?.kind !== 'str')
      throw new PythonError(`AssertionError: invalid source ${builder.name(guard)}`)
    attr = member.value
    source = source.base
  }
  const base = builder.evaluator.get(source)
  const ref = builder.names.of(source)
  const quoted = builder.repr({ kind: 'str', type: null, node: null, value: attr }) ?? ''
  const value = attributeOf(builder, base, attr, `dict(type(${ref}).__dict__)[${quoted}]`)
  const recordedNot = recordedPart(guard, `not hasattr(${ref}, `) !== null
  const present = value !== null && !(value.kind === 'unknown' && recordedNot)
  if (!present) refuseMissingDicts(base)
  const code = `${present ? '' : 'not '}hasattr(${ref}, ${quoted})`
  const manager = builder.manager(source)
  if (!builder.addOnce(code)) return
  if (!present) {
    manager.add({
      cls: 'NO_HASATTR',
      parts: builder.verbose.parts([code], guard),
      code: [code],
      guard,
      relational: false,
      expected: { kind: 'no-attribute', name: attr },
    })
  } else {
    hasattrManager(builder, guard, manager, source, base, attr, value)
  }
}

/** The accessor itself fails where the attribute is absent. Its source is the guard's name, except through a module's dict. */
function hasattrManager(
  builder: GuardBuilder,
  guard: Guard,
  manager: GuardManager,
  source: Source,
  base: Value,
  attr: string,
  value: Value,
): void {
  if (readsThroughDict(builder, base)) {
    const name = builder.names.of(source)
    const attrName = isIdentifier(attr) ? `${name}.${attr}` : `getattr(${name}, ${strRepr(attr)})`
    nnModuleAttribute(builder, manager, name, base, attr, attrName, null, value)
    return
  }
  const name = builder.name(guard)
  manager.child(attribute(builder, attr), name, () => builder.newManager(name, null, value))
}

const NN_SOURCES = new Set([
  'NNModuleSource',
  'UnspecializedNNModuleSource',
  'UnspecializedBuiltinNNModuleSource',
  'FSDPNNModuleSource',
])

/** Classes whose instances are no descriptors: read through an instance they are what the class holds. */
const CONSTANTS = new Set(['int', 'float', 'str', 'bool', 'NoneType', 'tuple', 'list', 'dict'])

/** The attribute, or null where the file shows that there is none. `inClass` names what the class itself has there. */
function attributeOf(builder: GuardBuilder, base: Value, attr: string, inClass: string): Value | null {
  try {
    const value = getattr(builder.classes, base, attr)
    if (value.kind !== 'unknown' || value.type !== null) return value
    const guards = builder.evaluator.marks.on(inClass)
    const recorded = guards === undefined ? null : recordedValue(builder.values, guards, inClass, null)
    // a descriptor makes something else of itself
    if (
      recorded !== null &&
      recorded.kind !== 'class' &&
      recorded.type !== null &&
      CONSTANTS.has(recorded.type.printed)
    )
      return unknown(value.why, recorded.type)
    // instances of classes whose bases are all known have no attribute but those
    if (
      (base.kind === 'object' || base.kind === 'dict' || base.kind === 'sequence') &&
      (base.type?.mro ?? null) !== null
    )
      return null
    return value
  } catch (error) {
    if (error instanceof PythonError) return null
    throw error
  }
}
