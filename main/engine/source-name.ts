/** Names and guard sources of Source objects, as torch/_dynamo/source.py makes them. */
import type { Source } from '../state/source'
import { textField } from '../state/source'
import type { TextBudget } from './text-budget'
import { repr, strRepr } from './values/repr'
import type { ValueReader } from './values/from-node'
import type { PickleNode } from '../pickle/node'

/** GuardSource, torch/_guards.py: the value orders guards. */
export const GUARD_SOURCE = {
  LOCAL: 0,
  GLOBAL: 1,
  LOCAL_SPECIALIZED_NN_MODULE: 2,
  GLOBAL_SPECIALIZED_NN_MODULE: 3,
  CONSTANT: 4,
  RANDOM_VALUE: 5,
  SHAPE_ENV: 6,
  LOCAL_FSDP_MODULE: 7,
  GLOBAL_FSDP_MODULE: 8,
  BACKWARD_STATE: 9,
  EPHEMERAL: 10,
  SYNTHETIC_LOCAL: 11,
  LOCAL_UNSPECIALIZED_NN_MODULE: 12,
  GLOBAL_UNSPECIALIZED_NN_MODULE: 13,
  LOCAL_UNSPECIALIZED_BUILTIN_NN_MODULE: 14,
  GLOBAL_UNSPECIALIZED_BUILTIN_NN_MODULE: 15,
  TEMP_LOCAL: 16,
} as const
export type GuardSourceName = keyof typeof GUARD_SOURCE

const ROOTS: ReadonlyMap<string, GuardSourceName> = new Map([
  ['LocalSource', 'LOCAL'],
  ['TempLocalSource', 'TEMP_LOCAL'],
  ['SyntheticLocalSource', 'SYNTHETIC_LOCAL'],
  ['RandomValueSource', 'RANDOM_VALUE'],
  ['EphemeralSource', 'EPHEMERAL'],
  ['ConstantSource', 'CONSTANT'],
  ['ShapeEnvSource', 'SHAPE_ENV'],
  ['BackwardStateSource', 'BACKWARD_STATE'],
])

type ModuleKind =
  | 'SPECIALIZED_NN_MODULE'
  | 'UNSPECIALIZED_NN_MODULE'
  | 'UNSPECIALIZED_BUILTIN_NN_MODULE'
  | 'FSDP_MODULE'

/** The _GUARD_SOURCE_*_NN_MODULE maps of source.py: what a module source makes of its base's guard source. */
function moduleKind(base: GuardSourceName, kind: ModuleKind): GuardSourceName {
  if (base.endsWith('FSDP_MODULE')) return base
  if (kind === 'UNSPECIALIZED_NN_MODULE' && base.endsWith('BUILTIN_NN_MODULE')) return base
  if (kind === 'SPECIALIZED_NN_MODULE' && base.includes('UNSPECIALIZED')) return base
  return `${base.startsWith('GLOBAL') ? 'GLOBAL' : 'LOCAL'}_${kind}`
}

/** `Source.guard_source`. */
export function guardSourceOf(source: Source): GuardSourceName {
  const { notes } = source
  if (notes.guardSource === null) {
    const base = source.base?.notes.guardSource
    notes.guardSource = base == null ? walkGuardSource(source) : linkGuardSource(source, base as GuardSourceName)
  }
  return notes.guardSource as GuardSourceName
}

function walkGuardSource(source: Source): GuardSourceName {
  const chain: Source[] = []
  for (let at: Source | null = source; at !== null; at = at.base) chain.push(at)
  let kind: GuardSourceName = ROOTS.get(chain[chain.length - 1]?.cls ?? '') ?? 'GLOBAL'
  for (let i = chain.length - 2; i >= 0; i--) {
    const link = chain[i]
    if (link !== undefined) kind = linkGuardSource(link, kind)
  }
  return kind
}

function linkGuardSource(source: Source, base: GuardSourceName): GuardSourceName {
  switch (source.cls) {
    case 'NNModuleSource':
    case 'ParamBufferSource':
      return moduleKind(base, 'SPECIALIZED_NN_MODULE')
    case 'UnspecializedNNModuleSource':
      return moduleKind(base, 'UNSPECIALIZED_NN_MODULE')
    case 'UnspecializedBuiltinNNModuleSource':
      return moduleKind(base, 'UNSPECIALIZED_BUILTIN_NN_MODULE')
    case 'FSDPNNModuleSource':
      return moduleKind(base, 'FSDP_MODULE')
    default:
      return base
  }
}

