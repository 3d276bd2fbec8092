/** Turns a scenario's JSON into values: the same kinds that a blob's scopes turn into, with identity kept. */
import type { AttrsJson, KindJson, ValueJson } from '../../../../shared/scenario'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import { code } from './code'
import { constant } from './constants'
import { container } from './containers'
import { iterator } from './iterators'
import type { Mutable, Reading } from './making'
import { ndarray, object, scalarSubclass } from './objects'
import { ScenarioError } from './parse'
import { tensor } from './tensors'

/** Values of one scenario; `ref`s meet within it. */
export class ScenarioReader implements Reading {
  readonly byId = new Map<number, Value>()
  readonly modules = new Map<string, Value>()
  readonly keySets = new Map<string, bigint>()
  constructor(
    readonly classes: Classes,
    /** Is told what each piece of JSON became. */
    private readonly became: (json: KindJson, value: Value) => void = () => {},
  ) {}

  attrs(json: AttrsJson | undefined, path: string): Map<string, Value> {
    const out = new Map<string, Value>()
    for (const [name, value] of Object.entries(json ?? {})) out.set(name, this.value(value, `${path}.${name}`))
    return out
  }

  value(json: ValueJson, path: string): Value {
    if ('ref' in json) {
      const seen = this.byId.get(json.ref)
      if (seen === undefined) throw new ScenarioError(path, `expected a ref to a value before it, got ${json.ref}`)
      return seen
    }
    const value = this.make(json, path)
    if ('id' in json && json.id !== undefined) this.byId.set(json.id, value)
    if ('reads' in json || 'lacks' in json || 'equality' in json) this.readable(json, value, path)
    this.became(json, value)
    return value
  }

  list(items: readonly ValueJson[], path: string, into: Value[] = []): Value[] {
    items.forEach((item, i) => into.push(this.value(item, `${path}[${i}]`)))
    return into
  }

  fill(json: AttrsJson | undefined, path: string, into: Map<string, Value>): void {
    for (const [name, value] of Object.entries(json ?? {})) into.set(name, this.value(value, `${path}.${name}`))
  }

  /** What the scenario says of it beside what it holds. No value of a scenario that has it is shared. */
  private readable(
    json: {
      readonly reads?: AttrsJson | undefined
      readonly lacks?: readonly string[] | undefined
      readonly equality?: 'identity' | undefined
    },
    value: Mutable<Value>,
    path: string,
  ): void {
    if (json.reads !== undefined) value.reads = this.attrs(json.reads, `${path}.reads`)
    if (json.lacks !== undefined) value.lacks = new Set(json.lacks)
    if (json.equality === 'identity') value.equalsNothing = true
  }

  /** Makes a value known under its id before its parts are read: they may lead back to it. */
  begin<T extends Value>(json: { readonly id?: number | undefined }, made: T): Mutable<T> {
    if (json.id !== undefined) this.byId.set(json.id, made)
    return made
  }

  /** A new kind of value gets its entry here, and its maker in its family's module. */
  private make(json: KindJson, path: string): Value {
    switch (json.kind) {
      case 'none':
      case 'ellipsis':
      case 'bool':
      case 'str':
      case 'int':
      case 'float':
      case 'complex':
      case 'bytes':
      case 'dtype':
      case 'layout':
      case 'memory_format':
      case 'builtin':
      case 'device':
      case 'range':
      case 'slice':
      case 'enum':
      case 'dispatch_key_set':
      case 'missing':
      case 'opaque':
      case 'undescribable':
        return constant(this, json, path)
      case 'class':
      case 'function':
      case 'cell':
      case 'method':
      case 'pymodule':
      case 'weakref':
        return code(this, json, path)
      case 'sequence':
      case 'set':
      case 'dict':
      case 'mappingproxy':
      case 'dict_keys':
        return container(this, json, path)
      case 'tuple_iterator':
      case 'list_iterator':
      case 'list_reverseiterator':
      case 'range_iterator':
      case 'count_iterator':
        return iterator(this, json, path)
      case 'object':
        return object(this, json, path)
      case 'scalar_subclass':
        return scalarSubclass(this, json, path)
      case 'ndarray':
        return ndarray(this, json)
      case 'tensor':
        return tensor(this, json, path)
    }
  }
}
