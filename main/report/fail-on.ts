/** What a build is to fail for: read from words, and looked at in the blobs of a file and of the one before. */
import type { TreeDigest } from '../diff/digest'
import type { ReportCheck, SummaryRow } from './model'

export type FailOn =
  /** A blob that torch would refuse, or with which it would run code that it did not write. */
  | { readonly on: 'load'; readonly words: string }
  /** More guards than before, by more than so many. */
  | { readonly on: 'guards'; readonly words: string; readonly more: number }
  /** A key of the global state that differs; null for any. */
  | { readonly on: 'global-state'; readonly words: string; readonly key: string | null }

export const FAIL_ON = 'load, guards+N, global-state, global-state:KEY'

/** `load,guards+5,global-state:grad_mode`; the word that is none of them. */
export function parseFailOn(text: string): readonly FailOn[] | string {
  const all: FailOn[] = []
  for (const words of text.split(',').map((part) => part.trim())) {
    const more = /^guards\+(\d{1,9})$/.exec(words)?.[1]
    const [, key] = /^global-state(?::(.+))?$/.exec(words) ?? [null, null]
    if (words === 'load') all.push({ on: 'load', words })
    else if (more !== undefined) all.push({ on: 'guards', words, more: Number(more) })
    else if (key !== null) all.push({ on: 'global-state', words, key: key ?? null })
    else return words
  }
  return all
}

/** The same blob of both files; null where one has none. */
export interface CheckedPair {
  readonly title: string
  readonly before: TreeDigest | null
  readonly after: TreeDigest | null
  readonly guardsBefore: number
  readonly guardsAfter: number
}

export interface Checked {
  readonly summary: readonly SummaryRow[]
  readonly titles: ReadonlyMap<number, string>
  /** Errors of each blob, in words. */
  readonly errors: ReadonlyMap<number, readonly string[]>
  /** Null where there is no file before. */
  readonly pairs: readonly CheckedPair[] | null
}

/** A check that cannot be made is an error of who asked for it: there is no file before, or no such key. */
export class CheckNotPossible extends Error {
  override readonly name = 'CheckNotPossible'
}

export function checkAll(all: readonly FailOn[], checked: Checked): readonly ReportCheck[] {
  return all.map((one) => {
    const lines = linesOf(one, checked)
    return { check: one.words, passed: lines.length === 0, lines }
  })
}

function linesOf(one: FailOn, checked: Checked): readonly string[] {
  if (one.on === 'load') return loadLines(checked)
  if (checked.pairs === null) throw new CheckNotPossible(`${one.words} needs --against BASE: what the file was before`)
  return one.on === 'guards' ? guardLines(one.more, checked.pairs) : stateLines(one, checked.pairs)
}

function loadLines({ summary, titles, errors }: Checked): readonly string[] {
  return summary.flatMap(({ blob, error }) => {
    const title = titles.get(blob) ?? `blob ${blob}`
    if (error !== null) return [`${title}: ${error}`]
    return (errors.get(blob) ?? []).map((message) => `${title}: ${message}`)
  })
}

function guardLines(more: number, pairs: readonly CheckedPair[]): readonly string[] {
  return pairs.flatMap(({ title, before, after, guardsBefore, guardsAfter }) => {
    const came = guardsAfter - guardsBefore
    if (after === null || came <= more) return []
    const was = before === null ? 'and the blob was not there before' : `${guardsBefore} before`
    return [`${title}: ${guardsAfter} guards, ${was}: ${came} more, where ${more} are allowed`]
  })
}

function stateLines(
  { key, words }: Extract<FailOn, { readonly on: 'global-state' }>,
  pairs: readonly CheckedPair[],
): readonly string[] {
  const known = new Set<string>()
  const lines = pairs.flatMap(({ title, before, after }) => {
    if (before === null || after === null) return []
    const [a, b] = [before.state.global, after.state.global]
    if (typeof a === 'string' || typeof b === 'string') {
      if (a === b) return []
      const [was, is] = [a, b].map((state) => (typeof state === 'string' ? state : 'saved with the blob'))
      return [`${title}: the global state is ${is}, and was ${was}: what changed is not known`]
    }
    const names = [...new Set([...a, ...b].map(({ name }) => name))]
    for (const name of names) known.add(name)
    return names.flatMap((name) => {
      if (key !== null && !isKey(name, key)) return []
      const [was, is] = [a, b].map((rows) => rows.find((row) => row.name === name)?.value ?? 'absent')
      return was === is ? [] : [`${title}: ${name} of the global state is ${is}, and was ${was}`]
    })
  })
  if (key !== null && known.size > 0 && ![...known].some((name) => isKey(name, key)))
    throw new CheckNotPossible(`${words}: the global state has no such key: one of ${[...known].join(', ')}`)
  return lines
}

/** `autocast` and torch's `autocast_state` stand for what is said of each device. */
const isKey = (name: string, key: string): boolean =>
  name === key || name.startsWith(`${key} `) || (key === 'autocast_state' && name.startsWith('autocast '))