const IDENTIFIER = /^[\p{XID_Start}_][\p{XID_Continue}]*$/u

/** Python's str.isidentifier. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text)
}

/** Names of sources, each made once. No recursion over chains. */
export class SourceNames {
  constructor(
    private readonly values: ValueReader,
    private readonly budget: TextBudget,
  ) {}

  /** `Source.name`. */
  of(source: Source): string {
    if (source.notes.name !== null) return source.notes.name
    const chain: Source[] = []
    for (let at: Source | null = source; at !== null && at.notes.name === null; at = at.base) chain.push(at)
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link !== undefined) link.notes.name = this.budget.takeName(this.link(link, link.base?.notes.name ?? ''))
    }
    return source.notes.name ?? ''
  }

  /** repr of a field. */
  private field(source: Source, name: string): string {
    const node = source.fields.get(name)
    return node === undefined ? 'None' : this.repr(node)
  }

  private repr(node: PickleNode): string {
    return repr(this.values.read(node), this.values.classes.reprContext) ?? '#'
  }

  /** `idx`: the slice a GetItemSource holds as (slice, (start, stop, step)), or any other index. */
  private index(source: Source): string {
    const node = source.fields.get('index')
    if (node === undefined) return 'None'
    const isSlice = source.fields.get('index_is_slice')
    if (isSlice?.kind === 'bool' && isSlice.value && node.kind === 'tuple') {
      const args = node.items[1]
      if (args?.kind === 'tuple') return `slice(${args.items.map((n) => this.repr(n)).join(', ')})`
    }
    return this.repr(node)
  }

  /** A dict key: a literal, or the name of a ConstDictKeySource. */
  private key(source: Source): string {
    const node = source.fields.get('index')
    if (node === undefined) return 'None'
    const key = this.keySource(node)
    return key === null ? this.repr(node) : this.of(key)
  }

  /** Set by the builder: reads a Source from a field. */
  keySource: (node: PickleNode) => Source | null = () => null

  private link(source: Source, base: string): string {
    switch (source.cls) {
      case 'LocalSource':
        return `L[${strRepr(textField(source, 'local_name'))}]`
      case 'SyntheticLocalSource':
        return `SYNTHETIC_LOCAL[${strRepr(textField(source, 'local_name'))}]`
      case 'RandomValueSource':
        return `random_value_${this.field(source, 'random_call_index')}`
      case 'GlobalSource':
        return `G[${strRepr(textField(source, 'global_name'))}]`
      case 'GlobalWeakRefSource':
        return `G[${strRepr(textField(source, 'global_name'))}]()`
      case 'GlobalStateSource':
      case 'ShapeEnvSource':
      case 'BackwardStateSource':
        return ''
      case 'TorchSource':
        return "__import__('torch')"
      case 'CollectionsSource':
        return "__import__('collections')"
      case 'ImportSource':
        return `__import__('${textField(source, 'module_name')}')`
      case 'TorchFunctionModeStackSource':
        return `___get_torch_function_mode_stack_at(${this.field(source, 'ind')})`
      case 'CurrentStreamSource': {
        const node = source.fields.get('device')
        const device = node === undefined ? null : this.values.read(node)
        return device?.kind === 'device'
          ? `___get_current_stream(torch.device('${device.device}', ${device.index ?? 'None'}))`
          : '#'
      }
      case 'ConstantSource':
        return textField(source, 'source_name')
      case 'EphemeralSource': {
        const desc = source.fields.get('desc')
        return desc?.kind === 'str' ? `<ephemeral: ${desc.value}>` : '<ephemeral>'
      }
      case 'WeakRefCallSource':
      case 'CallFunctionNoArgsSource':
        return `${base}()`
      case 'AttrSource':
      case 'CellContentsSource':
      case 'ParamBufferSource':
      case 'UnspecializedParamBufferSource': {
        const member = textField(source, 'member')
        return isIdentifier(member) ? `${base}.${member}` : `getattr(${base}, ${strRepr(member)})`
      }
      case 'GradSource':
        return `${base}.${textField(source, 'member') || 'grad'}`
      case 'GenericAttrSource':
        return `object.__getattribute__(${base}, ${strRepr(textField(source, 'member'))})`
      case 'TypeSource':
        return `type(${base})`
      case 'TypeDictSource':
        return `dict(${base}.__dict__)`
      case 'TypeMROSource':
        return `${base}.__mro__`
      case 'CodeSource':
        return `${base}.__code__`
      case 'ClosureSource':
        return `${base}.__closure__`
      case 'TensorPropertySource': {
        const prop = tensorProperty(source)
        return prop === 'storage_offset'
          ? `${base}.storage_offset()`
          : `${base}.${prop}()[${this.field(source, 'idx')}]`
      }
      case 'IndexedSource':
        return `(${this.field(source, 'idx')}, ${base})`
      case 'NegateSource':
        return `${base}.__neg__()`
      case 'ConvertIntSource':
        return `cast_symbool_to_symint_guardless(${base})`
      case 'DynamicScalarSource':
        return `int(${base})`
      case 'FlattenScriptObjectSource':
        return `${base}.__obj_flatten__()`
      case 'ScriptObjectQualifiedNameSource':
        return `${base}._type().qualified_name()`
      case 'AttrProxySource':
        return `${base}.get_base()`
      case 'DefaultsSource': {
        const key = source.fields.get('idx_key')
        return key?.kind === 'str'
          ? `${base}.__kwdefaults__['${key.value}']`
          : `${base}.__defaults__[${this.field(source, 'idx_key')}]`
      }
      case 'GetItemSource':
        return `${base}[${this.index(source)}]`
      case 'ListGetItemSource':
        return `list.__getitem__(${base}, ${this.index(source)})`
      case 'TupleIteratorGetItemSource':
        return `___tuple_iterator_getitem(${base}, ${this.index(source)})`
      case 'ConstDictKeySource':
        return `list(dict.keys(${base}))[${this.field(source, 'index')}]`
      case 'NonSerializableSetGetItemSource':
        return `${this.setGetItem}(${base}${this.setGetItem === 'list' ? `)[${this.field(source, 'index')}]` : `, ${this.field(source, 'index')})`}`
      case 'DictGetItemSource':
        return `${base}[${this.key(source)}]`
      case 'DictSubclassGetItemSource': {
        const node = source.fields.get('index')
        const key = node === undefined ? null : this.keySource(node)
        return key === null ? `${base}[${this.key(source)}]` : `dict.__getitem__(${base}, ${this.of(key)})`
      }
      case 'ListReverseIteratorBackingListSource':
        return `___list_reverseiterator_backing_list(${base})`
      case 'NamedTupleFieldsSource':
        return `___namedtuple_fields(${base})`
      case 'DataclassFieldsSource':
        return `___dataclass_fields(${base})`
      case 'NumpyTensorSource':
        return `___from_numpy(${base})`
      case 'SubclassAttrListSource':
        return `${base}.__tensor_flatten__()[0]`
      case 'FloatTensorSource':
        return `___as_tensor(${base})`
      case 'CallMethodItemSource':
        return `${base}.item()`
      case 'UnwrapCollectiveTensorSource':
        return `___unwrap_async_collective_tensor(${base})`
      case 'ContextVarGetSource': {
        const has = source.fields.get('has_default')
        return has?.kind === 'bool' && has.value
          ? `${base}.get(${this.field(source, 'default_value')})`
          : `${base}.get()`
      }
      case 'SkipGuardSource':
      case 'OptimizerSource':
      case 'NNModuleSource':
      case 'UnspecializedNNModuleSource':
      case 'UnspecializedBuiltinNNModuleSource':
      case 'FSDPNNModuleSource':
        return base
      default:
        return base === '' ? `${source.cls}(...)` : `${source.cls}(${base})`
    }
  }

  /** `list({0})[i]` before 2.14, `___set_getitem({0}, i)` since. */
  setGetItem: 'list' | '___set_getitem' = 'list'
}

/** `TensorProperty` of a TensorPropertySource: `size`, `stride` or `storage_offset`. */
export function tensorProperty(source: Source): 'size' | 'stride' | 'storage_offset' {
  const node = source.fields.get('prop')
  // an enum member: REDUCE TensorProperty (value,)
  const args = node?.kind === 'reduce' ? node.items[1] : undefined
  const value = args?.kind === 'tuple' && args.items[0]?.kind === 'int' ? args.items[0].value : 0n
  return value === 1n ? 'stride' : value === 2n ? 'storage_offset' : 'size'
}
