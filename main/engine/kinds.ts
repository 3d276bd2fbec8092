/** The names of guards.cpp that a tree is made of: its leaf guards and accessors. A new one is a name here; the compiler tells where it is missing. */

/** Leaf guards, the relational ones last. */
export const LEAF_CLASSES = [
  'LAMBDA_GUARD',
  'TYPE_MATCH',
  'FAKE_SCRIPT_TYPE_MATCH',
  'ID_MATCH',
  'NONE_MATCH',
  'NOT_NONE',
  'TRUE_MATCH',
  'FALSE_MATCH',
  'EQUALS_MATCH',
  'FLOAT_IS_NAN',
  'COMPLEX_IS_NAN',
  'LENGTH_CHECK',
  'DICT_LENGTH',
  'DICT_CONTAINS',
  'SET_CONTAINS',
  'DICT_VERSION',
  'MAPPING_KEYS_MATCH',
  'TUPLE_ITERATOR_LEN',
  'RANGE_ITERATOR_MATCH',
  'NO_HASATTR',
  'TENSOR_MATCH',
  'DYNAMIC_INDICES',
  'DIMENSION_DYNAMIC_MARKING_GUARD',
  'DISPATCH_KEY_SET_MATCH',
  'GLOBAL_STATE',
  'TORCH_FUNCTION_MODE_STACK',
  'DEFAULT_DEVICE',
  'DUAL_LEVEL_MATCH',
  'OBJECT_ALIASING',
  'NO_TENSOR_ALIASING',
  'STORAGE_OVERLAPPING',
  'SYMBOLIC_SHAPE_GUARD',
] as const
export type LeafClass = (typeof LEAF_CLASSES)[number]

/** Accessors. One of a tensor's property is a template there: its class is the part before `<`. */
export const ACCESSOR_CLASSES = [
  'FrameLocalsGuardAccessor',
  'GlobalsGuardAccessor',
  'GlobalWeakRefGuardAccessor',
  'WeakRefCallGuardAccessor',
  'CallFunctionNoArgsGuardAccessor',
  'PythonLambdaGuardAccessor',
  'GetAttrGuardAccessor',
  'GenericGetAttrGuardAccessor',
  'GetGenericDictGuardAccessor',
  'DictGetItemGuardAccessor',
  'GetItemGuardAccessor',
  'ListGetItemGuardAccessor',
  'TupleGetItemGuardAccessor',
  'SetGetItemGuardAccessor',
  'TupleIteratorGetItemAccessor',
  'TypeGuardAccessor',
  'TypeDictGuardAccessor',
  'TypeMROGuardAccessor',
  'ClosureGuardAccessor',
  'CodeGuardAccessor',
  'FuncDefaultsGuardAccessor',
  'FuncKwDefaultsGuardAccessor',
  'GradGuardAccessor',
  'TensorPropertyGuardAccessor',
  'IndexedGuardAccesor',
] as const
export type AccessorClass = (typeof ACCESSOR_CLASSES)[number]

/** The class of an accessor, without the property that a template stands for. */
export function accessorClass(cls: string): string {
  const at = cls.indexOf('<')
  return at < 0 ? cls : cls.slice(0, at)
}
