/** Classes and other things a pickle names: `module.qualname` to what it is, from the table of the torch version. */
import type { Facts } from '../facts'
import type { ReprContext } from './repr'
import type { PyClass, Value } from './value'

const NO_REPRS: ReadonlyMap<string, string> = new Map()

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Interns classes: one PyClass a name. */
export class Classes {
  private readonly byName = new Map<string, Mutable<PyClass>>()
  private readonly byPath = new Map<string, Value | null>()

  /** Set where the file is known: reprs of enum members that it recorded. */
  enumReprs: () => ReadonlyMap<string, string> = () => NO_REPRS

  readonly reprContext: ReprContext

  constructor(readonly facts: Facts) {
    this.reprContext = { dispatchKeys: facts.table.dispatch_keys, enums: () => this.enumReprs() }
  }

  /** The class of that qualified name; `qualname` is its last part unless given (a class in a class). */
  get(name: string, qualname = name.slice(name.lastIndexOf('.') + 1)): PyClass {
    let cls = this.byName.get(name)
    if (cls === undefined) {
      cls = {
        kind: 'class',
        name,
        qualname,
        printed: name.startsWith('builtins.') ? name.slice(9) : name,
        mro: this.facts.mro(name),
        metaclass: this.facts.metaclass(name),
        isFlag: this.facts.mro(name)?.includes('enum.Flag') === true,
      }
      this.byName.set(name, cls)
    }
    return cls
  }

  /** Takes over the bases of a class that no table knows. */
  describe(cls: PyClass, mro: readonly string[] | null): PyClass {
    const known = this.byName.get(cls.name)
    if (known !== undefined && known.mro === null && mro !== null) {
      known.mro = mro
      known.isFlag = mro.includes('enum.Flag')
    }
    return cls
  }

  /** A class is an enum where the file shows a member of it, or prints it as one. */
  markEnum(cls: PyClass, isFlag: boolean): void {
    const known = this.byName.get(cls.name)
    if (known === undefined || known.mro !== null) return
    known.metaclass = 'enum.EnumType'
    known.isFlag ||= isFlag
  }

  /** Classes of the nn.Modules in the file, whose bases no table knows. */
  private readonly moduleClasses = new Set<PyClass>()

  markModuleClass(cls: PyClass): void {
    this.moduleClasses.add(cls)
  }

  isModuleClass(cls: PyClass): boolean {
    return this.moduleClasses.has(cls)
  }

  /** The class that prints as `<class 'printed'>`. */
  printed(printed: string): PyClass {
    return this.get(printed.includes('.') ? printed : `builtins.${printed}`)
  }

  builtin(name: string): PyClass {
    return this.get(`builtins.${name}`)
  }

  /** True, false, or null where the bases are not known. */
  isSubclass(cls: PyClass, name: string): boolean | null {
    if (cls.name === name || name === 'builtins.object') return true
    return cls.mro === null ? null : cls.mro.includes(name)
  }

  /** What `module.name` is, or null where the table does not know it. */
  named(module: string, name: string): Value | null {
    const path = `${module}.${name}`
    let value = this.byPath.get(path)
    if (value === undefined) {
      value = this.find(module, name)
      this.byPath.set(path, value)
    }
    return value
  }

  private find(module: string, name: string): Value | null {
    const { table } = this.facts
    if (module === 'builtins' && Object.hasOwn(table.builtins, name)) {
      const [type, cls] = table.builtins[name] ?? ['', '']
      if (cls !== '') return this.get(cls)
      return type === 'builtin_function_or_method'
        ? this.builtinFunction(name)
        : this.fromFact(type, '', `builtins.${name}`)
    }
    const attribute = this.facts.moduleAttribute(module, name)
    if (attribute !== null)
      return (
        this.dict(attribute.type, `${module}.${name}`) ??
        this.operator(attribute.type, `${module}.${name}`) ??
        this.fromFact(attribute.type, attribute.what, `${module}.${name}`)
      )
    if (this.facts.mro(`${module}.${name}`) !== null) return this.get(`${module}.${name}`, name)
    return this.member(module, name) ?? this.path(module, name)
  }

  /** A dict at module level, with the entries of the loading process. */
  private dict(type: string, path: string): Value | null {
    const entries = type === 'dict' ? this.facts.dictEntries(path) : null
    if (entries === null) return null
    const pairs = entries.map(
      ({ key, type: value }) => [this.fromFact(key.type, key.what, key.what), this.fromFact(value, '', path)] as const,
    )
    return { kind: 'dict', base: 'dict', type: this.builtin('dict'), node: null, entries: pairs, attrs: new Map() }
  }

