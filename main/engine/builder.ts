/** GuardBuilder: makes one manager a source and hangs the guards in them (torch/_dynamo/guards.py, GuardBuilder). */
import type { Guard, GuardsState, SizesStrides } from '../state/guards-state'
import { type Source, textField } from '../state/source'
import { accessor, accessorOf } from './accessors'
import type { Dialect } from './dialects'
import { DIALECTS } from './dialects'
import { Evaluator } from './evaluate'
import type { Facts } from './facts'
import { GuardManager, type LeafGuard } from './manager'
import { recordedEnums } from './recorded'
import { nnModuleAttribute, readsThroughDict, tracedGetattrs } from './nn-module'
import { SourceNames } from './source-name'
import { namesBudget } from './text-budget'
import { classOf, keyPosition, unknown } from './values/attributes'
import { Classes } from './values/classes'
import { ValueReader } from './values/from-node'
import { hashKey } from './values/hash-key'
import { classRepr, repr } from './values/repr'
import { type PyClass, PythonError, type Value } from './values/value'
import { VerboseParts } from './verbose'

/** The frame's variables in order; an index that is not known prints as `#`. */
export type Locals = readonly string[] | null

const MODULE_SOURCES = new Set([
  'OptimizerSource',
  'NNModuleSource',
  'UnspecializedNNModuleSource',
  'UnspecializedBuiltinNNModuleSource',
  'FSDPNNModuleSource',
])
const ATTRIBUTE_SOURCES = new Set(['AttrSource', 'CellContentsSource', 'UnspecializedParamBufferSource'])

export class GuardBuilder {
  readonly dialect: Dialect
  readonly names: SourceNames
  readonly values: ValueReader
  readonly classes: Classes
  readonly evaluator: Evaluator
  readonly verbose: VerboseParts
  root = new GuardManager('RootGuardManager', '', null, null, null)
  epilogue: LeafGuard[] = []
  /** NO_TENSOR_ALIASING: managers of tensors and their names. */
  noAliasing: { readonly name: string; readonly manager: GuardManager }[] = []
  /** DUPLICATE_INPUT guards that become one epilogue lambda. */
  aliasingParts: { readonly code: string; readonly part: string }[] = []
  seenDuplicates = new Set<string>()
  /** Code parts that may stand once in a tree (`already_added_code_parts`). */
  private addedParts = new Set<string>()
  /** Sources by name that guards and accessors of this build refer to, for the window. */
  private managers = new Map<string, GuardManager>()
  private getattrs: ReadonlySet<PyClass> | null = null
  private readonly keyOrder = new Set<Value>()
  private readonly sizes = new Map<string, SizesStrides>()

  constructor(
    readonly state: GuardsState,
    readonly facts: Facts,
    readonly locals: Locals,
    /** torch's folder in the loading process. */
    readonly torchFolder: string,
    /** One for a state of the same graph, whose guards are the same: what it read stays read. */
    previous?: GuardBuilder,
  ) {
    this.dialect = DIALECTS[state.version]
    this.classes = previous?.classes ?? new Classes(facts)
    this.values = previous?.values ?? new ValueReader(this.classes)
    this.names = previous?.names ?? new SourceNames(this.values, namesBudget(state.sources))
    this.evaluator = previous?.evaluator ?? new Evaluator(state, this.values, (source) => this.names.of(source))
    this.verbose =
      previous?.verbose ??
      new VerboseParts(this.dialect, this.names, torchFolder, new Set(facts.table.uninteresting_files))
    this.verbose.budget.reset()
    if (previous === undefined) this.prepareReaders()
    for (const entry of state.sizesStrides) this.sizes.set(this.names.of(entry.source), entry)
    for (const source of state.guardOnKeyOrder) {
      const value = this.evaluator.tryGet(source)
      if (value !== null) this.keyOrder.add(value)
    }
  }

  private prepareReaders(): void {
    let enums: ReadonlyMap<string, string> | null = null
    this.classes.enumReprs = () => (enums ??= recordedEnums(this.state.guards))
    this.names.setGetItem = this.dialect.setGetItem
    this.names.keySource = (node) => this.state.sources.read(node)
  }

