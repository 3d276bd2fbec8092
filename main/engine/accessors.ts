/** Which accessor leads from a base to a source, and how it prints (GuardAccessor::repr in guards.cpp). */
import { type Source, textField } from '../state/source'
import type { GuardBuilder } from './builder'
import type { AccessorClass } from './kinds'
import type { Accessor } from './manager'
import { tensorProperty } from './source-name'
import { hashKey } from './values/hash-key'
import type { Value } from './values/value'

/** An accessor. `key` is what two accessors of one source must share to be one. */
export function accessor(cls: Accessor['cls'], repr: string, key: string, value: Value | null = null): Accessor {
  return { cls, repr, key, value }
}

let lambdas = 0

/** Each lambda is an object of its own: two never share a manager. */
function lambda(): Accessor {
  lambdas++
  return accessor('PythonLambdaGuardAccessor', 'PythonLambdaGuardAccessor', `lambda ${lambdas}`)
}

const LAMBDAS = new Set([
  'TorchSource',
  'CollectionsSource',
  'ImportSource',
  'TorchFunctionModeStackSource',
  'CurrentStreamSource',
  'NumpyTensorSource',
  'SubclassAttrListSource',
  'FlattenScriptObjectSource',
  'ScriptObjectQualifiedNameSource',
  'AttrProxySource',
  'CallMethodItemSource',
  'FloatTensorSource',
  'DataclassFieldsSource',
  'NamedTupleFieldsSource',
  'ListReverseIteratorBackingListSource',
  'DynamicScalarSource',
  'UnwrapCollectiveTensorSource',
  'ContextVarGetSource',
])

/** Sources with one accessor a manager: class of the accessor, what it prints, its fixed key. */
const FIXED: ReadonlyMap<string, readonly [AccessorClass, string, string]> = new Map([
  ['TypeSource', ['TypeGuardAccessor', 'TypeGuardAccessor', '__type_accessor__']],
  ['TypeDictSource', ['TypeDictGuardAccessor', 'TypeDictGuardAccessor', '__type_dict_accessor__']],
  ['TypeMROSource', ['TypeMROGuardAccessor', 'TypeMROGuardAccessor', '__type_mro_accessor__']],
  ['GradSource', ['GradGuardAccessor', 'GradGuardAccessor(grad)', '__grad_accessor__']],
  ['WeakRefCallSource', ['WeakRefCallGuardAccessor', 'WeakRefCallGuardAccessor()', '__weakref_call_accessor__']],
  [
    'CallFunctionNoArgsSource',
    ['CallFunctionNoArgsGuardAccessor', 'CallFunctionNoArgsGuardAccessor()', '__call_function_no_args_accessor__'],
  ],
  ['CodeSource', ['CodeGuardAccessor', 'CodeGuardAccessor', '__code_accessor__']],
  ['ClosureSource', ['ClosureGuardAccessor', 'ClosureGuardAccessor', '__closure_accessor__']],
])

/** The accessor of a source; null where torch has no manager for it. `base` is the value it is read from. */
export function accessorOf(source: Source, builder: GuardBuilder, base?: Value): Accessor | null {
  if (LAMBDAS.has(source.cls)) return lambda()
  const fixed = FIXED.get(source.cls)
  if (fixed !== undefined) return accessor(...fixed)
  const member = textField(source, 'member')
  switch (source.cls) {
    case 'AttrSource':
    case 'CellContentsSource':
    case 'UnspecializedParamBufferSource':
      return attribute(builder, member)
    case 'GenericAttrSource':
      return accessor('GenericGetAttrGuardAccessor', `GenericGetAttrGuardAccessor(${member})`, `s${member}`)
    case 'TensorPropertySource': {
      const prop = tensorProperty(source).toUpperCase()
      const idx = builder.fieldValue(source, 'idx')
      const at = idx.kind === 'int' ? idx.value.toString() : '-1'
      return accessor(
        `TensorPropertyGuardAccessor<TensorProperty::${prop}>`,
        `TensorPropertyGuardAccessor<TensorProperty::${prop}>(${at})`,
        `n${at}`,
      )
    }
    case 'IndexedSource':
      return item(builder, source, 'idx', 'IndexedGuardAccesor')
    case 'ListGetItemSource':
      return item(builder, source, 'index', 'ListGetItemGuardAccessor')
    case 'TupleIteratorGetItemSource':
      return item(builder, source, 'index', 'TupleIteratorGetItemAccessor')
    case 'NonSerializableSetGetItemSource': {
      const index = builder.fieldValue(source, 'index')
      return accessor(
        'SetGetItemGuardAccessor',
        `SetGetItemGuardAccessor(index=${builder.repr(index) ?? '#'})`,
        hashKey(index) ?? '',
        index,
      )
    }
    case 'GetItemSource':
      return getItem(builder, source, base)
    default:
      return null
  }
}

/** GetAttrGuardAccessor. */
export function attribute(builder: GuardBuilder, member: string): Accessor {
  const value: Value = { kind: 'str', type: builder.classes.builtin('str'), node: null, value: member }
  return accessor('GetAttrGuardAccessor', `GetAttrGuardAccessor(${member})`, `s${member}`, value)
}

function item(builder: GuardBuilder, source: Source, field: string, cls: AccessorClass): Accessor {
  const index = builder.fieldValue(source, field)
  const printed = index.kind === 'str' ? index.value : (builder.repr(index) ?? '#')
  return accessor(cls, `${cls}(${printed})`, hashKey(index) ?? `r${printed}`, index)
}

function getItem(builder: GuardBuilder, source: Source, base: Value | undefined): Accessor {
  const slice = source.fields.get('index_is_slice')
  if (slice?.kind === 'bool' && slice.value) {
    const name = builder.names.of(source)
    const text = name.slice(name.lastIndexOf('[slice(') + 1, -1)
    return accessor('GetItemGuardAccessor', `GetItemGuardAccessor(${text})`, `r${text}`)
  }
  const is = (name: 'list' | 'tuple'): boolean =>
    base?.kind === 'sequence'
      ? base.base === name
      : base?.kind === 'unknown' &&
        base.type !== null &&
        builder.classes.isSubclass(base.type, `builtins.${name}`) === true
  const isList = is('list')
  const isTuple = is('tuple') || (!isList && isUnseenSequence(builder, source.base, base))
  return item(
    builder,
    source,
    'index',
    isList ? 'ListGetItemGuardAccessor' : isTuple ? 'TupleGetItemGuardAccessor' : 'GetItemGuardAccessor',
  )
}

/**
 * A sequence that no scope holds (a default of a user's function) and whose class nothing tells, but that C made it: a
 * list or a tuple, by convention a tuple. Its class stays unknown to every check.
 */
function isUnseenSequence(builder: GuardBuilder, source: Source | null, value: Value | undefined): boolean {
  if (source === null || value?.kind !== 'unknown' || value.type !== null) return false
  const id = builder.evaluator.marks.typeId(builder.names.of(source))
  // made by C, so at a 15-digit address (guard-kinds/common.ts, hiddenDigits)
  return id?.length === 15
}
