/** What GuardsStatePickler's `_unpickle_*` reducers make (torch/_dynamo/guards.py, GuardsStatePickler). */
import { globalName, listItems } from '../../pickle/access'
import type { CallNode, PickleNode } from '../../pickle/node'
import type { Place } from '../../pickle/patch'
import { argumentPlaces } from '../../pickle/places'
import { entriesOf } from '../../state/fields'
import { LazyAttrs, LazyDict, LazyObject } from './lazy'
import type { ValueReader } from './from-node'
import { contentsPlace, emptyCell, partPlace, rebuiltFunction } from './rebuilt'
import { makeTensor } from './tensor'
import type { Value } from './value'

type Args = readonly PickleNode[]
type Make = (reader: ValueReader, node: PickleNode, args: Args) => Value

const PICKLER = 'torch._dynamo.guards.GuardsStatePickler'
const NO_ATTRS: ReadonlyMap<string, Value> = new Map()

/** The value a reducer call makes; null if the node is none. */
export function readPickler(reader: ValueReader, node: CallNode): Value | null {
  if (reducerName(node.items[0]) === null || node.items[0] === undefined) return null
  const tuple = node.items[1]
  return callReducer(reader, node, node.items[0], tuple?.kind === 'tuple' ? tuple.items : [])
}

/** What a reducer makes of arguments; `node` is where the value stands in the blob. */
export function callReducer(reader: ValueReader, node: PickleNode, callee: PickleNode, args: Args): Value {
  const name = reducerName(callee) ?? ''
  const make = MAKERS.get(name)
  return make === undefined ? reader.unknown(node, `what ${PICKLER}.${name} makes`) : make(reader, node, args)
}

/** `getattr(GuardsStatePickler, '_unpickle_x')`, or the static method by its name. */
export function reducerName(callee: PickleNode | undefined): string | null {
  if (callee === undefined) return null
  const direct = globalName(callee)
  if (direct !== null) return direct.startsWith(`${PICKLER}.`) ? direct.slice(PICKLER.length + 1) : null
  if (callee.kind !== 'reduce' || callee.items[0] === undefined || globalName(callee.items[0]) !== 'builtins.getattr')
    return null
  const args = callee.items[1]
  const [owner, attr] = args?.kind === 'tuple' ? args.items : []
  return owner !== undefined && globalName(owner) === PICKLER && attr?.kind === 'str' ? attr.value : null
}

/** The module that a node imports when it is loaded, by `_unpickle_python_module` or to be the scope of a function; null for any other node. */
export function importedName(node: PickleNode): string | null {
  if (node.kind !== 'reduce') return null
  const at = IMPORTS.get(reducerName(node.items[0]) ?? '')
  const args = node.items[1]?.kind === 'tuple' ? node.items[1].items : []
  const name = at === undefined ? undefined : args[at]
  return name?.kind === 'str' && name.value !== '' ? name.value : null
}

/** Which argument is the name: `_unpickle_nested_function` up to 2.14, `_unpickle_fn_from_module` since, which goes on without. */
const IMPORTS: ReadonlyMap<string, number> = new Map([
  ['_unpickle_python_module', 0],
  ['_unpickle_nested_function', 1],
  ['_unpickle_fn_from_module', 0],
])

const named =
  (name: string) =>
  (setter: PickleNode): boolean =>
    reducerName(setter) === name
const appliesState = named('_apply_function_state')

const text = (node: PickleNode | undefined): string => (node?.kind === 'str' ? node.value : '')
const read = (reader: ValueReader, node: PickleNode | undefined): Value =>
  node === undefined ? { kind: 'none', type: reader.classes.builtin('NoneType'), node: null } : reader.read(node)

function moduleFromState(reader: ValueReader, node: PickleNode, state: PickleNode | undefined, type: string): Value {
  return new LazyObject(
    reader.classes.get(type),
    node,
    true,
    null,
    () => new LazyAttrs(entriesOf(state), reader.of),
    () => [],
  )
}

/** Where a part of a function or of a cell that a reducer makes stands in the graph; null where it is not a part that is saved. */
export function reducedPlace(node: PickleNode, name: string): Place | null {
  const reducer = node.kind === 'reduce' ? reducerName(node.items[0]) : null
  switch (reducer) {
    case '_unpickle_cell':
      return name === 'cell_contents' ? (argumentPlaces(node)[0] ?? null) : null
    case '_unpickle_empty_cell':
      return name === 'cell_contents' ? contentsPlace(node, named('_set_cell_contents')) : null
    case '_unpickle_nested_function': {
      const at = name === '__defaults__' ? 3 : name === '__closure__' ? 4 : -1
      return argumentPlaces(node)[at] ?? null
    }
    case '_unpickle_fn_from_module':
    case '_unpickle_fn_from_snapshot':
      return partPlace(node, name, appliesState)
    default:
      return null
  }
}