  /** Goes on with the tree of another: what was built here is let go. */
  takeOver(other: GuardBuilder): void {
    this.root = other.root
    this.epilogue = other.epilogue
    this.noAliasing = other.noAliasing
    this.aliasingParts = other.aliasingParts
    this.seenDuplicates = other.seenDuplicates
    this.addedParts = other.addedParts
    this.managers = other.managers
    this.getattrs = other.getattrs
  }

  name(guard: Guard): string {
    return guard.source === null ? '' : this.names.of(guard.source)
  }

  /** The value a guard looks at. */
  get(guard: Guard): Value {
    return guard.source === null ? unknown('a guard without a source') : this.evaluator.get(guard.source)
  }

  repr(value: Value): string | null {
    return repr(value, this.classes.reprContext)
  }

  sizesOf(source: Source): SizesStrides | null {
    return this.sizes.get(this.names.of(source)) ?? null
  }

  /** Whether a dict's keys are guarded in order (`requires_key_order_guarding`). */
  guardsKeyOrder(value: Value): boolean {
    return this.keyOrder.has(value)
  }

  /** Classes of modules that are known to override `__getattr__` by the guards alone. */
  get tracedGetattr(): ReadonlySet<PyClass> {
    return (this.getattrs ??= tracedGetattrs(this))
  }

  /** Notes a code part, of a module's `__dict__` or any other; false where it stands in the tree and may do so once. */
  addOnce(code: string, of: 'module-dict' | 'other' = 'other'): boolean {
    const { partsOnce } = this.dialect
    if (partsOnce !== 'all' && partsOnce !== of) return true
    if (this.addedParts.has(code)) return false
    this.addedParts.add(code)
    return true
  }

  managerFor(guard: Guard): GuardManager {
    if (guard.source === null) throw new PythonError('a guard without a source')
    return this.manager(guard.source)
  }