  /** A higher order operator: an instance whose `__name__` torch guards on (torch/_ops.py, HigherOrderOperator). */
  private operator(type: string, path: string): Value | null {
    const name = this.facts.operatorName(path)
    if (name === null) return null
    const attrs = new Map<string, Value>([
      ['__name__', { kind: 'str', type: this.builtin('str'), node: null, value: name }],
    ])
    return { kind: 'object', type: this.printed(type), node: null, attrs, args: [], isModule: false, scalar: null }
  }

  /** What a class of the table holds under a name, read through the class: a static method is the function it wraps. */
  classMember(owner: string, name: string): Value | null {
    const type = this.facts.classAttribute(owner, name)
    if (type === null) return null
    const wrapped = owner.startsWith('torch._C.') ? 'builtin_function_or_method' : 'function'
    const read = type === 'staticmethod' ? wrapped : type === 'classmethod' ? 'method' : type
    return this.fromFact(read, read === 'function' ? `${owner}.${name}` : '', `${owner}.${name}`)
  }

  /** `a.b.c` through modules that a module holds (`torch._utils` has `torch`). */
  private path(module: string, name: string): Value | null {
    const dot = name.indexOf('.')
    const owner = dot < 0 ? null : this.named(module, name.slice(0, dot))
    return owner?.kind === 'pymodule' ? this.named(owner.name, name.slice(dot + 1)) : null
  }

  /** An attribute of a class that the table holds (`Class.method`). */
  private member(module: string, qualname: string): Value | null {
    const dot = qualname.lastIndexOf('.')
    if (dot < 0) return null
    return this.classMember(`${module}.${qualname.slice(0, dot)}`, qualname.slice(dot + 1))
  }

  private builtinFunction(name: string): Value {
    const type = this.builtin('builtin_function_or_method')
    return {
      kind: 'function',
      type,
      node: null,
      name: `builtins.${name}`,
      qualname: name,
      repr: `<built-in function ${name}>`,
      defaults: null,
      closure: null,
      code: null,
      guessed: false,
    }
  }

  private function(type: PyClass, name: string, repr: string | null): Value {
    return {
      kind: 'function',
      type,
      node: null,
      name,
      qualname: this.qualnameOf(name),
      repr,
      defaults: null,
      closure: null,
      code: null,
      guessed: false,
    }
  }

  /** What is left of a name behind the longest module that the table knows. */
  private qualnameOf(name: string): string {
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      if (this.facts.hasModule(name.slice(0, dot))) return name.slice(dot + 1)
    }
    return name.slice(name.lastIndexOf('.') + 1)
  }

  /** A value of which the table knows the printed type and what it is. */
  fromFact(type: string, what: string, path: string): Value {
    const cls = this.printed(type)
    switch (type) {
      case 'module':
        return { kind: 'pymodule', type: cls, node: null, name: what }
      case 'ellipsis':
        return { kind: 'ellipsis', type: cls, node: null }
      case 'function':
        return this.function(cls, what === '' ? path : what, null)
      case 'builtin_function_or_method':
      case 'method_descriptor':
        return this.function(cls, path, what === '' ? null : what)
      case 'torch.dtype':
      case 'torch.layout':
      case 'torch.memory_format':
        if (what === '') break
        return { kind: 'constant', type: cls, node: null, name: what }
    }
    if (what !== '' && this.facts.hasModule(what) && this.facts.mro(what) === null)
      return { kind: 'pymodule', type: cls, node: null, name: what }
    const isClass =
      what !== '' && this.facts.mro(what) !== null && (type === 'type' || this.facts.metaclass(what) === type)
    if (isClass || (type === 'type' && what !== '')) return this.get(what)
    return this.literal(type, what, cls)
  }

  /** A constant from its printed type and repr. */
  literal(type: string, text: string | null, cls: PyClass = this.printed(type)): Value {
    if (text !== null && text !== '') {
      if (type === 'bool') return { kind: 'bool', type: cls, node: null, value: text === 'True' }
      if (type === 'int' && /^-?\d+$/.test(text)) return { kind: 'int', type: cls, node: null, value: BigInt(text) }
      if (type === 'NoneType') return { kind: 'none', type: cls, node: null }
      if (type === 'float') return { kind: 'float', type: cls, node: null, value: floatFromRepr(text) }
      if (type === 'str' && /^'[ -&(-[\]-~]*'$/.test(text))
        return { kind: 'str', type: cls, node: null, value: text.slice(1, -1) }
    }
    if (type === 'NoneType') return { kind: 'none', type: cls, node: null }
    return {
      kind: 'unknown',
      type: cls,
      node: null,
      why: 'its value belongs to the loading process',
      repr: text === '' ? null : text,
    }
  }
}

/** A float from what repr printed. */
export function floatFromRepr(text: string): number {
  if (text === 'inf') return Infinity
  if (text === '-inf') return -Infinity
  return text === 'nan' ? NaN : Number(text)
}
