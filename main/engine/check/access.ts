/** How a check goes from a value to the next: each accessor of guards.cpp, with what it says when it cannot. */
import { classMro, classOf, getattr, keywordDefault, unknown } from '../values/attributes'
import type { Classes } from '../values/classes'
import { hashKey } from '../values/hash-key'
import { strRepr } from '../values/repr'
import { ownerText } from '../values/type-name'
import { type DictValue, PythonError, type UnknownValue, type Value } from '../values/value'
import type { Accessor, Child, GuardManager } from '../manager'
import { textField } from '../../state/source'
import { specOf } from './metadata'
import { AS_TENSOR, Locals, MappedDict, MappedObject } from './mapped'
import { lookup } from './semantics'

/** The value an accessor leads to, or why there is none, in torch's words. */
export interface Step {
  /** null where the access fails; a value of kind unknown where the scenario does not say. */
  readonly get: (value: Value) => Value | null
  /** What a value that is not known is after all: what was saved, or nothing. */
  readonly resolve?: (value: Value, got: Value) => Value | null
  readonly failure: (value: Value) => string
}

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

const nameOf = (classes: Classes, value: Value): string => classOf(classes, value)?.printed ?? 'a value'

const none = (classes: Classes): Value => ({ kind: 'none', type: classes.builtin('NoneType'), node: null })

const str = (classes: Classes, value: string): Value => ({
  kind: 'str',
  type: classes.builtin('str'),
  node: null,
  value,
})

function tuple(classes: Classes, items: readonly Value[]): Value {
  return { kind: 'sequence', base: 'tuple', type: classes.builtin('tuple'), node: null, items, attrs: new Map() }
}

/** What lies in a value of which only the class is known: that is not the class of its parts. */
const partOfUnknown = ({ why, described }: UnknownValue): Value => ({
  kind: 'unknown',
  type: null,
  node: null,
  why,
  repr: null,
  ...(described === undefined ? {} : { described }),
})

/** The function behind a bound method. */
const functionOf = (value: Value): Value => (value.kind === 'method' ? value.func : value)

/** The steps of one child. `globals` are those that guards look at. */
export function stepOf(classes: Classes, parent: GuardManager, child: Child, globals: () => DictValue): Step {
  const step = rawStep(classes, child, parent.cls === 'RootGuardManager', globals)
  const example = child.manager.value
  if (example === null || example.kind === 'missing') return step
  if (child.accessor.cls === 'DictGetItemGuardAccessor' && parent.source === 'G' && isInjected(child.accessor.key))
    return { ...step, get: (value) => step.get(value) ?? example }
  const owner = parent.value
  const name = child.accessor.key.slice(1)
  if (owner?.kind === 'pymodule' && example.kind === 'unknown')
    return { ...step, get: (value) => ofModule(owner.name, name, value, step.get(value), example) }
  const isAttribute = child.accessor.cls.includes('GetAttr')
  // What a module, a class or a function holds is the same in every process that loads the file.
  return {
    ...step,
    resolve: (value, got) => {
      if (got.kind !== 'unknown' || got.repr !== null || got.described === true) return got
      if (value.kind === 'pymodule' && owner?.kind === 'pymodule' && value.name !== owner.name) return null
      // of another class or function it is not known what it holds
      if ((value.kind === 'class' || value.kind === 'function') && owner !== null && owner.kind !== 'unknown')
        return owner.kind === value.kind && value.name === owner.name ? example : { ...got, described: true }
      // of the function behind a method a scenario gives the name
      if (value.kind === 'method') return owner?.kind === 'method' ? got : { ...got, described: true }
      if (isShared(value)) return example
      if (value.kind !== 'object' || !isAttribute || owner?.kind !== 'object') return got
      // what an instance does not hold, its class may give it
      if (classOf(classes, value) !== classOf(classes, owner) || owner.attrs.has(name))
        return value instanceof MappedObject && lackedByClass(classes, value, name) ? null : got
      // of one class: what the saved instance did not hold itself comes from the class
      return example
    },
  }
}

