/** What the loading process adds to a tree, per torch version: read from a table made from a real torch (scripts/make-tables.py). */

/** The first line of a table in `resources/tables`. */
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

type FunctionEntry = readonly [readonly (readonly number[])[], Readonly<Record<string, readonly number[]>>]

interface ClassFacts {
  readonly mro: readonly string[]
  readonly attributes: ReadonlyMap<string, string>
  readonly metaclass: string
  readonly heap: boolean
}

/** The table behind questions; each answer is null where the table does not know. */
export class Facts {
  private readonly moduleCache = new Map<string, ReadonlyMap<string, ModuleAttribute>>()
  private readonly classCache = new Map<string, ClassFacts | null>()
  private readonly strings: readonly string[]
  /** `m` module, `c` class, `f` function, `d` dict or `n` operator and its name, to the JSON behind it: read when it is asked for. */
  private readonly entries = new Map<string, string>()
  readonly table: FactsTable
  readonly createFnOrder: ReadonlyMap<string, number>

  /**
   * `text` as scripts/make-tables.py writes it: the table's JSON, how many strings, the strings with JSON's escapes, then
   * `<letter><name>\t<json>` a line. The JSON's numbers index the strings:
   * - module: flat triples of name, printed type, what it is (a module's or class's name, a function's, a constant's repr)
   * - class: [mro, flat pairs of attribute and printed type, printed type of the class itself, 1 if made at run time]
   * - function: [defaults, keyword defaults], each [printed type] or [printed type, repr]
   * - `n`: the `__name__` of an operator that a module holds
   * - dict: flat triples in order of the key's printed type, what it is, and the value's printed type
   */
  constructor(text: string) {
    const lines = text.split('\n')
    this.table = JSON.parse(lines[0] ?? '{}') as FactsTable
    const first = 2 + Number(lines[1])
    this.strings = lines.slice(2, first)
    for (let i = first; i < lines.length; i++) {
      const line = lines[i] ?? ''
      const tab = line.indexOf('\t')
      this.entries.set(line.slice(0, tab), line.slice(tab + 1))
    }
    this.createFnOrder = new Map(this.table.create_fns.map((name, i) => [name, i]))
  }

  config(name: string): boolean {
    return this.table.config[name] === true
  }

  hasModule(name: string): boolean {
    return this.entries.has(`m${name}`)
  }

  moduleAttribute(module: string, name: string): ModuleAttribute | null {
    const found = this.module(module).get(name)
    if (found !== undefined) return found
    return this.hasModule(`${module}.${name}`) ? { type: 'module', what: `${module}.${name}` } : null
  }

  private module(name: string): ReadonlyMap<string, ModuleAttribute> {
    let attributes = this.moduleCache.get(name)
    if (attributes === undefined) {
      const flat = this.entry<readonly number[]>(`m${name}`) ?? []
      const made = new Map<string, ModuleAttribute>()
      for (let i = 0; i + 2 < flat.length; i += 3)
        made.set(this.text(flat[i]), { type: this.text(flat[i + 1]), what: this.text(flat[i + 2]) })
      attributes = made
      this.moduleCache.set(name, attributes)
    }
    return attributes
  }

  /** Qualified names of a class's bases in order, itself first. */
  mro(cls: string): readonly string[] | null {
    return this.class(cls)?.mro ?? null
  }

  /** Printed type of what a class's own `__dict__` holds under a name. */
  classAttribute(cls: string, name: string): string | null {
    return this.class(cls)?.attributes.get(name) ?? null
  }

  /** What a class's own `__dict__` holds: name to printed type; null for a class that the table does not know. */
  classAttributes(cls: string): ReadonlyMap<string, string> | null {
    return this.class(cls)?.attributes ?? null
  }

  /** Whether a class was made at run time (Py_TPFLAGS_HEAPTYPE): so is every class that the table does not know. */
  isHeapType(cls: string): boolean {
    return this.class(cls)?.heap ?? true
  }

  /** The entries of a dict at module level, or null. */
  dictEntries(path: string): readonly { readonly key: ModuleAttribute; readonly type: string }[] | null {
    const flat = this.entry<readonly number[]>(`d${path}`)
    if (flat === null) return null
    const out: { key: ModuleAttribute; type: string }[] = []
    for (let i = 0; i + 2 < flat.length; i += 3)
      out.push({ key: { type: this.text(flat[i]), what: this.text(flat[i + 1]) }, type: this.text(flat[i + 2]) })
    return out
  }

  /** The `__name__` of the higher order operator at `module.attribute`, or null. */
  operatorName(path: string): string | null {
    return this.entry<string>(`n${path}`)
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

  private function(name: string): FunctionEntry | null {
    return this.entry<FunctionEntry>(`f${name}`)
  }

  private entry<T>(key: string): T | null {
    const json = this.entries.get(key)
    return json === undefined ? null : (JSON.parse(json) as T)
  }

  private defaultValue(packed: readonly number[]): DefaultValue {
    return { type: this.text(packed[0]), repr: packed.length > 1 ? this.text(packed[1]) : null }
  }

  private class(name: string): ClassFacts | null {
    let facts = this.classCache.get(name)
    if (facts === undefined) {
      facts = this.readClass(name)
      this.classCache.set(name, facts)
    }
    return facts
  }

  private readClass(name: string): ClassFacts | null {
    const entry = this.entry<readonly [readonly number[], readonly number[], number, number]>(`c${name}`)
    if (entry === null) return null
    const [mro, flat, metaclass, heap] = entry
    const attributes = new Map<string, string>()
    for (let i = 0; i + 1 < flat.length; i += 2) attributes.set(this.text(flat[i]), this.text(flat[i + 1]))
    return { mro: mro.map((id) => this.text(id)), attributes, metaclass: this.text(metaclass), heap: heap === 1 }
  }

  private text(id: number | undefined): string {
    const text = id === undefined ? '' : (this.strings[id] ?? '')
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text
  }
}
