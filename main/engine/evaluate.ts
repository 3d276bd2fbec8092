/** Evaluates sources on a blob's saved scopes (`Source.get_value`), each once. */
import type { GuardsState } from '../state/guards-state'
import { type Source, textField } from '../state/source'
import { describeEnum } from './enum-bases'
import { Completion, ENUM } from './completion'
import { Marks } from './marks'
import { tensorProperty } from './source-name'
import { classMro, classOf, dictGet, dim, getattr, getitem, keywordDefault, unknown } from './values/attributes'
import type { Classes } from './values/classes'
import type { ValueReader } from './values/from-node'
import { strRepr } from './values/repr'
import { type DictValue, type PyClass, PythonError, type Value } from './values/value'

export class Evaluator {
  /** By name: sources that print alike lead to one value. */
  private readonly cache = new Map<string, Value>()
  /** The sources of those values. */
  private readonly sources = new Map<string, Source>()
  readonly marks: Marks
  private readonly completion: Completion
  private readonly classes: Classes
  private readonly hasGetCache: boolean
  private readonly locals: Value | null
  private readonly globals: Value | null

  constructor(
    readonly state: GuardsState,
    readonly values: ValueReader,
    /** Name of a source, for 2.10's cache of values. */
    private readonly nameOf: (source: Source) => string,
  ) {
    this.classes = values.classes
    this.marks = new Marks(state, nameOf)
    this.completion = new Completion(this, nameOf)
    this.hasGetCache = state.sourceGetCache.names().length > 0
    this.locals = state.localScope === null ? null : values.read(state.localScope)
    this.globals = state.globalScope === null ? null : values.read(state.globalScope)
  }