const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  [
    '_unpickle_tensor',
    (r, node, [meta, device, pytype, keys, grad]) =>
      makeTensor(r, { node, meta, device, pytype, keys, grad, inner: undefined, context: undefined }),
  ],
  [
    '_unpickle_traceable_wrapper_subclass',
    (r, node, [meta, device, pytype, keys, context, inner]) =>
      makeTensor(r, { node, meta, device, pytype, keys, grad: undefined, inner, context }),
  ],
  ['_unpickle_module', (r, node, [state]) => moduleFromState(r, node, state, 'torch.nn.modules.module.Module')],
  [
    '_unpickle_ddp_module',
    (r, node, [state]) => moduleFromState(r, node, state, 'torch.nn.parallel.distributed.DistributedDataParallel'),
  ],
  [
    '_unpickle_python_module',
    (r, node, [name]) => ({ kind: 'pymodule', type: r.classes.builtin('module'), node, name: text(name) }),
  ],
  [
    '_unpickle_dispatch_key_set',
    (r, node, [raw]) => ({
      kind: 'dispatch-key-set',
      type: r.classes.get('torch.DispatchKeySet'),
      node,
      raw: raw?.kind === 'int' ? raw.value : 0n,
    }),
  ],
  [
    '_unpickle_functorch_interpreter',
    (r, node, args) =>
      new LazyObject(
        r.classes.get('torch._C._functorch.CInterpreter'),
        node,
        false,
        null,
        () => NO_ATTRS,
        () => args.map(r.of),
      ),
  ],
  [
    '_unpickle_mapping_proxy',
    (r, node, [dict]) =>
      new LazyDict(
        'mappingproxy',
        r.classes.builtin('mappingproxy'),
        node,
        () => (dict === undefined ? [] : r.entries(dict)),
        () => NO_ATTRS,
      ),
  ],
  [
    '_unpickle_dict_keys',
    (r, node, [elems]) => {
      const none = read(r, undefined)
      return new LazyDict(
        'dict_keys',
        r.classes.builtin('dict_keys'),
        node,
        () => (elems === undefined ? [] : listItems(elems)).map((k) => [r.read(k), none] as const),
        () => NO_ATTRS,
      )
    },
  ],
  [
    '_unpickle_count_iter',
    (r, node, args) => ({ kind: 'iterator', type: r.classes.get('itertools.count'), node, values: args.map(r.of) }),
  ],
  // FSDP's subclass takes the name and module of the class it was made from
  ['_unpickle_fsdp_module_type', (r, _node, [type]) => r.classOf(type) ?? read(r, type)],
  [
    '_unpickle_c_op',
    (r, node, [name]) => r.unknown(node, `torch.ops._C.${text(name)}`, r.classes.get('torch._ops.OpOverloadPacket')),
  ],
  [
    '_unpickle_op',
    (r, node, [ns, op, overload]) =>
      r.unknown(node, `torch.ops.${text(ns)}.${text(op)}.${text(overload)}`, r.classes.get('torch._ops.OpOverload')),
  ],
  [
    '_unpickle_bound_method',
    (r, node, [func, self]) => ({
      kind: 'method',
      type: r.classes.builtin('method'),
      node,
      func: read(r, func),
      self: read(r, self),
    }),
  ],
  [
    '_unpickle_sdp_backend',
    (r, node, [name]) => {
      const cls = r.classes.named('torch.nn.attention', 'SDPBackend')
      return { kind: 'enum', type: cls?.kind === 'class' ? cls : null, node, value: null, member: text(name) }
    },
  ],
  [
    '_unpickle_cell',
    (r, node, [value]) => ({ kind: 'cell', type: r.classes.builtin('cell'), node, contents: read(r, value) }),
  ],
  ['_unpickle_empty_cell', (r, node) => emptyCell(r, node, named('_set_cell_contents'))],
  ['_unpickle_fn_from_module', (r, node, args) => rebuiltFunction(r, node, args, appliesState)],
  ['_unpickle_fn_from_snapshot', (r, node, args) => rebuiltFunction(r, node, args, appliesState, args[0])],
  ['_unpickle_named_tuple_type', (r, _node, [name]) => r.classes.get(`torch._dynamo.guards.${text(name)}`)],
  ['_unpickle_code', (r, node) => r.unknown(node, 'a code object', r.classes.builtin('code'))],
  [
    '_unpickle_nested_function',
    (r, node, [code, module, qualname, defaults, closure]) => {
      const list = (v: Value): readonly Value[] | null => (v.kind === 'sequence' ? v.items : null)
      return {
        kind: 'function',
        type: r.classes.builtin('function'),
        node,
        name: `${text(module)}.${text(qualname)}`,
        qualname: text(qualname),
        repr: null,
        code: read(r, code),
        defaults: list(read(r, defaults)) ?? [],
        closure: list(read(r, closure)),
        guessed: false,
        // keyword defaults are not among what is saved
        part: (part) => (part === '__kwdefaults__' ? read(r, undefined) : null),
      }
    },
  ],
])
