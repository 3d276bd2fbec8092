/** Python's `in`. */
import type { Classes } from '../values/classes'
import { hashKey } from '../values/hash-key'
import { type Comparer, equal, negateIf, type Truth } from './compare'
import { itemsOf } from './operators'
import { describe, Doubt, raise, toValue, typeName, type Val, giveUp } from './runtime'
import type { ExpressionScope } from './scope'

/** `x in container`, or `not in`. */
export function contains(negate: boolean, x: Val, container: Val, scope: ExpressionScope, classes: Classes): Truth {
  return negateIf(negate, isIn(x, container, scope, classes))
}

export function isIn(x: Val, container: Val, scope: ExpressionScope, classes: Classes): Truth {
  const items = itemsOf(container)
  if (items !== null) return among(x, items, scope, classes)
  const type = typeName(container)
  if (type === 'int' || type === 'float' || type === 'bool' || type === 'NoneType') {
    if (!(container instanceof Doubt)) raise(`TypeError: argument of type '${type}' is not iterable`)
  }
  if (typeof container !== 'object') return giveUp('membership in a number')
  switch (container.kind) {
    case 'sequence':
    case 'set':
      return among(x, container.items, scope, classes)
    case 'dict': {
      const key = toValue(classes, x)
      const found = scope.getitem(container, key)
      // it may be unknown whether it is there, and not what is there
      if (found?.kind === 'unknown' && hashKey(key) === null) break
      return found !== null
    }
    case 'str':
      if (typeof x === 'object' && x.kind === 'str') return container.value.includes(x.value)
      break
    case 'doubt':
      return giveUp(container.reason)
    case 'unknown':
      return giveUp(container.why)
  }
  return giveUp(`a ${describe(x)} in a ${describe(container)}`)
}

/** An item is one where it is the same object or equal. */
function among(x: Val, items: readonly Val[], by: Comparer, classes: Classes): Truth {
  let open: Doubt | null = null
  for (const item of items) {
    const found = x === item || (isNaN(x) && isNaN(item) ? giveUp(NAN) : equal(x, item, by, classes))
    if (found === true) return true
    if (found === false) continue
    open ??= found
  }
  return open ?? false
}

const NAN = 'whether two nan are one object'

function isNaN(x: Val): boolean {
  return typeof x === 'object' && x.kind === 'float' && Number.isNaN(x.value)
}
