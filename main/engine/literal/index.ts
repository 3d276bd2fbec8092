/** Python literals: what a person types for a value, read without running anything, and values written as such. */
import type { ReadLiteral } from '../../../shared/preview'
import type { Json } from '../../../shared/replay'
import { ExpressionError } from '../expressions/syntax'
import { LiteralError } from './making'
import { laidOut } from './layout'
import { LiteralReader } from './reader'

/** Reads what ast.literal_eval reads, and the texts that repr makes of the other values a scenario can say. */
export function readLiteral(text: string): ReadLiteral {
  try {
    return { ok: true, value: new LiteralReader(text).whole() as Json }
  } catch (error) {
    if (error instanceof LiteralError) return misread(text, error.at, error.message)
    if (error instanceof ExpressionError) return misread(text, error.at, error.reason)
    throw error
  }
}

/** A repr that reads back, on several lines where it is long; null for one that does not. */
export function writeLiteral(repr: string | null): string | null {
  return repr !== null && readLiteral(repr).ok ? laidOut(repr) : null
}

function misread(text: string, at: number, message: string): ReadLiteral {
  const before = text.slice(0, at).split('\n')
  return { ok: false, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message }
}