  /** `get_guard_manager_from_source`. */
  manager(source: Source): GuardManager {
    const done = this.managers.get(this.names.of(source))
    if (done !== undefined) return done
    const chain: Source[] = []
    for (let at: Source | null = source; at !== null && !this.managers.has(this.names.of(at)); at = at.base)
      chain.push(at)
    let manager: GuardManager | undefined = this.managers.get(this.names.of(source))
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link === undefined) continue
      const name = this.names.of(link)
      manager = this.managers.get(name) ?? this.make(link, name)
      if (manager !== this.root) this.managers.set(name, manager)
    }
    return manager ?? this.root
  }

  /** A new manager for a value; a DictGuardManager where the order of a dict's keys is guarded. */
  newManager(source: string, origin: Source | null, value: Value, allowDict = true): GuardManager {
    const isDict = allowDict && this.isDict(value) && this.guardsKeyOrder(value)
    return new GuardManager(
      isDict ? 'DictGuardManager' : 'GuardManager',
      source,
      origin,
      value,
      classOf(this.classes, value),
    )
  }

  /** Whether a value is a dict, or one of the loading process whose class says so. */
  isDict(value: Value): boolean {
    if (value.kind === 'dict') return true
    return (
      value.kind === 'unknown' && value.type !== null && this.classes.isSubclass(value.type, 'builtins.dict') === true
    )
  }

  private make(source: Source, name: string): GuardManager {
    switch (source.cls) {
      case 'GlobalStateSource':
      case 'ShapeEnvSource':
        return this.root
    }
    const value = this.evaluator.get(source)
    const plain = (): GuardManager => this.newManager(name, source, value)
    if (source.cls === 'LocalSource')
      return this.root.child(this.frameLocal(textField(source, 'local_name')), name, plain)
    if (source.cls === 'GlobalSource')
      return this.globals().child(this.dictItem(this.fieldValue(source, 'global_name')), name, plain)
    if (source.cls === 'GlobalWeakRefSource') {
      const key = textField(source, 'global_name')
      return this.globals().child(
        accessor('GlobalWeakRefGuardAccessor', `GlobalWeakRefGuardAccessor(${key})`, `s${key}`),
        name,
        plain,
      )
    }
    if (source.base === null) {
      const special = accessorOf(source, this)
      if (special === null)
        throw new PythonError(`AssertionError: missing guard manager builder ${source.cls} - ${name}`)
      return this.root.child(special, name, plain)
    }
    const base = this.manager(source.base)
    if (MODULE_SOURCES.has(source.cls)) return base
    const baseValue = this.evaluator.get(source.base)
    if (ATTRIBUTE_SOURCES.has(source.cls) && readsThroughDict(this, baseValue)) {
      return nnModuleAttribute(
        this,
        base,
        this.names.of(source.base),
        baseValue,
        textField(source, 'member'),
        name,
        source,
        value,
      )
    }
    if (source.cls === 'DictGetItemSource' || source.cls === 'DictSubclassGetItemSource')
      return this.dictItemManager(source, name, base, baseValue, value)
    if (source.cls === 'DefaultsSource') return this.defaultManager(source, name, base, baseValue, value)
    if (source.cls === 'ConstDictKeySource') {
      const index = this.fieldValue(source, 'index')
      return this.keyManager(base, index.kind === 'int' ? Number(index.value) : 0, name, value, source)
    }
    const found = accessorOf(source, this, baseValue)
    if (found === null) throw new PythonError(`AssertionError: missing guard manager builder ${source.cls} - ${name}`)
    return base.child(found, name, plain)
  }

  fieldValue(source: Source, field: string): Value {
    const node = source.fields.get(field)
    return node === undefined
      ? { kind: 'none', type: this.classes.builtin('NoneType'), node: null }
      : this.values.read(node)
  }

  private frameLocal(local: string): ReturnType<typeof accessor> {
    const key = this.repr({ kind: 'str', type: null, node: null, value: local }) ?? ''
    const index = this.locals === null ? -1 : this.locals.lastIndexOf(local)
    return accessor(
      'FrameLocalsGuardAccessor',
      `FrameLocalsGuardAccessor(key=${key}, framelocals_idx=${index < 0 ? '#' : index})`,
      `f${local}`,
    )
  }

  globals(): GuardManager {
    const value =
      this.state.globalScope === null
        ? unknown('the globals', this.classes.builtin('dict'))
        : this.values.read(this.state.globalScope)
    return this.root.child(accessor('GlobalsGuardAccessor', 'GlobalsGuardAccessor', 'globals'), 'G', () =>
      this.newManager('G', null, value, false),
    )
  }

  /** The accessor of a dict's item. */
  dictItem(key: Value): ReturnType<typeof accessor> {
    return accessor(
      'DictGetItemGuardAccessor',
      `DictGetItemGuardAccessor(${this.repr(key) ?? '#'})`,
      hashKey(key) ?? `r${this.repr(key) ?? ''}`,
      key,
    )
  }

  /** A child of a dict's manager under a key, through the pair where the keys are guarded in order. */
  dictChild(
    manager: GuardManager,
    key: Value,
    source: string,
    origin: Source | null,
    dict: Value,
    value: Value,
  ): GuardManager {
    if (manager.cls !== 'DictGuardManager')
      return manager.child(this.dictItem(key), source, () => this.newManager(source, origin, value))
    const index = this.keyIndex(dict, key)
    const keySource = `list(dict.keys(${source}))[${index}]`
    this.keyManager(manager, index, keySource, key, null).add(this.keyEquals(keySource, key, null))
    return this.valueManager(manager, index, source, value, origin)
  }

  keyEquals(keySource: string, key: Value, guard: Guard | null): LeafGuard {
    const code = `${keySource} == ${this.repr(key) ?? '#'}`
    const parts = guard === null ? [code] : this.verbose.parts([code], guard)
    return {
      cls: 'EQUALS_MATCH',
      parts,
      code: [code],
      guard,
      relational: false,
      expected: { kind: 'equals', value: key },
    }
  }

  private keyIndex(dict: Value, key: Value): number {
    if (dict.kind === 'dict' && key.kind === 'str') {
      const at = keyPosition(dict, key.value)
      if (at >= 0) return at
    }
    const hash = hashKey(key)
    const index =
      dict.kind === 'dict' ? dict.entries.findIndex(([k]) => k === key || (hash !== null && hashKey(k) === hash)) : -1
    if (index < 0) throw new PythonError(`ValueError: ${this.repr(key) ?? 'key'} is not in list`)
    return index
  }

  keyManager(manager: GuardManager, index: number, source: string, key: Value, origin: Source | null): GuardManager {
    const pair = manager.pair(index)
    return (pair.key ??= new GuardManager('GuardManager', source, origin, key, classOf(this.classes, key)))
  }

  valueManager(
    manager: GuardManager,
    index: number,
    source: string,
    value: Value,
    origin: Source | null,
  ): GuardManager {
    const pair = manager.pair(index)
    return (pair.value ??= this.newManager(source, origin, value))
  }

  private dictItemManager(source: Source, name: string, base: GuardManager, dict: Value, value: Value): GuardManager {
    const keySource = this.evaluator.keySource(source)
    if (base.cls !== 'DictGuardManager') {
      if (keySource !== null)
        throw new PythonError(
          'RuntimeError: Expecting clean index here. Likely Dynamo forgot to mark a dict as guard_on_key_order',
        )
      const key = this.fieldValue(source, 'index')
      return base.child(this.dictItem(key), name, () => this.newManager(name, source, value))
    }
    // getitem_on_dict_manager
    const baseName = source.base === null ? '' : this.names.of(source.base)
    const given = this.fieldValue(source, 'index')
    const at = keySource?.fields.get('index')
    const index = keySource === null ? this.keyIndex(dict, given) : at?.kind === 'int' ? Number(at.value) : 0
    const keyName = `list(dict.keys(${baseName}))[${index}]`
    const key = dict.kind === 'dict' ? dict.entries[index]?.[0] : undefined
    const plain = key !== undefined && (key.kind === 'int' || key.kind === 'str' || key.kind === 'bool')
    const valueName = `${baseName}[${plain ? this.repr(key) : keyName}]`
    if (keySource === null)
      this.keyManager(base, index, keyName, given, null).add(this.keyEquals(keyName, key ?? given, null))
    return this.valueManager(base, index, valueName, value, source)
  }

  private defaultManager(source: Source, name: string, base: GuardManager, func: Value, value: Value): GuardManager {
    const baseName = source.base === null ? '' : this.names.of(source.base)
    const key = this.fieldValue(source, 'idx_key')
    if (key.kind === 'str') {
      const kwSource = `${baseName}.__kwdefaults__`
      const dict = unknown('keyword defaults', this.classes.builtin('dict'))
      const defaults = base.child(
        accessor('FuncKwDefaultsGuardAccessor', 'FuncKwDefaultsGuardAccessor', '__kwdefaults_accessor__'),
        kwSource,
        () => this.newManager(kwSource, null, dict),
      )
      return defaults.child(this.dictItem(key), name, () => this.newManager(name, source, value))
    }
    void func
    const tuple = unknown('defaults', this.classes.builtin('tuple'))
    const defaults = base.child(
      accessor('FuncDefaultsGuardAccessor', 'FuncDefaultsGuardAccessor', '__defaults_accessor__'),
      baseName,
      () => this.newManager(baseName, null, tuple),
    )
    return defaults.child(
      accessor('GetItemGuardAccessor', `GetItemGuardAccessor(${this.repr(key) ?? '#'})`, hashKey(key) ?? '', key),
      name,
      () => this.newManager(name, source, value),
    )
  }

  /** `<class '...'>` of a value's class; `#` where it is not known. */
  typeText(value: Value): string {
    const type = classOf(this.classes, value)
    return type === null ? '#' : classRepr(type)
  }
}
