/** What the makers of values ask of the reader of a scenario. */
import type { AttrsJson, KindJson, ValueJson } from '../../../../shared/scenario'
import type { Classes } from '../../values/classes'
import type { PyClass, Scalar, Value } from '../../values/value'

/** Reads the parts of a value. */
export interface Reading {
  readonly classes: Classes
  /** The values that have an id: `ref`s lead to them. */
  readonly byId: Map<number, Value>
  /** The imported modules, by name: each is one object. */
  readonly modules: Map<string, Value>
  /** One bigint for each key set: comparing two of the same object is free. */
  readonly keySets: Map<string, bigint>
  readonly value: (json: ValueJson, path: string) => Value
  readonly list: (items: readonly ValueJson[], path: string, into?: Value[]) => Value[]
  readonly attrs: (json: AttrsJson | undefined, path: string) => Map<string, Value>
  readonly fill: (json: AttrsJson | undefined, path: string, into: Map<string, Value>) => void
  /** Makes a value known under its id before its parts are read: they may lead back to it. */
  readonly begin: <T extends Value>(json: { readonly id?: number | undefined }, made: T) => Mutable<T>
}

/** The JSON of one kind, or of several. */
export type Json<K extends KindJson['kind']> = Extract<KindJson, { kind: K }>

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export function classNamed(classes: Classes, name: string): PyClass {
  const local = name.indexOf('.<locals>.')
  return local < 0 ? classes.get(name) : classes.get(name, name.slice(name.lastIndexOf('.', local - 1) + 1))
}

export function intOf(classes: Classes, value: bigint): Scalar {
  return { kind: 'int', type: classes.builtin('int'), node: null, value }
}
