/** What an expression asks of the frame it is evaluated in, and what it answers. */
import type { Value } from '../values/value'

/** What Python would raise, in its words (`KeyError: 'x'`). */
export interface Raised {
  readonly kind: 'raised'
  readonly error: string
}
export interface Unknown {
  readonly kind: 'unknown'
  readonly reason: string
  /** What Python raises; the C++ that torch makes of a shape guard does as it likes. */
  readonly raises?: string
}
/** `bool(result)`. */
export type Verdict = { readonly kind: 'truth'; readonly value: boolean } | Raised | Unknown
export type Answer = { readonly kind: 'value'; readonly value: Value } | Raised | Unknown

/** What an expression may look at. */
export interface ExpressionScope {
  /** `L[name]`; undefined where there is none. */
  readonly local: (name: string) => Value | undefined
  /** `G[name]`. */
  readonly global: (name: string) => Value | undefined
  /** null where Python raises AttributeError; a value of kind unknown where that is not known. */
  readonly getattr: (value: Value, name: string) => Value | null
  /** null where Python raises KeyError or IndexError. */
  readonly getitem: (value: Value, index: Value) => Value | null
  readonly is: (a: Value, b: Value) => boolean | null
  readonly equals: (a: Value, b: Value) => boolean | null
}
