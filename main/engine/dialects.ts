/** What differs between torch versions in the tree that a blob becomes. The dialect of a new version is one entry here. */
import type { TorchVersion } from '../state/dialect'

export interface Dialect {
  /** Guards of one sort key come as they stand in the file, or as a Python set gives them by their hashes. */
  readonly guardSet: 'by-hash' | 'ordered'
  /** Manager lines show the type of the value and whether it is tag safe. */
  readonly showsType: boolean
  /** TYPE_MATCH: nothing behind the id, the type, or the type and a hint. */
  readonly typeMatch: 'id' | 'type' | 'type-and-hint'
  /** ID_MATCH: nothing behind the id, repr(value), or the type. */
  readonly idMatch: 'id' | 'repr' | 'type'
  /** A NaN constant: TYPE_MATCH and a lambda, or a guard of its own. */
  readonly nan: 'lambda' | 'guard'
  /** DUAL_LEVEL as a lambda or as DUAL_LEVEL_MATCH. */
  readonly dualLevel: 'lambda' | 'guard'
  /** Dimension markings of a tensor: one of five attributes and only where its shape is not static, or all in one guard. */
  readonly markings: 'dynamic-indices' | 'all'
  /** GLOBAL_STATE and TORCH_FUNCTION_MODE_STACK: always after the guards, or where the guard set has them. */
  readonly globalState: 'always-last' | 'guard'
  /** Code part of GLOBAL_STATE names the state. */
  readonly globalStateText: boolean
  /** Modules whose class overrides `__getattr__` are read by getattr, or through their `__dict__` as all others. */
  readonly customGetattr: 'getattr' | 'dict'
  /** HASATTR: on the last AttrSource of its source, or by the keyword `attr`. */
  readonly hasattr: 'source' | 'keyword'
  /** DICT_CONTAINS and SET_CONTAINS: by a keyword `invert`, or as guards of their own for `not`. */
  readonly containsInvert: boolean
  /**
   * Code parts that stand once in a tree: none, those of NOT_PRESENT_IN_GENERIC_DICT
   * (`already_guarded_not_present_in_generic_dict`, 2.9), or HASATTR and DICT_CONTAINS too (`already_added_code_parts`).
   */
  readonly partsOnce: 'none' | 'module-dict' | 'all'
  /** SEQUENCE_LENGTH of sets names their class. */
  readonly setLength: boolean
  /** Comments longer than 1,024 characters lose the source line. */
  readonly cutsLongComments: boolean
  /** Closure cells are explained in a hint. */
  readonly closureHints: boolean
  /** NonSerializableSetGetItemSource prints as. */
  readonly setGetItem: 'list' | '___set_getitem'
  /** nn.Module attributes of classes with their own `__getattr__` go through the module's dict too. */
  readonly lambdaBlocksTagSafe: boolean
  /** The blob's own requires_grad counts (2.8 loses it). */
  readonly keepsRequiresGrad: boolean
  /** Guards on globals look at the dict that was saved, or at the frame's. */
  readonly globals: 'saved' | 'frame'
  /** `check` does not ask the tensors of a dict that passed last and did not change: a changed process goes unseen. */
  readonly skipsTensorsInSameDict: boolean
  /**
   * Dispatch keys that TENSOR_MATCH leaves out of both sides, but out of a tensor's own while a TorchDispatchMode is
   * on (LocalState::should_mask_python_keys, guards.h).
   */
  readonly maskedKeys: readonly string[]
  /** How GLOBAL_STATE names a changed autocast: as a whole, or device by device. */
  readonly autocastReason: 'whole' | 'by-device'
  /** Module of the class that stands for what was not saved. */
  readonly missingModule: 'torch._dynamo.guards' | 'torch._dynamo.package'
  /** DICT_CONTAINS and SET_CONTAINS say in a hint what must be there, or must not. */
  readonly containsHints: boolean
  /** EQUALS_MATCH compares floats and complex numbers by their bits: 0.0 is not -0.0 (guards.cpp, constants_identical). */
  readonly floatsByBits: boolean
  /** What GLOBAL_STATE compares of the precision of CUDA's matrix products. */
  readonly matmulState: 'allow_tf32' | 'cuda_matmul_precision'
  /** Relational guards that have no fast path by dict tags leave no manager above them tag safe (has_unoptimized_relational_guard). */
  readonly relationsBlockTagSafe: boolean
  /** How TENSOR_MATCH says that a value is of another class. */
  readonly wrongTensorType: 'a tensor type' | 'the class'
}

const V2_8: Dialect = {
  guardSet: 'by-hash',
  showsType: false,
  typeMatch: 'id',
  idMatch: 'id',
  nan: 'lambda',
  dualLevel: 'lambda',
  markings: 'dynamic-indices',
  globalState: 'always-last',
  globalStateText: false,
  customGetattr: 'getattr',
  hasattr: 'source',
  containsInvert: true,
  partsOnce: 'none',
  setLength: false,
  cutsLongComments: false,
  closureHints: false,
  setGetItem: 'list',
  lambdaBlocksTagSafe: false,
  keepsRequiresGrad: false,
  globals: 'saved',
  skipsTensorsInSameDict: true,
  maskedKeys: [],
  autocastReason: 'whole',
  missingModule: 'torch._dynamo.guards',
  containsHints: false,
  floatsByBits: false,
  matmulState: 'allow_tf32',
  relationsBlockTagSafe: false,
  wrongTensorType: 'a tensor type',
}
const V2_9: Dialect = {
  ...V2_8,
  showsType: true,
  customGetattr: 'dict',
  partsOnce: 'module-dict',
  cutsLongComments: true,
  keepsRequiresGrad: true,
  globals: 'frame',
}
const V2_10: Dialect = {
  ...V2_9,
  guardSet: 'ordered',
  partsOnce: 'all',
  typeMatch: 'type',
  idMatch: 'repr',
  nan: 'guard',
  dualLevel: 'guard',
  globalState: 'guard',
  maskedKeys: ['Python', 'PythonTLSSnapshot'],
}
const V2_11: Dialect = { ...V2_10, typeMatch: 'type-and-hint', globalStateText: true, closureHints: true }
const V2_12: Dialect = { ...V2_11, hasattr: 'keyword', containsInvert: false }
const V2_13: Dialect = {
  ...V2_12,
  idMatch: 'type',
  markings: 'all',
  lambdaBlocksTagSafe: true,
  skipsTensorsInSameDict: false,
  maskedKeys: ['Python', 'PythonTLSSnapshot', 'PythonDispatcher'],
  autocastReason: 'by-device',
}
const V2_14: Dialect = { ...V2_13, setLength: true, setGetItem: '___set_getitem', wrongTensorType: 'the class' }

const V2_15: Dialect = {
  ...V2_14,
  missingModule: 'torch._dynamo.package',
  containsHints: true,
  floatsByBits: true,
  matmulState: 'cuda_matmul_precision',
  relationsBlockTagSafe: true,
}

export const DIALECTS: Readonly<Record<TorchVersion, Dialect>> = {
  '2.8': V2_8,
  '2.9': V2_9,
  '2.10': V2_10,
  '2.11': V2_11,
  '2.12': V2_12,
  '2.13': V2_13,
  '2.14': V2_14,
  '2.15': V2_15,
}
