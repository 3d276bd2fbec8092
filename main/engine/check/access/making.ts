/** What a step is, and the values that steps make. */
import { classOf, unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { UnknownValue, Value } from '../../values/value'

/** The value an accessor leads to, or why there is none, in torch's words. */
export interface Step {
  /** null where the access fails; a value of kind unknown where the scenario does not say. */
  readonly get: (value: Value) => Value | null
  /** What a value that is not known is after all: what was saved, or nothing. */
  readonly resolve?: (value: Value, got: Value) => Value | null
  readonly failure: (value: Value) => string
}

export const nameOf = (classes: Classes, value: Value): string => classOf(classes, value)?.printed ?? 'a value'

export const none = (classes: Classes): Value => ({ kind: 'none', type: classes.builtin('NoneType'), node: null })

export const str = (classes: Classes, value: string): Value => ({
  kind: 'str',
  type: classes.builtin('str'),
  node: null,
  value,
})

export const int = (classes: Classes, value: bigint): Value => ({
  kind: 'int',
  type: classes.builtin('int'),
  node: null,
  value,
})

export function tuple(classes: Classes, items: readonly Value[]): Value {
  return { kind: 'sequence', base: 'tuple', type: classes.builtin('tuple'), node: null, items, attrs: new Map() }
}

/** What lies in a value of which only the class is known: that is not the class of its parts. */
export const partOfUnknown = ({ why, described }: UnknownValue): Value => ({
  kind: 'unknown',
  type: null,
  node: null,
  why,
  repr: null,
  ...(described === undefined ? {} : { described }),
})

/** What a lookup gave: null where it could not compare the keys. */
export function found(value: Value | undefined | null): Value | null {
  return value === null ? unknown('an item under a key that cannot be compared here') : (value ?? null)
}

export const keyError = (source: string): string => `KeyError on ${source}`
