/** Steps of sources that a Python function reads. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { strRepr } from '../../values/repr'
import { ownerText } from '../../values/type-name'
import type { Child } from '../../manager'
import { textField } from '../../../state/source'
import type { DictValue, Value } from '../../values/value'
import { AS_TENSOR, MappedDict } from '../mapped'
import { partOfUnknown, type Step, str } from './making'

/** A module is one object: where the scenario holds it, an import gives that. */
function imported(globals: DictValue, module: Value | null): Value | null {
  if (module?.kind !== 'pymodule' || !(globals instanceof MappedDict)) return null
  return globals.modules?.get(module.name) ?? null
}

/** Sources that a Python function reads: what it makes of a value, where that is known. */
export function lambdaStep(classes: Classes, child: Child, parentIsRoot: boolean, globals: () => DictValue): Step {
  const { manager } = child
  const source = manager.origin
  const example = manager.value
  const process: Step = {
    get: () => imported(globals(), example) ?? example ?? unknown('a value of the process'),
    failure: () => '',
  }
  switch (source?.cls) {
    case 'TorchSource':
    case 'CollectionsSource':
    case 'ImportSource':
      return process
    case 'SubclassAttrListSource':
      return {
        get: (value) => {
          if (value.kind === 'unknown') return partOfUnknown(value)
          if (value.kind !== 'tensor' || !value.wrapper) return null
          const names = [...value.inner.keys()].map((name) => str(classes, name))
          return {
            kind: 'sequence',
            base: 'list',
            type: classes.builtin('list'),
            node: null,
            items: names,
            attrs: new Map(),
          }
        },
        failure: (value) => `${ownerText(value)} has no attribute '__tensor_flatten__'`,
      }
    case 'NumpyTensorSource':
      return {
        get: (value) => {
          // what is no array goes on as it is (from_numpy, guards.py)
          return (value.kind === 'object' ? value.attrs.get(AS_TENSOR) : undefined) ?? value
        },
        failure: () => '',
      }
    case 'ListReverseIteratorBackingListSource':
      return {
        get: (value) => {
          if (value.kind === 'iterator' && value.over !== undefined) return value.over
          return value.kind === 'unknown' && value.type === null
            ? partOfUnknown(value)
            : unknown('the list behind an iterator')
        },
        failure: () => '',
      }
    case 'DynamicScalarSource':
      return {
        get: (value) => (value.kind === 'int' || value.kind === 'bool' ? value : unknown('int()')),
        failure: () => '',
      }
    default: {
      const what =
        source === null ? 'what a function of torch returns' : `a ${source.cls} ${textField(source, 'member')}`
      return { get: () => (parentIsRoot && example !== null ? example : unknown(what)), failure: () => strRepr(what) }
    }
  }
}
