/** The FakeTensor that torch loads in the place of a tensor: what it has, and what of the tensor is lost. */
import type { Classes } from './classes'
import type { PyClass } from './value'

const FAKE = 'torch._subclasses.fake_tensor.FakeTensor'

export function isFakeTensor(type: PyClass): boolean {
  return type.name === FAKE
}

/** What FakeTensor.__init__ sets (torch/_subclasses/fake_tensor.py). Attributes of the tensor it stands for are lost. */
const FAKE_ATTRIBUTES = new Set([
  'fake_device',
  'fake_mode',
  'constant',
  'pytype',
  'dispatch_keys',
  'real_tensor',
  'nonzero_memo',
  'item_memo',
  'unique_memo',
  'unique_consecutive_memo',
  'nested_int_memo',
  '_is_param',
])

/** Whether a FakeTensor surely has no attribute of that name. */
export function lacks(classes: Classes, type: PyClass, name: string): boolean {
  if (type.mro === null || name.startsWith('__') || FAKE_ATTRIBUTES.has(name)) return false
  return type.mro.every((base) => classes.facts.classAttribute(base, name) === null)
}
