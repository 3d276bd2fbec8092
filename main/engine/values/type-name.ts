/** How an error of Python names a class (`tp_name`): a class written in C brings its module along. */
import type { PyClass, Value } from './value'

/** Classes written in C that are met where guards read attributes. */
const OF_C = new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
  'collections.deque',
  'functools.partial',
  'itertools.count',
  'itertools.cycle',
  'numpy.bool',
  'numpy.dtype',
  'numpy.float32',
  'numpy.float64',
  'numpy.int32',
  'numpy.int64',
  'numpy.ndarray',
  'torch.Generator',
  'torch.Size',
  'torch.device',
  'torch.dtype',
  'torch.layout',
  'torch.memory_format',
])

const typeName = (cls: PyClass): string => (OF_C.has(cls.name) ? cls.name : lastPart(cls.qualname))

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Whose attribute it is, as AttributeError says it: `'str' object`. */
export function ownerText(value: Value): string {
  if (value.kind === 'class') return `type object '${lastPart(value.qualname)}'`
  if (value.kind === 'pymodule') return `module '${value.name}'`
  return `'${value.type === null ? 'object' : typeName(value.type)}' object`
}
