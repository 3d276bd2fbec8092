/** The operators of an expression and how tightly they bind. */

export type BinaryOperator = '|' | '^' | '&' | '<<' | '>>' | '+' | '-' | '*' | '/' | '//' | '%' | '**'
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in'

/** Loosest first. A conditional expression is looser than all. */
export const LEVEL = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  bitOr: 5,
  bitXor: 6,
  bitAnd: 7,
  shift: 8,
  sum: 9,
  product: 10,
  unary: 11,
  power: 12,
} as const

const BINARY_LEVELS: ReadonlyMap<string, readonly [BinaryOperator, number]> = new Map([
  ['|', ['|', LEVEL.bitOr]],
  ['^', ['^', LEVEL.bitXor]],
  ['&', ['&', LEVEL.bitAnd]],
  ['<<', ['<<', LEVEL.shift]],
  ['>>', ['>>', LEVEL.shift]],
  ['+', ['+', LEVEL.sum]],
  ['-', ['-', LEVEL.sum]],
  ['*', ['*', LEVEL.product]],
  ['/', ['/', LEVEL.product]],
  ['//', ['//', LEVEL.product]],
  ['%', ['%', LEVEL.product]],
  ['**', ['**', LEVEL.power]],
])

/** The ones of one word; `not in` and `is not` are two. */
const COMPARISONS: ReadonlyMap<string, CompareOperator> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['is', 'is'],
  ['in', 'in'],
])

/** The operator at a place: what it is, how tightly it binds, how many words it has. */
export interface Operator {
  readonly level: number
  readonly binary: BinaryOperator | null
  readonly comparison: CompareOperator | null
  readonly words: 1 | 2
}

function comparison(op: CompareOperator, words: 1 | 2): Operator {
  return { level: LEVEL.compare, binary: null, comparison: op, words }
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...Array.from(COMPARISONS, ([text, op]): [string, Operator] => [text, comparison(op, 1)]),
  ...Array.from(BINARY_LEVELS, ([text, [binary, level]]): [string, Operator] => [
    text,
    { level, binary, comparison: null, words: 1 },
  ]),
  ['and', { level: LEVEL.and, binary: null, comparison: null, words: 1 }],
  ['or', { level: LEVEL.or, binary: null, comparison: null, words: 1 }],
])

/** The operator that a word is, or two are (`is not`). */
export function operatorAt(word: string, next: string): Operator | null {
  if (word === 'is' && next === 'not') return IS_NOT
  if (word === 'not' && next === 'in') return NOT_IN
  return OPERATORS.get(word) ?? null
}

const IS_NOT = comparison('is not', 2)
const NOT_IN = comparison('not in', 2)

/** Why what is no such operator is not read. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ['lambda', 'a lambda is not evaluated'],
  ['await', 'await is not evaluated'],
  ['yield', 'yield is not evaluated'],
  ['for', 'a comprehension is not evaluated'],
  ['async', 'a comprehension is not evaluated'],
  [':=', 'an assignment is not evaluated'],
  ['=', 'a named argument or an assignment is not evaluated'],
  ['*', 'unpacking is not evaluated'],
  ['**', 'unpacking is not evaluated'],
  ['{', 'a set or dict in braces is not evaluated'],
  [':', 'a slice with a colon is not evaluated'],
  ['@', 'a matrix product is not evaluated'],
  [';', 'more than one expression is not evaluated'],
])
