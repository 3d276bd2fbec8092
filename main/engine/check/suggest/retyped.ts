/** A value of a scenario as one of another class, where Python's constructor of that class would make it so. */
import type { KindJson } from '../../../../shared/scenario'

const LISTS = ['builtins.list', 'builtins.tuple', 'torch.Size', 'collections.deque']
const DICTS = ['builtins.dict', 'collections.OrderedDict']
const SETS = ['builtins.set', 'builtins.frozenset']

/**
 * The same value as one of another class: the name of the class where that is all, else the value. null where Python's
 * constructor of that class would not make one of it.
 */
export function ofType(json: KindJson, type: string): KindJson | string | null {
  const bare = type.replace(/^builtins\./, '')
  switch (json.kind) {
    case 'sequence':
      return LISTS.includes(type) && json.fields === undefined ? type : null
    case 'dict':
      return DICTS.includes(type) && json.default_factory === undefined ? type : null
    case 'set':
      return SETS.includes(type) ? type : null
    case 'bool':
      return bare === 'int' ? { kind: 'int', value: json.value ? '1' : '0' } : null
    case 'int':
      return bare === 'float' ? { kind: 'float', value: `${json.value}.0` } : null
    case 'float':
      return bare === 'int' && /^-?\d+\.0$/.test(json.value) ? { kind: 'int', value: json.value.slice(0, -2) } : null
    case 'tensor': {
      const plain = ['torch.Tensor', 'torch.nn.parameter.Parameter']
      return plain.includes(type) && json.inner === undefined ? type : null
    }
    default:
      return null
  }
}
