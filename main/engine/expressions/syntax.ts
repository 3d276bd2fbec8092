/** The tree of an expression: what the parser makes and the compiler reads. */
import { visible } from '../../../shared/visible'
import type { BinaryOperator, CompareOperator } from './operator-names'

interface Spot {
  /** Where it stands in the text, in UTF-16 units. */
  readonly at: number
  readonly end: number
  /** Levels below this node, itself included. */
  readonly depth: number
}

export type Syntax = Spot &
  (
    | { readonly kind: 'number'; readonly value: number | bigint }
    | { readonly kind: 'float'; readonly value: number; readonly imaginary: boolean }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'bytes'; readonly value: Uint8Array }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'attribute'; readonly of: Syntax; readonly name: string }
    | { readonly kind: 'item'; readonly of: Syntax; readonly index: Syntax }
    | { readonly kind: 'call'; readonly callee: Syntax; readonly args: readonly Syntax[] }
    | { readonly kind: 'tuple' | 'list'; readonly items: readonly Syntax[] }
    | { readonly kind: 'unary'; readonly op: '-' | '+' | '~'; readonly operand: Syntax }
    | { readonly kind: 'not'; readonly operand: Syntax }
    /** Operators of one precedence, from left to right. */
    | {
        readonly kind: 'chain'
        readonly first: Syntax
        readonly rest: readonly { readonly op: BinaryOperator; readonly right: Syntax }[]
      }
    | {
        readonly kind: 'compare'
        readonly first: Syntax
        readonly rest: readonly { readonly op: CompareOperator; readonly right: Syntax }[]
      }
    | { readonly kind: 'and' | 'or'; readonly operands: readonly Syntax[] }
    | { readonly kind: 'if'; readonly test: Syntax; readonly value: Syntax; readonly otherwise: Syntax }
  )

/** A text that is not evaluated, and why. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly reason: string
  constructor(
    reason: string,
    /** Where in the text, in UTF-16 units. */
    readonly at: number,
  ) {
    // it may quote the text: on one line all the same
    super(`${visible(reason)} (character ${at})`)
    this.reason = visible(reason)
  }
}
