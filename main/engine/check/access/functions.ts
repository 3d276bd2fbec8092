/** Steps to what a function is made of. */
import { keywordDefault, unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import type { Accessor } from '../../manager'
import { attributeOf } from './attribute'
import { partOfUnknown, type Step } from './making'

/** A field of a function, of a bound method's function too; what is no function, or has none, fails. */
export function functionPart(classes: Classes, accessor: Accessor, source: string, name: string): Step {
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

/** The function behind a bound method. */
const functionOf = (value: Value): Value => (value.kind === 'method' ? value.func : value)

function keywordDefaults(classes: Classes, fn: Value): Value {
  const known = (name: string): Value => keywordDefault(classes, fn, name)
  return known('').kind === 'unknown' ? unknown('the keyword defaults of a function') : known('')
}
