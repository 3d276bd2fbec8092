/** Differences in words: one line each, in torch's names. */
import type { ChangedRow, Difference, ExpectedRow, GuardPlace } from '../../shared/diff'

/** What it is about, on which guard, and how it differs: the columns of a line. */
export interface Words {
  readonly source: string
  readonly guard: string
  readonly what: string
}

/** `EQUALS_MATCH (CONSTANT_MATCH)`. */
export function guardName({ cls, createFn, subject }: GuardPlace): string {
  const name = cls === '' ? createFn : createFn === '' || createFn === cls ? cls : `${cls} (${createFn})`
  return subject === '' ? name : `${name} ${subject}`
}

export function wordsOf(difference: Difference): Words {
  switch (difference.kind) {
    case 'state':
      return { source: difference.key, guard: '', what: arrow(difference) }
    case 'removed':
    case 'added':
      return {
        source: difference.guard.source,
        guard: guardName(difference.guard),
        what: rowsText(difference.expected),
      }
    case 'changed':
      return {
        source: difference.guard.source,
        guard: guardName(difference.guard),
        what: changesText(difference.rows),
      }
    case 'expression':
    case 'relation':
      return { source: '', guard: '', what: difference.text }
    case 'manager':
      return { source: difference.source, guard: '', what: managerText(difference) }
    case 'unknown':
      return {
        source: difference.guard.source,
        guard: guardName(difference.guard),
        what: `not in both files: ${difference.rows.join(', ')}`,
      }
    case 'text':
      return { source: difference.guard.source, guard: guardName(difference.guard), what: arrow(difference) }
  }
}

function rowsText(rows: readonly ExpectedRow[]): string {
  return rows.map(({ name, value }) => `${name} ${value}`).join(', ')
}

function changesText(rows: readonly ChangedRow[]): string {
  return rows.map((row) => `${row.name} ${arrow(row)}`).join('; ')
}

function arrow({ a, b }: { readonly a: string | null; readonly b: string | null }): string {
  return `${a ?? 'none'} \u2192 ${b ?? 'none'}`
}

function managerText(difference: Extract<Difference, { kind: 'manager' }>): string {
  if (difference.change === 'changed') return changesText(difference.rows)
  const { below } = difference
  return below === 0 ? '' : `and ${below} below it`
}

/** `L['x'] size at 0: 8, now any`. */
export function sentencesOf(difference: Difference): readonly string[] {
  switch (difference.kind) {
    case 'state':
      return [`${difference.key}: ${difference.a ?? 'none'}, now ${difference.b ?? 'none'}`]
    case 'removed':
      return [`${named(difference.guard)} is gone${behind(difference.expected)}`]
    case 'added':
      return [`${named(difference.guard)} is new${behind(difference.expected)}`]
    case 'changed': {
      const { source } = difference.guard
      const at = source === '' ? guardName(difference.guard) : source
      return difference.rows.flatMap((row) => changeSentences(at, row))
    }
    case 'expression':
    case 'relation':
      return [`${difference.text}: ${difference.change === 'added' ? 'now asked for' : 'no longer asked for'}`]
    case 'manager':
    case 'unknown':
    case 'text':
      return []
  }
}

const named = (guard: GuardPlace): string => [guard.source, guardName(guard)].filter((part) => part !== '').join(' ')
const behind = (rows: readonly ExpectedRow[]): string => (rows.length === 0 ? '' : `: ${rowsText(rows)}`)

/** Sizes and strides of equal rank are told one by one. */
function changeSentences(at: string, { name, a, b }: ChangedRow): readonly string[] {
  const [before, after] = [listOf(a), listOf(b)]
  if (before === null || after === null || before.length !== after.length)
    return [`${at} ${name}: ${a ?? 'none'}, now ${b ?? 'none'}`]
  return before.flatMap((item, i) =>
    item === after[i] ? [] : [`${at} ${name} at ${i}: ${item}, now ${after[i] ?? ''}`],
  )
}

/** The items of a list of numbers. */
function listOf(text: string | null): readonly string[] | null {
  const inner = /^\[((?:(?:\d+|any)(?:, )?)*)\]$/.exec(text ?? '')?.[1]
  return inner === undefined ? null : inner.split(', ')
}
