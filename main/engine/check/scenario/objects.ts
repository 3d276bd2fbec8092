/** Instances of classes: plain ones, numbers and strings of a class of their own, arrays of numpy. */
import type { Value } from '../../values/value'
import { AS_TENSOR, MappedObject } from '../mapped'
import { classNamed, type Json, type Reading } from './making'
import { fromNumpy } from './tensors'

export function object(reader: Reading, json: Json<'object'>, path: string): Value {
  const { classes } = reader
  const type = classes.describe(classNamed(classes, json.type), json.mro ?? null)
  const attrs = new Map<string, Value>()
  const slots = new Map<string, Value>()
  const made = new MappedObject(classes, type, attrs, null, slots)
  if (json.length !== undefined) made.length = json.length
  made.hasDict = json.attrs !== undefined || json.slots === undefined
  // an object may hold itself
  if (json.id !== undefined) reader.byId.set(json.id, made)
  reader.fill(json.attrs, `${path}.attrs`, attrs)
  reader.fill(json.slots, `${path}.slots`, slots)
  return made
}

export function scalarSubclass(reader: Reading, json: Json<'scalar_subclass'>, path: string): Value {
  const { classes } = reader
  const scalar = reader.value(json.value, `${path}.value`)
  const attrs = new Map<string, Value>()
  const base = scalar.kind === 'int' || scalar.kind === 'float' || scalar.kind === 'str' ? scalar : null
  const made = new MappedObject(classes, classNamed(classes, json.type), attrs, base)
  if (json.id !== undefined) reader.byId.set(json.id, made)
  reader.fill(json.attrs, `${path}.attrs`, attrs)
  if (json.type.startsWith('numpy.'))
    attrs.set(AS_TENSOR, fromNumpy(classes, { dtype: json.type.slice('numpy.'.length), shape: [], strides: [] }))
  return made
}

export function ndarray({ classes }: Reading, json: Json<'ndarray'>): Value {
  return new MappedObject(
    classes,
    classNamed(classes, 'numpy.ndarray'),
    new Map([[AS_TENSOR, fromNumpy(classes, json)]]),
    null,
  )
}
