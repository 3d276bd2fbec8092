/** What the loading process adds to a tree, per torch version: read from a table made from a real torch (scripts/make-tables.py). */

/** The table as it lies in `resources/tables`; indices point into `strings`. */
export interface FactsTable {
  readonly torch: string
  readonly python: string
  readonly config: Readonly<Record<string, boolean | null>>
  /** GuardBuilder's methods in the order of their lines. */
  readonly create_fns: readonly string[]
  readonly guard_sources: Readonly<Record<string, number>>
  /** Paths under torch's folder whose frames a guard's comment skips. */
  readonly uninteresting_files: readonly string[]
  readonly dispatch_keys: {
    /** Name of each bit's key; empty where the bit means nothing alone. */
    readonly single: readonly string[]
    /** Functionality bit -> backend bit -> name. */
    readonly per_backend: Readonly<Record<string, Readonly<Record<string, string>>>>
    /** TLS include and exclude sets of an idle process, raw, as decimal strings. */
    readonly include: string
    readonly exclude: string
  }
  /** Name -> [printed type, qualified name if it is a class]. */
  readonly builtins: Readonly<Record<string, readonly [string, string]>>
  readonly strings: readonly string[]
  /** Module -> flat triples: name, printed type, what it is (a module's or class's name, a function's, a constant's repr). */
  readonly modules: Readonly<Record<string, readonly number[]>>
  /** Class -> [mro, flat pairs of attribute and printed type, printed type of the class itself, 1 if made at run time]. */
  readonly classes: Readonly<Record<string, readonly [readonly number[], readonly number[], number, number]>>
  /** Dict at module level -> flat triples in order: printed type and identity of the key, printed type of the value. */
  readonly dicts: Readonly<Record<string, readonly number[]>>
  /** Function -> [defaults, keyword defaults]; each [printed type] or [printed type, repr]. */
  readonly functions: Readonly<Record<string, readonly [readonly (readonly number[])[], Readonly<Record<string, readonly number[]>>]>>
}

/** An attribute of a module: `type` as printed (`builtin_function_or_method`), `what` it is. */
export interface ModuleAttribute {
  readonly type: string
  readonly what: string
}

/** A default value of a function: `repr` is null where only the type is known. */
export interface DefaultValue {
  readonly type: string
  readonly repr: string | null
}

interface ClassFacts {
  readonly mro: readonly string[]
  readonly attributes: ReadonlyMap<string, string>
  readonly metaclass: string
  readonly heap: boolean
}

/** The table behind questions; each answer is null where the table does not know. */
export class Facts {
  private readonly moduleCache = new Map<string, Map<string, ModuleAttribute>>()
  private readonly classCache = new Map<string, ClassFacts>()
  readonly createFnOrder: ReadonlyMap<string, number>

  constructor(readonly table: FactsTable) {
    this.createFnOrder = new Map(table.create_fns.map((name, i) => [name, i]))
  }

  config(name: string): boolean {
    return this.table.config[name] === true
  }

  hasModule(name: string): boolean {
    return Object.hasOwn(this.table.modules, name)
  }

  moduleAttribute(module: string, name: string): ModuleAttribute | null {
    let attributes = this.moduleCache.get(module)
    if (attributes === undefined) {
      attributes = new Map()
      if (this.hasModule(module)) {
        const flat = this.table.modules[module] ?? []
        for (let i = 0; i + 2 < flat.length; i += 3) {
          attributes.set(this.text(flat[i]), { type: this.text(flat[i + 1]), what: this.text(flat[i + 2]) })
        }
      }
      this.moduleCache.set(module, attributes)
    }
    const found = attributes.get(name)
    if (found !== undefined) return found
    return this.hasModule(`${module}.${name}`) ? { type: 'module', what: `${module}.${name}` } : null
  }

  /** Qualified names of a class's bases in order, itself first. */
  mro(cls: string): readonly string[] | null {
    return this.class(cls)?.mro ?? null
  }

  /** Printed type of what a class's own `__dict__` holds under a name. */
  classAttribute(cls: string, name: string): string | null {
    return this.class(cls)?.attributes.get(name) ?? null
  }

  /** Whether a class was made at run time (Py_TPFLAGS_HEAPTYPE): so is every class that the table does not know. */
  isHeapType(cls: string): boolean {
    return this.class(cls)?.heap ?? true
  }

  /** The entries of a dict at module level, or null. */
  dictEntries(path: string): readonly { readonly key: ModuleAttribute; readonly type: string }[] | null {
    if (!Object.hasOwn(this.table.dicts, path)) return null
    const flat = this.table.dicts[path] ?? []
    const out: { key: ModuleAttribute; type: string }[] = []
    for (let i = 0; i + 2 < flat.length; i += 3) out.push({ key: { type: this.text(flat[i]), what: this.text(flat[i + 1]) }, type: this.text(flat[i + 2]) })
    return out
  }

  metaclass(cls: string): string | null {
    return this.class(cls)?.metaclass ?? null
  }

  defaults(fn: string): readonly DefaultValue[] | null {
    const entry = this.function(fn)
    return entry === null ? null : entry[0].map((packed) => this.defaultValue(packed))
  }

  keywordDefault(fn: string, name: string): DefaultValue | null {
    const entry = this.function(fn)
    const packed = entry !== null && Object.hasOwn(entry[1], name) ? entry[1][name] : undefined
    return packed === undefined ? null : this.defaultValue(packed)
  }

  private function(name: string): FactsTable['functions'][string] | null {
    return Object.hasOwn(this.table.functions, name) ? (this.table.functions[name] ?? null) : null
  }

  private defaultValue(packed: readonly number[]): DefaultValue {
    return { type: this.text(packed[0]), repr: packed.length > 1 ? this.text(packed[1]) : null }
  }

  private class(name: string): ClassFacts | null {
    const cached = this.classCache.get(name)
    if (cached !== undefined) return cached
    if (!Object.hasOwn(this.table.classes, name)) return null
    const [mro, flat, metaclass, heap] = this.table.classes[name] ?? [[], [], 0, 1]
    const attributes = new Map<string, string>()
    for (let i = 0; i + 1 < flat.length; i += 2) attributes.set(this.text(flat[i]), this.text(flat[i + 1]))
    const entry = { mro: mro.map((id) => this.text(id)), attributes, metaclass: this.text(metaclass), heap: heap === 1 }
    this.classCache.set(name, entry)
    return entry
  }

  private text(id: number | undefined): string {
    return id === undefined ? '' : (this.table.strings[id] ?? '')
  }
}
