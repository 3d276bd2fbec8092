/** Whether a saved tensor requires grad. */
import type { TensorValue } from './value'

/**
 * A wrapper subclass takes it from what it wraps; a DTensor from its flattened spec, whose last part it is
 * (torch/distributed/tensor/_api.py, DTensor.__tensor_unflatten__). Where plain tensors lose it, only a spec keeps it.
 */
export function requiresGradOf(value: TensorValue, keeps = true): boolean {
  let at = value
  for (let depth = 0; at.wrapper && depth < 100; depth++) {
    const context = at.type?.name.startsWith('torch.distributed.tensor.') === true ? at.context : null
    const last = context?.kind === 'sequence' ? context.items.at(-1) : undefined
    if (last?.kind === 'bool') return last.value
    const inner = [...at.inner.values()].find((part) => part.kind === 'tensor')
    if (inner?.kind !== 'tensor') break
    at = inner
  }
  return (keeps || at === value) && at.requiresGrad
}
