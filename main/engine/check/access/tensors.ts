/** Steps to what a tensor says of itself. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import type { Child } from '../../manager'
import { int, none, partOfUnknown, type Step } from './making'

/** GradGuardAccessor. */
export function grad(classes: Classes, source: string): Step {
  return {
    get: (value) =>
      value.kind === 'tensor' ? (value.grad ?? none(classes)) : value.kind === 'unknown' ? partOfUnknown(value) : null,
    failure: () => `not a tensor - grad field is accessed ${source}`,
  }
}

/** TensorPropertyGuardAccessor: a size, a stride or the offset. */
export function tensorProperty(classes: Classes, child: Child): Step {
  const { accessor, manager } = child
  const at = Number(accessor.key.slice(1))
  const prop = accessor.cls.includes('SIZE') ? 'size' : accessor.cls.includes('STRIDE') ? 'stride' : 'offset'
  const known = (n: bigint | null | undefined): Value => (n == null ? unknown('a dimension') : int(classes, n))
  return {
    get: (value) => {
      if (value.kind === 'unknown') return partOfUnknown(value)
      if (value.kind !== 'tensor') return null
      if (prop === 'offset') return known(value.storageOffset)
      return at >= value.size.length ? null : known(value[prop][at])
    },
    failure: (value) => (value.kind === 'tensor' ? 'tensor has too few dimensions' : `not a tensor${manager.source}`),
  }
}
