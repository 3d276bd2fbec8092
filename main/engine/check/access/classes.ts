/** Steps to a class and to what it holds, and to the `__dict__` of an instance. */
import { classMro, classOf, unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import { MappedDict, MappedObject } from '../mapped'
import { attributeOf } from './attribute'
import { keyError, nameOf, type Step, str } from './making'

/** GetGenericDictGuardAccessor. */
export function genericDict(classes: Classes, source: string): Step {
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
}

/** TypeGuardAccessor. */
export function typeOf(classes: Classes, source: string): Step {
  return { get: (value) => classOf(classes, value) ?? unknown('a class'), failure: () => keyError(source) }
}

/** TypeDictGuardAccessor. */
export function typeDict(classes: Classes, source: string): Step {
  return { get: (value) => classDict(classes, value), failure: () => keyError(source) }
}

/** TypeMROGuardAccessor. */
export function typeMro(classes: Classes, source: string): Step {
  return {
    get: (value) => (value.kind === 'class' ? classMro(classes, value) : unknown('the bases of a class')),
    failure: () => keyError(source),
  }
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

/** `__dict__`, of what is no plain object: built-in values have none, except where their class says so. */
function instanceDict(classes: Classes, value: Value): Value | null {
  const mro = value.kind === 'class' || value.type === null ? null : value.type.mro
  const known = mro?.every((base) => classes.facts.mro(base) !== null) === true
  const has = mro?.some((base) => classes.facts.classAttribute(base, '__dict__') !== null) === true
  if (known && !has) return null
  if (value.kind === 'enum' && value.value !== null && value.member !== null) {
    const name = str(classes, value.member)
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