  /** The value of a source. Throws PythonError where evaluating it would raise. */
  get(source: Source): Value {
    const done = this.cache.get(this.nameOf(source))
    if (done !== undefined) return done
    const chain: Source[] = []
    for (let at: Source | null = source; at !== null && !this.cache.has(this.nameOf(at)); at = at.base) chain.push(at)
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link === undefined) continue
      const name = this.nameOf(link)
      this.cache.set(name, this.cached(link) ?? this.completion.complete(link, this.step(link)))
      this.sources.set(name, link)
    }
    return this.cache.get(this.nameOf(source)) ?? unknown('a source')
  }

  /** The saved globals; null where the blob has none. */
  savedGlobals(): DictValue | null {
    return this.globals?.kind === 'dict' ? this.globals : null
  }

  /** A saved global, or undefined. */
  savedGlobal(name: string): Value | undefined {
    return this.globals?.kind === 'dict' ? (dictGet(this.globals, name) ?? undefined) : undefined
  }

  /** The value of a source, or null where evaluating it would raise. */
  tryGet(source: Source): Value | null {
    try {
      return this.get(source)
    } catch (error) {
      if (error instanceof PythonError) return null
      throw error
    }
  }

  /** What a source was found to be so far. */
  found(name: string): Value | undefined {
    return this.cache.get(name)
  }

  /** Has a source read again. */
  forget(name: string): void {
    this.cache.delete(name)
  }

  /**
   * Has the sources read again whose values are stale, or are parts of such. Their names; null where other values were
   * completed by one of these, which then may follow.
   */
  changed(isStale: (value: Value) => boolean): ReadonlySet<string> | null {
    const names = new Set<string>()
    const seen = new Map<string, boolean>()
    const stale = (name: string, value: Value): boolean => {
      let is = seen.get(name)
      if (is !== undefined) return is
      is = isStale(value)
      const base = is ? null : this.sources.get(name)?.base
      if (base != null) {
        const baseName = this.nameOf(base)
        const baseValue = this.cache.get(baseName)
        is = baseName !== name && baseValue !== undefined && stale(baseName, baseValue)
      }
      seen.set(name, is)
      return is
    }
    for (const [name, value] of this.cache) if (stale(name, value)) names.add(name)
    for (const name of names) if (this.completion.asked.has(name)) return null
    for (const name of names) this.cache.delete(name)
    return names
  }

  /** The source a field holds (ConstDictKeySource as the index of a dict), or null. */
  keySource(source: Source): Source | null {
    const node = source.fields.get('index')
    return node === undefined ? null : this.state.sources.read(node)
  }

  private cached(source: Source): Value | null {
    if (!this.hasGetCache) return null
    const node = this.state.sourceGetCache.get(this.nameOf(source))
    return node === undefined ? null : this.values.read(node)
  }

  private field(source: Source, name: string): Value {
    const node = source.fields.get(name)
    return node === undefined
      ? { kind: 'none', type: this.classes.builtin('NoneType'), node: null }
      : this.values.read(node)
  }

  private scope(scope: Value | null, name: string): Value {
    if (scope?.kind !== 'dict') throw new PythonError(`KeyError: ${strRepr(name)}`)
    return getitem(scope, { kind: 'str', type: null, node: null, value: name })
  }

  private step(source: Source): Value {
    const { classes } = this
    const base = source.base === null ? null : (this.cache.get(this.nameOf(source.base)) ?? null)
    switch (source.cls) {
      case 'LocalSource':
        return this.scope(this.locals, textField(source, 'local_name'))
      case 'GlobalSource':
        return this.scope(this.globals, textField(source, 'global_name'))
      case 'GlobalWeakRefSource':
        return this.deref(this.scope(this.globals, textField(source, 'global_name')))
      case 'TorchSource':
        return this.module('torch')
      case 'CollectionsSource':
        return this.module('collections')
      case 'ImportSource':
        // __import__('a.b') is module a
        return this.module(textField(source, 'module_name').split('.')[0] ?? '')
      case 'TorchFunctionModeStackSource': {
        // torch/_dynamo/utils.py, get_torch_function_mode_stack_at: the stack is the loading process's, not the saved one
        const ind = this.field(source, 'ind')
        const at = ind.kind === 'int' ? ind.value.toString() : '#'
        throw new PythonError(`AssertionError: Expected ind < _len_torch_function_stack() (0), got ${at}`)
      }
      case 'CurrentStreamSource':
        return unknown('the current stream of the loading process', classes.get('torch.Stream'))
    }
    if (base === null) return unknown(`a ${source.cls}`)
    switch (source.cls) {
      case 'AttrSource':
      case 'CellContentsSource':
      case 'GenericAttrSource':
      case 'ParamBufferSource':
      case 'UnspecializedParamBufferSource':
        return getattr(classes, base, textField(source, 'member'))
      case 'GradSource':
        return getattr(classes, base, textField(source, 'member') || 'grad')
      case 'CodeSource':
        return getattr(classes, base, '__code__')
      case 'ClosureSource':
        return getattr(classes, base, '__closure__')
      case 'WeakRefCallSource':
      case 'CallFunctionNoArgsSource':
        return this.deref(base)
      case 'TypeSource':
        return classOf(classes, base) ?? unknown('the class of a value that is not known', classes.builtin('type'))
      case 'TypeDictSource':
        return unknown('the attributes of a class', classes.builtin('dict'))
      case 'TypeMROSource':
        return base.kind === 'class'
          ? classMro(classes, this.withBases(source, base))
          : unknown('the bases of a class', classes.builtin('tuple'))
      case 'GetItemSource':
      case 'ListGetItemSource':
        return this.index(source, base)
      case 'TupleIteratorGetItemSource': {
        const index = this.field(source, 'index')
        const items = base.kind === 'iterator' ? base.values : []
        return (index.kind === 'int' ? items[Number(index.value)] : undefined) ?? unknown('an item of an iterator')
      }
      case 'DictGetItemSource':
      case 'DictSubclassGetItemSource':
        return this.dictItem(source, base)
      case 'ConstDictKeySource': {
        const index = this.field(source, 'index')
        const entry = base.kind === 'dict' && index.kind === 'int' ? base.entries[Number(index.value)] : undefined
        return entry?.[0] ?? unknown('a key of a dict')
      }
      case 'NonSerializableSetGetItemSource': {
        const index = this.field(source, 'index')
        return (
          (base.kind === 'set' && index.kind === 'int' ? base.items[Number(index.value)] : undefined) ??
          unknown('a member of a set')
        )
      }
      case 'DefaultsSource':
        return this.default(source, base)
      case 'TensorPropertySource': {
        const idx = this.field(source, 'idx')
        const prop = tensorProperty(source)
        if (base.kind !== 'tensor' || prop === 'storage_offset')
          return unknown('a storage offset', classes.builtin('int'))
        return idx.kind === 'int' ? dim(classes, base[prop][Number(idx.value)]) : unknown('a dimension')
      }
      case 'IndexedSource':
        return {
          kind: 'sequence',
          base: 'tuple',
          type: classes.builtin('tuple'),
          node: null,
          items: [this.field(source, 'idx'), base],
          attrs: new Map(),
        }
      case 'SubclassAttrListSource':
        return this.innerNames(base)
      case 'FloatTensorSource':
      case 'NumpyTensorSource':
        return unknown('a tensor made in the loading process', classes.get('torch.Tensor'))
      case 'CallMethodItemSource':
        return this.itemOf(source)
      case 'ListReverseIteratorBackingListSource':
        return (
          (base.kind === 'iterator' ? base.over : null) ??
          unknown('the list behind an iterator', classes.builtin('list'))
        )
      case 'NamedTupleFieldsSource':
      case 'DataclassFieldsSource':
        return unknown('the fields of a class', classes.builtin('tuple'))
      case 'ScriptObjectQualifiedNameSource':
        return unknown('a qualified name', classes.builtin('str'))
      case 'DynamicScalarSource':
        return base.kind === 'int' ? base : unknown('an int', classes.builtin('int'))
      case 'NNModuleSource':
      case 'UnspecializedNNModuleSource':
      case 'UnspecializedBuiltinNNModuleSource':
      case 'FSDPNNModuleSource':
      case 'OptimizerSource':
      case 'SkipGuardSource':
        return base
      default:
        return unknown(`a ${source.cls}`)
    }
  }

  /** `___as_tensor(x).item()` is x again. */
  private itemOf(source: Source): Value {
    const tensor = source.base
    const number =
      tensor?.cls === 'FloatTensorSource' && tensor.base !== null ? this.cache.get(this.nameOf(tensor.base)) : undefined
    return number?.kind === 'float' ? { ...number, node: null } : unknown('what item() returns')
  }

  private module(name: string): Value {
    return { kind: 'pymodule', type: this.classes.builtin('module'), node: null, name }
  }

  /** `value()`: a weak reference gives what it points to; torch saves a placeholder for one, which is callable. */
  private deref(value: Value): Value {
    if (value.kind === 'weakref') return value.target
    if (value.kind === 'missing') return { kind: 'missing', type: value.type, node: null, reason: 'None' }
    return value.kind === 'tensor' ? value : unknown('what a call returns')
  }

  private index(source: Source, base: Value): Value {
    const slice = source.fields.get('index_is_slice')
    if (slice?.kind === 'bool' && slice.value) return unknown('a slice', classOf(this.classes, base))
    const index = this.field(source, 'index')
    if (base.kind === 'unknown') return this.memberOf(source, base)
    return getitem(base, index)
  }

  /** The class that a TypeMROSource lists the bases of; an enum's follow from where its attributes were found. */
  private withBases(source: Source, owner: PyClass): PyClass {
    if (owner.mro !== null || owner.metaclass !== ENUM) return owner
    const at = this.marks.foundAt(
      this.nameOf(source),
      (name) => this.classes.facts.classAttribute('enum.Enum', name) !== null,
    )
    const member = source.base?.base == null ? null : this.get(source.base.base)
    if (at !== null) describeEnum(this.classes, owner, at, member)
    return owner
  }

  /** An item of a tuple that belongs to the loading process: cells of a closure, classes of an `__mro__`. */
  private memberOf(source: Source, base: Value): Value {
    const { classes } = this
    const of = source.base
    const member = of === null ? '' : of.cls === 'ClosureSource' ? '__closure__' : textField(of, 'member')
    if (member === '__closure__') return unknown('a cell of a closure', classes.builtin('cell'))
    if (of?.cls === 'TypeMROSource' && of.base !== null) {
      const owner = this.cache.get(this.nameOf(of.base))
      const index = this.field(source, 'index')
      if (owner?.kind === 'class' && index.kind === 'int' && index.value === 0n) return owner
      const at = this.marks.foundAt(this.nameOf(of), (name) => classes.facts.classAttribute('enum.Enum', name) !== null)
      if (owner?.kind === 'class' && owner.metaclass === ENUM && index.kind === 'int' && Number(index.value) === at)
        return classes.get('enum.Enum')
      return unknown('a base of a class')
    }
    return unknown(`an item of a ${base.kind}`)
  }

  private dictItem(source: Source, base: Value): Value {
    const key = this.keySource(source)
    if (key !== null) {
      const at = key.fields.get('index')
      const entry = base.kind === 'dict' && at?.kind === 'int' ? base.entries[Number(at.value)] : undefined
      return entry?.[1] ?? unknown('an item of a dict')
    }
    if (source.base?.cls === 'TypeDictSource' && source.base.base !== null)
      return this.classDictItem(source.base.base, this.field(source, 'index'))
    if (base.kind === 'unknown' && source.base !== null && textField(source.base, 'member') === '_member_map_') {
      const owner = source.base.base === null ? undefined : this.cache.get(this.nameOf(source.base.base))
      if (owner?.kind === 'class') return unknown('a member of an enum', owner)
    }
    return getitem(base, this.field(source, 'index'))
  }

  /** `dict(cls.__dict__)[name]`: the table knows torch's classes. */
  private classDictItem(cls: Source, index: Value): Value {
    const owner = this.cache.get(this.nameOf(cls))
    if (owner?.kind !== 'class' || index.kind !== 'str') return unknown('an attribute of a class')
    const printed = this.classes.facts.classAttribute(owner.name, index.value)
    if (printed === null) return unknown(`attribute ${index.value} of class ${owner.printed}`)
    return this.classes.fromFact(
      printed,
      printed === 'function' ? `${owner.name}.${index.value}` : '',
      `${owner.name}.${index.value}`,
    )
  }

  private default(source: Source, base: Value): Value {
    const key = this.field(source, 'idx_key')
    // 2.11 writes two fields that the class computes itself, and cannot read them again (torch/_dynamo/source.py)
    const args = source.node.kind === 'reduce' ? source.node.items[1] : undefined
    if (args?.kind === 'tuple' && args.items.length > 3)
      throw new PythonError(
        `TypeError: DefaultsSource.__init__() takes from 3 to 4 positional arguments but ${args.items.length + 1} were given`,
      )
    if (base.kind === 'missing')
      throw new PythonError("AttributeError: '_Missing' object has no attribute '__defaults__'")
    if (key.kind === 'str') return keywordDefault(this.classes, base, key.value)
    const defaults = getattr(this.classes, base, '__defaults__')
    return defaults.kind === 'sequence' ? getitem(defaults, key) : unknown('a default of a function')
  }

  /** `x.__tensor_flatten__()[0]`: the names of the inner tensors. */
  private innerNames(base: Value): Value {
    if (base.kind === 'missing')
      throw new PythonError("AttributeError: '_Missing' object has no attribute '__tensor_flatten__'")
    if (base.kind !== 'tensor') return unknown('the inner tensors', this.classes.builtin('list'))
    const items = [...base.inner.keys()].map((name): Value => ({
      kind: 'str',
      type: this.classes.builtin('str'),
      node: null,
      value: name,
    }))
    return { kind: 'sequence', base: 'list', type: this.classes.builtin('list'), node: null, items, attrs: new Map() }
  }
}
