/** Dicts and objects that a check asks for their keys: indexed once, on first use. */
import type { Classes } from '../values/classes'
import { hashKey } from '../values/hash-key'
import type { Attrs, DictValue, ObjectValue, PyClass, Scalar, Value } from '../values/value'

/** Under this name an ndarray holds the tensor that torch makes of it. No Python name starts with a space. */
export const AS_TENSOR = ' tensor'

export class MappedDict implements DictValue {
  readonly kind = 'dict'
  readonly node = null
  reads?: Attrs
  lacks?: ReadonlySet<string>
  equalsNothing?: boolean
  version?: string
  /** Of a scenario's globals: the modules that the scenario holds, by name. */
  modules?: ReadonlyMap<string, Value>
  private index: Map<string, Value> | null = null
  constructor(
    readonly base: DictValue['base'],
    readonly type: PyClass | null,
    readonly entries: readonly (readonly [Value, Value])[],
    /** Its `__dict__`. */
    readonly attrs: Map<string, Value>,
    /** Attributes beside it: a defaultdict's factory. */
    readonly slots = new Map<string, Value>(),
  ) {}

  /** A dict with attributes for keys. */
  static ofAttrs(classes: Classes, attrs: ReadonlyMap<string, Value>): MappedDict {
    const str = classes.builtin('str')
    const entries = [...attrs].map(
      ([key, value]) => [{ kind: 'str', type: str, node: null, value: key } as const, value] as const,
    )
    return new MappedDict('dict', classes.builtin('dict'), entries, new Map())
  }

  /** The value under a key, by its hashKey. */
  byHash(hash: string): Value | undefined {
    if (this.index === null) {
      this.index = new Map()
      for (const [key, value] of this.entries) {
        const of = hashKey(key)
        if (of !== null) this.index.set(of, value)
      }
    }
    return this.index.get(hash)
  }
}

export class MappedObject implements ObjectValue {
  readonly kind = 'object'
  readonly node = null
  readonly args: readonly Value[] = []
  readonly isModule: boolean
  reads?: Attrs
  lacks?: ReadonlySet<string>
  equalsNothing?: boolean
  length?: number
  /** false for what has slots alone. */
  hasDict = true
  private asDict: MappedDict | null = null
  constructor(
    private readonly classes: Classes,
    readonly type: PyClass | null,
    /** Its `__dict__`. */
    readonly attrs: Map<string, Value>,
    readonly scalar: Scalar | null,
    readonly slots: ReadonlyMap<string, Value> = new Map(),
  ) {
    this.isModule = type?.mro?.includes('torch.nn.modules.module.Module') === true
  }

  /** `__dict__` as a dict. */
  get dict(): MappedDict {
    return (this.asDict ??= MappedDict.ofAttrs(this.classes, this.attrs))
  }
}

/** The dict of a frame's locals, over the scenario's own map: a sweep changes it in place. */
export class Locals implements DictValue {
  readonly kind = 'dict'
  readonly base = 'dict'
  readonly node = null
  readonly attrs = new Map<string, Value>()
  readonly type: PyClass
  constructor(
    private readonly classes: Classes,
    private readonly values: ReadonlyMap<string, Value>,
  ) {
    this.type = classes.builtin('dict')
  }
  get(name: string): Value | undefined {
    return this.values.get(name)
  }
  get entries(): readonly (readonly [Value, Value])[] {
    const str = this.classes.builtin('str')
    return [...this.values].map(([key, value]) => [{ kind: 'str', type: str, node: null, value: key }, value])
  }
}
