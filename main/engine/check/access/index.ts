/** How a check goes from a value to the next: each accessor of guards.cpp, with what it says when it cannot. */
import { classOf, unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { DictValue, Value } from '../../values/value'
import type { Child, GuardManager } from '../../manager'
import { MappedObject } from '../mapped'
import { attributeOf, lackedByClass } from './attribute'
import { genericDict, typeDict, typeMro, typeOf } from './classes'
import { functionPart } from './functions'
import { dictItem, frameLocal, indexed, item, iteratorItem, sequenceItem, setItem } from './items'
import { lambdaStep } from './lambdas'
import { keyError, type Step } from './making'
import { callWithoutArguments, globalWeakRef, weakRefCall } from './references'
import { grad, tensorProperty } from './tensors'

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

/** A new accessor gets its entry here, and its step in its family's module. */
function rawStep(classes: Classes, child: Child, parentIsRoot: boolean, globals: () => DictValue): Step {
  const { accessor, manager } = child
  const { source } = manager
  switch (accessor.cls) {
    case 'FrameLocalsGuardAccessor':
      return frameLocal(accessor, source)
    case 'DictGetItemGuardAccessor':
      return dictItem(accessor, source)
    case 'GlobalsGuardAccessor':
      return { get: () => globals(), failure: () => keyError(source) }
    case 'GetAttrGuardAccessor':
    case 'GenericGetAttrGuardAccessor': {
      const name = accessor.key.slice(1)
      return {
        get: (value) => attributeOf(classes, value, name),
        failure: () => `getattr failed on source ${source}`,
      }
    }
    case 'GetGenericDictGuardAccessor':
      return genericDict(classes, source)
    case 'GetItemGuardAccessor':
      return item(accessor, source)
    case 'ListGetItemGuardAccessor':
    case 'TupleGetItemGuardAccessor':
      return sequenceItem(accessor, source)
    case 'SetGetItemGuardAccessor':
      return setItem(accessor)
    case 'TupleIteratorGetItemAccessor':
      return iteratorItem(accessor)
    case 'GradGuardAccessor':
      return grad(classes, source)
    case 'FuncDefaultsGuardAccessor':
      return functionPart(classes, accessor, source, '__defaults__')
    case 'FuncKwDefaultsGuardAccessor':
      return functionPart(classes, accessor, source, '__kwdefaults__')
    case 'CodeGuardAccessor':
      return functionPart(classes, accessor, source, '__code__')
    case 'ClosureGuardAccessor':
      return functionPart(classes, accessor, source, '__closure__')
    case 'TypeGuardAccessor':
      return typeOf(classes, source)
    case 'TypeDictGuardAccessor':
      return typeDict(classes, source)
    case 'TypeMROGuardAccessor':
      return typeMro(classes, source)
    case 'GlobalWeakRefGuardAccessor':
      return globalWeakRef(classes, accessor, source)
    case 'WeakRefCallGuardAccessor':
      return weakRefCall(source)
    case 'CallFunctionNoArgsGuardAccessor':
      return callWithoutArguments(source)
    case 'IndexedGuardAccesor':
      return indexed(classes, accessor, source)
    case 'PythonLambdaGuardAccessor':
      return lambdaStep(classes, child, parentIsRoot, globals)
  }
  if (accessor.cls.startsWith('TensorPropertyGuardAccessor')) return tensorProperty(classes, child)
  return { get: () => unknown(`what ${accessor.cls} leads to`), failure: () => keyError(source) }
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