/** What an imported module holds is the same in every process that loads the file, unless it is seen to be another. */
function ofModule(module: string, name: string, value: Value, got: Value | null, example: Value): Value | null {
  if (value.kind !== 'pymodule' || got === null) return got
  if (value.name !== module) return got.kind === 'unknown' && got.described !== true ? null : got
  if (got.kind === 'unknown' && got.repr === null && got.described !== true) return example
  return example.kind === 'unknown' &&
    got.kind === 'function' &&
    got.type === example.type &&
    lastPart(got.name) === name
    ? example
    : got
}

/** Goes one step. */
export function follow(step: Step, value: Value): Value | null {
  const got = step.get(value)
  return got !== null && got.kind === 'unknown' && step.resolve !== undefined ? step.resolve(value, got) : got
}

/** A global that Dynamo puts into the frame's globals and whoever loads the blob has to provide. */
const isInjected = (key: string): boolean => key.startsWith('s__builtins_dict__')

const isShared = (value: Value): boolean =>
  value.kind === 'pymodule' ||
  value.kind === 'class' ||
  value.kind === 'function' ||
  (value.kind === 'unknown' && value.described !== true)

function rawStep(classes: Classes, child: Child, parentIsRoot: boolean, globals: () => DictValue): Step {
  const { accessor, manager } = child
  const { source } = manager
  const key = accessor.value
  const keyError = (): string => `KeyError on ${source}`
  switch (accessor.cls) {
    case 'FrameLocalsGuardAccessor': {
      const name = accessor.key.slice(1)
      return { get: (value) => (value instanceof Locals ? (value.get(name) ?? null) : null), failure: keyError }
    }
    case 'DictGetItemGuardAccessor': {
      const wanted = key ?? unknown('a key')
      const hash = hashKey(wanted)
      return {
        get: (value) => {
          if (value instanceof MappedDict && hash !== null)
            return value.base === 'dict' ? (value.byHash(hash) ?? null) : null
          if (value.kind === 'dict') return value.base === 'dict' ? found(lookup(value, wanted, hash)) : null
          return value.kind === 'unknown' ? partOfUnknown(value) : null
        },
        failure: keyError,
      }
    }
    case 'GlobalsGuardAccessor':
      return { get: () => globals(), failure: keyError }
    case 'GetAttrGuardAccessor':
    case 'GenericGetAttrGuardAccessor': {
      const name = accessor.key.slice(1)
      return {
        get: (value) => attributeOf(classes, value, name),
        failure: () => `getattr failed on source ${source}`,
      }
    }
    case 'GetGenericDictGuardAccessor':
      return {
        get: (value) =>
          value instanceof MappedObject
            ? value.hasDict
              ? value.dict
              : null
            : value.kind === 'object' || value.kind === 'unknown'
              ? attributeOf(classes, value, '__dict__')
              : instanceDict(classes, value),
        failure: () => `getattr failed on source ${source}`,
      }
    case 'GetItemGuardAccessor':
      return { get: (value) => getItem(value, key), failure: keyError }
    case 'ListGetItemGuardAccessor':
    case 'TupleGetItemGuardAccessor': {
      const base = accessor.cls === 'ListGetItemGuardAccessor' ? 'list' : 'tuple'
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
    case 'SetGetItemGuardAccessor': {
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
    case 'TupleIteratorGetItemAccessor': {
      const at = key?.kind === 'int' ? Number(key.value) : -1
      return {
        get: (value) => (value.kind === 'iterator' ? (value.values[at] ?? null) : unknown('an item of an iterator')),
        failure: () => `IndexError ${accessor.repr}`,
      }
    }
    case 'GradGuardAccessor':
      return {
        get: (value) =>
          value.kind === 'tensor'
            ? (value.grad ?? none(classes))
            : value.kind === 'unknown'
              ? partOfUnknown(value)
              : null,
        failure: () => `not a tensor - grad field is accessed ${source}`,
      }
    case 'FuncDefaultsGuardAccessor':
      return functionPart(classes, accessor, source, '__defaults__')
    case 'FuncKwDefaultsGuardAccessor':
      return functionPart(classes, accessor, source, '__kwdefaults__')
    case 'CodeGuardAccessor':
      return functionPart(classes, accessor, source, '__code__')
    case 'ClosureGuardAccessor':
      return functionPart(classes, accessor, source, '__closure__')
    case 'TypeGuardAccessor':
      return { get: (value) => classOf(classes, value) ?? unknown('a class'), failure: keyError }
    case 'TypeDictGuardAccessor':
      return { get: (value) => classDict(classes, value), failure: keyError }
    case 'TypeMROGuardAccessor':
      return {
        get: (value) => (value.kind === 'class' ? classMro(classes, value) : unknown('the bases of a class')),
        failure: keyError,
      }
    case 'GlobalWeakRefGuardAccessor': {
      const name: Value = { kind: 'str', type: classes.builtin('str'), node: null, value: accessor.key.slice(1) }
      return {
        get: (value) => {
          const ref = value.kind === 'dict' ? found(lookup(value, name)) : null
          return ref === null
            ? null
            : ref.kind === 'weakref'
              ? ref.target
              : ref.kind === 'unknown'
                ? partOfUnknown(ref)
                : null
        },
        failure: (value) =>
          value.kind === 'dict' && lookup(value, name) !== undefined ? `Not a weakref ${source}` : keyError(),
      }
    }
    case 'WeakRefCallGuardAccessor':
      return {
        get: (value) =>
          value.kind === 'weakref' ? value.target : value.kind === 'unknown' ? partOfUnknown(value) : null,
        failure: () => `Not a weakref obj ${source}`,
      }
    case 'CallFunctionNoArgsGuardAccessor':
      return {
        get: (value) => (value.kind === 'weakref' ? value.target : unknown('what a call returns')),
        failure: () => `Not a callable obj ${source}`,
      }
    case 'IndexedGuardAccesor': {
      const index = Number(accessor.key.slice(1))
      return {
        get: (value) =>
          tuple(classes, [{ kind: 'int', type: classes.builtin('int'), node: null, value: BigInt(index) }, value]),
        failure: keyError,
      }
    }
    case 'PythonLambdaGuardAccessor':
      return lambdaStep(classes, child, parentIsRoot)
  }
  if (accessor.cls.startsWith('TensorPropertyGuardAccessor')) return tensorProperty(classes, child)
  return { get: () => unknown(`what ${accessor.cls} leads to`), failure: keyError }
}

/** `dict(cls.__dict__)`, of a class that the table knows. */
function classDict(classes: Classes, value: Value): Value {
  const names = value.kind === 'class' ? classes.facts.classAttributes(value.name) : null
  if (value.kind !== 'class' || names === null) return unknown(`the attributes of ${nameOf(classes, value)}`)
  return MappedDict.ofAttrs(
    classes,
    new Map(
      [...names].map(([name, type]) => [
        name,
        classes.classMember(value.name, name) ?? unknown(`attribute ${name} of a class`, classes.printed(type)),
      ]),
    ),
  )
}

function found(value: Value | undefined | null): Value | null {
  return value === null ? unknown('an item under a key that cannot be compared here') : (value ?? null)
}

/** `__dict__`, of what is no plain object: built-in values have none, except where their class says so. */
function instanceDict(classes: Classes, value: Value): Value | null {
  const mro = value.kind === 'class' || value.type === null ? null : value.type.mro
  const known = mro?.every((base) => classes.facts.mro(base) !== null) === true
  const has = mro?.some((base) => classes.facts.classAttribute(base, '__dict__') !== null) === true
  if (known && !has) return null
  if (value.kind === 'enum' && value.value !== null && value.member !== null) {
    const name: Value = { kind: 'str', type: classes.builtin('str'), node: null, value: value.member }
    return MappedDict.ofAttrs(
      classes,
      new Map([
        ['_value_', value.value],
        ['_name_', name],
      ]),
    )
  }
  if ((value.kind === 'dict' || value.kind === 'sequence') && value.attrs instanceof Map)
    return MappedDict.ofAttrs(classes, value.attrs)
  return unknown(`the attributes of ${nameOf(classes, value)}`)
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

/** A field of a function, of a bound method's function too; what is no function, or has none, fails. */
function functionPart(classes: Classes, accessor: Accessor, source: string, name: string): Step {
  return {
    get: (value) => {
      const fn = functionOf(value)
      if (fn.kind === 'unknown') return partOfUnknown(fn)
      if (fn.kind !== 'function' || fn.type?.name !== 'builtins.function') return null
      if (name === '__kwdefaults__' && fn.kwdefaults === undefined) return keywordDefaults(classes, fn)
      const part = attributeOf(classes, fn, name)
      return part?.kind === 'none' ? null : part
    },
    failure: () => `${accessor.repr}: Not a function on ${source}`,
  }
}

function keywordDefaults(classes: Classes, fn: Value): Value {
  const known = (name: string): Value => keywordDefault(classes, fn, name)
  return known('').kind === 'unknown' ? unknown('the keyword defaults of a function') : known('')
}

function tensorProperty(classes: Classes, child: Child): Step {
  const { accessor, manager } = child
  const at = Number(accessor.key.slice(1))
  const prop = accessor.cls.includes('SIZE') ? 'size' : accessor.cls.includes('STRIDE') ? 'stride' : 'offset'
  const int = (n: bigint | null | undefined): Value =>
    n == null ? unknown('a dimension') : { kind: 'int', type: classes.builtin('int'), node: null, value: n }
  return {
    get: (value) => {
      if (value.kind === 'unknown') return partOfUnknown(value)
      if (value.kind !== 'tensor') return null
      if (prop === 'offset') return int(value.storageOffset)
      return at >= value.size.length ? null : int(value[prop][at])
    },
    failure: (value) => (value.kind === 'tensor' ? 'tensor has too few dimensions' : `not a tensor${manager.source}`),
  }
}

/** Sources that a Python function reads: what it makes of a value, where that is known. */
function lambdaStep(classes: Classes, child: Child, parentIsRoot: boolean): Step {
  const { manager } = child
  const source = manager.origin
  const example = manager.value
  const process: Step = {
    get: () => example ?? unknown('a value of the process'),
    failure: () => '',
  }
  switch (source?.cls) {
    case 'TorchSource':
    case 'CollectionsSource':
    case 'ImportSource':
      return process
    case 'SubclassAttrListSource':
      return {
        get: (value) => {
          if (value.kind === 'unknown') return partOfUnknown(value)
          if (value.kind !== 'tensor' || !value.wrapper) return null
          const names = [...value.inner.keys()].map((name): Value => ({
            kind: 'str',
            type: classes.builtin('str'),
            node: null,
            value: name,
          }))
          return {
            kind: 'sequence',
            base: 'list',
            type: classes.builtin('list'),
            node: null,
            items: names,
            attrs: new Map(),
          }
        },
        failure: (value) => `${ownerText(value)} has no attribute '__tensor_flatten__'`,
      }
    case 'NumpyTensorSource':
      return {
        get: (value) => {
          // what is no array goes on as it is (from_numpy, guards.py)
          return (value.kind === 'object' ? value.attrs.get(AS_TENSOR) : undefined) ?? value
        },
        failure: () => '',
      }
    case 'DynamicScalarSource':
      return {
        get: (value) => (value.kind === 'int' || value.kind === 'bool' ? value : unknown('int()')),
        failure: () => '',
      }
    default: {
      const what =
        source === null ? 'what a function of torch returns' : `a ${source.cls} ${textField(source, 'member')}`
      return { get: () => (parentIsRoot && example !== null ? example : unknown(what)), failure: () => strRepr(what) }
    }
  }
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
