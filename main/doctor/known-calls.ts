/** What a blob of torch may call while it loads: the rows of a table, from torch's pickler and Python's own reducers. */

/** GuardsStatePickler's methods (torch/_dynamo/guards.py, reducer_override; from 2.15 some are of package.py, FunctionPicklerBase). */
const REDUCERS = new Set(
  `tensor traceable_wrapper_subclass module python_module dispatch_key_set functorch_interpreter mapping_proxy dict_keys
  count_iter fsdp_module_type ddp_module c_op op bound_method sdp_backend named_tuple_type cell code nested_function
    empty_cell fn_from_module fn_from_snapshot`
    .split(/\s+/)
    .map((name) => `_unpickle_${name}`),
)

export function isReducer(name: string): boolean {
  return REDUCERS.has(name)
}

/** What 2.15 calls with an object that it just made, and a state: by name, the reducers that make such an object. */
export const SETTERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['_set_cell_contents', new Set(['_unpickle_empty_cell'])],
  ['_apply_function_state', new Set(['_unpickle_fn_from_module', '_unpickle_fn_from_snapshot'])],
])

/** By module: the functions and classes that may be called with any arguments. */
const CALLS: Readonly<Record<string, string>> = {
  builtins: `bool bytearray bytes complex dict enumerate float frozenset getattr int iter list object range reversed set
    slice str tuple type zip Exception AttributeError KeyError RuntimeError TypeError ValueError`,
  _codecs: 'encode',
  array: '_array_reconstructor',
  collections: 'Counter OrderedDict defaultdict deque',
  datetime: 'date datetime time timedelta timezone',
  decimal: 'Decimal',
  fractions: 'Fraction',
  functools: 'partial',
  itertools: 'chain combinations count cycle islice permutations product repeat',
  logging: 'getLogger',
  operator: 'attrgetter itemgetter',
  pathlib: 'Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath',
  re: '_compile',
  types: 'SimpleNamespace',
  uuid: 'UUID',
  'numpy.core.multiarray': '_reconstruct scalar',
  'numpy._core.multiarray': '_reconstruct scalar',
  'numpy.core.numeric': '_frombuffer',
  'numpy._core.numeric': '_frombuffer',
  numpy: 'dtype ndarray',
  torch: 'Size device',
  'torch._utils': `_rebuild_device_tensor_from_cpu_tensor _rebuild_device_tensor_from_numpy
    _rebuild_meta_tensor_no_storage _rebuild_nested_tensor _rebuild_parameter _rebuild_parameter_with_state
    _rebuild_qtensor _rebuild_sparse_tensor _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3
    _rebuild_wrapper_subclass`,
  'torch.serialization': '_get_layout',
  'torch._dynamo.guards': '_Missing',
  'torch._dynamo.package': '_Missing',
  'torch._dynamo.eval_frame': 'OptimizeContext',
  'torch.utils._ordered_set': 'OrderedSet',
}

const ALL = new Set(
  Object.entries(CALLS).flatMap(([module, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => `${module}.${name}`),
  ),
)

export function isKnownCall(name: string): boolean {
  return ALL.has(name)
}

/** Calls that call what they are given: which argument. */
export const CALLS_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['builtins.map', 0],
  ['builtins.filter', 0],
  ['torch._tensor._rebuild_from_type', 0],
  ['torch._tensor._rebuild_from_type_v2', 0],
  ['copyreg._reconstructor', 0],
  ['copyreg.__newobj__', 0],
  ['copyreg.__newobj_ex__', 0],
])

/** Classes of Python itself whose instances torch saves without calling them (NEWOBJ). */
const INSTANCES = new Set(
  `builtins.object builtins.list builtins.dict builtins.set builtins.tuple builtins.int builtins.float builtins.str
  traceback.FrameSummary traceback.StackSummary types.SimpleNamespace logging.Logger datetime.timedelta
  functools.partial collections.OrderedDict collections.defaultdict contextlib.nullcontext random.Random`.split(/\s+/),
)

export function isKnownInstance(name: string): boolean {
  return INSTANCES.has(name) || ALL.has(name)
}
