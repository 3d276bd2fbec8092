/** Whether a saved tensor requires grad. */
import type { TensorValue } from './value'

/** A wrapper subclass takes it from what it wraps. */
export function requiresGradOf(value: TensorValue): boolean {
  let at = value
  for (let depth = 0; at.wrapper && depth < 100; depth++) {
    const inner = [...at.inner.values()].find((part) => part.kind === 'tensor')
    if (inner?.kind !== 'tensor') break
    at = inner
  }
  return at.requiresGrad
}
