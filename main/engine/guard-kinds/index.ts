/** Every create_fn of GuardBuilder by name. A new guard kind is one function and one line here. */
import type { CreateFn } from './common'
import { boolMatch, constantMatch, constantSubclassMatch, dispatchKeySetMatch, equalsMatch, nameMatch, noneMatch, notNoneMatch } from './constants'
import {
  countIteratorMatch, dictContains, dictKeysMatch, dictNotContains, dictVersion, emptyHooksDict, mappingKeysCheck, notPresentInGenericDict,
  rangeIteratorMatch, sequenceLength, setContains, setNotContains, tupleIteratorLen,
} from './containers'
import { duplicateInput } from './aliasing'
import { closureMatch, fakeScriptTypeMatch, hasattr, idMatch, nnModule, typeMatch } from './identity'
import { covered, defaultDevice, dualLevel, functorchStackMatch, globalState, savedTensorsHooks, torchFunctionState } from './process'
import { shapeEnv } from './shapes'
import { cowTensorMatch, dtensorSpecMatch, opaqueGuardFnMatch, subclassMetadataMatch, tensorMatch } from './tensors'

export const CREATE_FNS: ReadonlyMap<string, CreateFn> = new Map<string, CreateFn>([
  ['HASATTR', hasattr],
  ['NOT_PRESENT_IN_GENERIC_DICT', notPresentInGenericDict],
  ['TYPE_MATCH', typeMatch],
  ['FAKE_SCRIPT_TYPE_MATCH', fakeScriptTypeMatch],
  ['DICT_VERSION', dictVersion],
  ['DICT_CONTAINS', dictContains],
  ['DICT_NOT_CONTAINS', dictNotContains],
  ['SET_CONTAINS', setContains],
  ['SET_NOT_CONTAINS', setNotContains],
  ['BOOL_MATCH', boolMatch],
  ['NONE_MATCH', noneMatch],
  ['ID_MATCH', idMatch],
  ['COW_TENSOR_MATCH', cowTensorMatch],
  ['NOT_NONE_MATCH', notNoneMatch],
  ['NAME_MATCH', nameMatch],
  ['DISPATCH_KEY_SET_MATCH', dispatchKeySetMatch],
  ['DUAL_LEVEL', dualLevel],
  ['FUNCTORCH_STACK_MATCH', functorchStackMatch],
  ['AUTOGRAD_SAVED_TENSORS_HOOKS', savedTensorsHooks],
  ['TENSOR_SUBCLASS_METADATA_MATCH', subclassMetadataMatch],
  ['DTENSOR_SPEC_MATCH', dtensorSpecMatch],
  ['OPAQUE_OBJ_GUARD_FN_MATCH', opaqueGuardFnMatch],
  ['EQUALS_MATCH', equalsMatch],
  ['CONSTANT_MATCH', constantMatch],
  ['CONSTANT_SUBCLASS_MATCH', constantSubclassMatch],
  ['NN_MODULE', nnModule],
  ['FUNCTION_MATCH', idMatch],
  ['CLASS_MATCH', idMatch],
  ['MODULE_MATCH', idMatch],
  ['CLOSURE_MATCH', closureMatch],
  ['BUILTIN_MATCH', idMatch],
  ['SEQUENCE_LENGTH', sequenceLength],
  ['TUPLE_ITERATOR_LEN', tupleIteratorLen],
  ['RANGE_ITERATOR_MATCH', rangeIteratorMatch],
  ['COUNT_ITERATOR_MATCH', countIteratorMatch],
  ['DUPLICATE_INPUT', duplicateInput],
  ['WEAKREF_ALIVE', notNoneMatch],
  ['MAPPING_KEYS_CHECK', mappingKeysCheck],
  ['DICT_KEYS_MATCH', dictKeysMatch],
  ['EMPTY_NN_MODULE_HOOKS_DICT', emptyHooksDict],
  ['GRAD_MODE', covered],
  ['DETERMINISTIC_ALGORITHMS', covered],
  ['FSDP_TRAINING_STATE', covered],
  ['GLOBAL_STATE', globalState],
  ['TORCH_FUNCTION_STATE', torchFunctionState],
  ['DEFAULT_DEVICE', defaultDevice],
  ['SHAPE_ENV', shapeEnv],
  ['TENSOR_MATCH', tensorMatch],
])
