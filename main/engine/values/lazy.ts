/** Values whose parts are made on first use, so that neither depth nor cycles of a file cost anything. */
import type { PickleNode } from '../../pickle/node'
import type { Fields } from '../../state/fields'
import type { Attrs, DictValue, ObjectValue, PyClass, Scalar, SequenceValue, SetValue, Value } from './value'

/** Counts changes of graphs: parts that were made before the last one are made again when they are next asked for. */
let age = 0

/** Says that nodes were replaced somewhere in a graph: what was made of them and kept is not to be used any more. */
export function partsChanged(): void {
  age++
}

/** Attributes read on first use, each on its own: a module has twenty and a guard looks at one. */
export class LazyAttrs implements Attrs {
  constructor(
    private readonly fields: Fields,
    private readonly of: (node: PickleNode) => Value,
  ) {}
  get(name: string): Value | undefined {
    const node = this.fields.get(name)
    return node === undefined ? undefined : this.of(node)
  }
  has(name: string): boolean {
    return this.fields.has(name)
  }
  get size(): number {
    return this.fields.names().length
  }
  *[Symbol.iterator](): Iterator<readonly [string, Value]> {
    for (const name of this.fields.names()) {
      const value = this.get(name)
      if (value !== undefined) yield [name, value]
    }
  }
}

export class LazySequence implements SequenceValue {
  readonly kind = 'sequence'
  private made: readonly Value[] = []
  private madeAt = -1
  constructor(
    readonly base: SequenceValue['base'],
    readonly type: PyClass,
    readonly node: PickleNode,
    private readonly nodes: () => readonly PickleNode[],
    private readonly of: (node: PickleNode) => Value,
    readonly attrs: Attrs,
  ) {}
  get items(): readonly Value[] {
    if (this.madeAt !== age) this.made = this.nodes().map(this.of)
    this.madeAt = age
    return this.made
  }
}

export class LazySet implements SetValue {
  readonly kind = 'set'
  private made: readonly Value[] = []
  private madeAt = -1
  constructor(
    readonly base: SetValue['base'],
    readonly type: PyClass,
    readonly node: PickleNode,
    private readonly nodes: () => readonly PickleNode[],
    private readonly of: (node: PickleNode) => Value,
  ) {}
  get items(): readonly Value[] {
    if (this.madeAt !== age) this.made = this.nodes().map(this.of)
    this.madeAt = age
    return this.made
  }
}

export class LazyDict implements DictValue {
  readonly kind = 'dict'
  private made: readonly (readonly [Value, Value])[] | null = null
  private madeAttrs: Attrs | null = null
  private index: Map<string, number> | null = null
  private madeAt = age
  constructor(
    readonly base: DictValue['base'],
    readonly type: PyClass,
    readonly node: PickleNode | null,
    private readonly makeEntries: () => readonly (readonly [Value, Value])[],
    private readonly makeAttrs: () => Attrs,
  ) {}
  get entries(): readonly (readonly [Value, Value])[] {
    this.renew()
    return (this.made ??= this.makeEntries())
  }
  get attrs(): Attrs {
    this.renew()
    return (this.madeAttrs ??= this.makeAttrs())
  }
  private renew(): void {
    if (this.madeAt === age) return
    this.made = null
    this.madeAttrs = null
    this.index = null
    this.madeAt = age
  }
  /** Position of a string key, or -1: large dicts are asked for each of their keys. */
  indexOf(key: string): number {
    this.renew()
    if (this.index === null) {
      this.index = new Map()
      this.entries.forEach(([k], i) => k.kind === 'str' && this.index?.set(k.value, i))
    }
    return this.index.get(key) ?? -1
  }
}

export class LazyObject implements ObjectValue {
  readonly kind = 'object'
  private made: Attrs | null = null
  private madeArgs: readonly Value[] | null = null
  private madeAt = age
  constructor(
    readonly type: PyClass | null,
    readonly node: PickleNode,
    readonly isModule: boolean,
    readonly scalar: Scalar | null,
    private readonly makeAttrs: () => Attrs,
    private readonly makeArgs: () => readonly Value[],
  ) {}
  get attrs(): Attrs {
    this.renew()
    return (this.made ??= this.makeAttrs())
  }
  get args(): readonly Value[] {
    this.renew()
    return (this.madeArgs ??= this.makeArgs())
  }

  private renew(): void {
    if (this.madeAt === age) return
    this.made = null
    this.madeArgs = null
    this.madeAt = age
  }
}
