/** Steps through weak references and calls. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { Accessor } from '../../manager'
import { lookup } from '../semantics'
import { found, keyError, partOfUnknown, type Step, str } from './making'

/** GlobalWeakRefGuardAccessor. */
export function globalWeakRef(classes: Classes, accessor: Accessor, source: string): Step {
  const name = str(classes, accessor.key.slice(1))
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
      value.kind === 'dict' && lookup(value, name) !== undefined ? `Not a weakref ${source}` : keyError(source),
  }
}

/** WeakRefCallGuardAccessor. */
export function weakRefCall(source: string): Step {
  return {
    get: (value) => (value.kind === 'weakref' ? value.target : value.kind === 'unknown' ? partOfUnknown(value) : null),
    failure: () => `Not a weakref obj ${source}`,
  }
}

/** CallFunctionNoArgsGuardAccessor. */
export function callWithoutArguments(source: string): Step {
  return {
    get: (value) => (value.kind === 'weakref' ? value.target : unknown('what a call returns')),
    failure: () => `Not a callable obj ${source}`,
  }
}
