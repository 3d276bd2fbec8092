/** Search over what the rows of a guard tree say: each unique string is looked at once, whatever the number of nodes. */
import type { TreeColumns } from '../../../shared/tree'
import type { Included } from './flatten'

/** What a person typed, ready to test strings: plain text without case, or a regular expression between slashes. */
export interface Pattern {
  readonly query: string
  test(text: string, lowered: string): boolean
  /** Where it matches in a text: half-open ranges, ascending, not overlapping, never empty. */
  ranges(text: string): readonly (readonly [number, number])[]
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern | null }
  | { readonly ok: false; readonly message: string }

/** Nodes that match, ascending. */
export type Matches = Int32Array

export const NO_MATCHES: Matches = new Int32Array(0)

/** `text` finds text, `/text/` a regular expression, both without case. Empty is no pattern. */
export function parsePattern(query: string): PatternResult {
  if (query.trim() === '') return { ok: true, pattern: null }
  const slashed = /^\/(.+)\/$/s.exec(query)
  if (slashed === null) return { ok: true, pattern: plain(query) }
  try {
    return { ok: true, pattern: regular(query, new RegExp(slashed[1] ?? '', 'gi')) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

/** A searcher of one tree; keeps the lowered strings and what the last query left, so that typing on only narrows. */
export class TreeSearcher {
  readonly #tree: TreeColumns
  #lowered: readonly string[] | null = null
  #last: { readonly query: string; readonly flags: Uint8Array } | null = null

  constructor(tree: TreeColumns) {
    this.#tree = tree
  }

  /** Lowers the strings; else the first search does. */
  prepare(): readonly string[] {
    this.#lowered ??= this.#tree.strings.map((text) => text.toLowerCase())
    return this.#lowered
  }

  /** All nodes whose title, text or tag matches; only those a filter includes. */
  find(pattern: Pattern, included: Included | null): Matches {
    const flags = this.#flags(pattern)
    const { count, titleId, textId, tagId } = this.#tree
    const matches = new Int32Array(count)
    let length = 0
    for (let node = 0; node < count; node++) {
      if (included !== null && included[node] === 0) continue
      if (flags[titleId[node] ?? 0] === 1 || flags[textId[node] ?? 0] === 1 || flags[tagId[node] ?? 0] === 1)
        matches[length++] = node
    }
    return matches.slice(0, length)
  }

  #flags(pattern: Pattern): Uint8Array {
    const lowered = this.prepare()
    const last = this.#last
    if (last !== null && last.query === pattern.query) return last.flags
    const narrowing =
      last !== null &&
      !pattern.query.startsWith('/') &&
      !last.query.startsWith('/') &&
      pattern.query.toLowerCase().includes(last.query.toLowerCase())
    const flags = new Uint8Array(lowered.length)
    for (let id = 1; id < lowered.length; id++) {
      if (narrowing && last.flags[id] === 0) continue
      if (pattern.test(this.#tree.strings[id] ?? '', lowered[id] ?? '')) flags[id] = 1
    }
    this.#last = { query: pattern.query, flags }
    return flags
  }
}

/** Index of the first match at `node` or after it, going round; -1 where there is none. */
export function matchFrom(matches: Matches, node: number): number {
  if (matches.length === 0) return -1
  const at = countBelow(matches, node)
  return at === matches.length ? 0 : at
}

/** Index of the match after (`step` 1) or before (`step` -1) `node`, going round; -1 where there is none. */
export function stepMatch(matches: Matches, node: number, step: 1 | -1): number {
  if (matches.length === 0) return -1
  const below = countBelow(matches, node)
  const next = step === 1 ? below + Number(matches[below] === node) : below - 1
  return (next + matches.length) % matches.length
}

function countBelow(matches: Matches, node: number): number {
  let low = 0
  let high = matches.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((matches[middle] ?? 0) < node) low = middle + 1
    else high = middle
  }
  return low
}

function plain(query: string): Pattern {
  const wanted = query.toLowerCase()
  return {
    query,
    test: (_text, lowered) => lowered.includes(wanted),
    ranges: (text) => {
      const lowered = text.toLowerCase()
      // Lowering can change the length of a few letters: then there is nothing safe to mark.
      if (lowered.length !== text.length) return []
      const found: (readonly [number, number])[] = []
      for (let at = lowered.indexOf(wanted); at >= 0; at = lowered.indexOf(wanted, at + wanted.length))
        found.push([at, at + wanted.length])
      return found
    },
  }
}

function regular(query: string, expression: RegExp): Pattern {
  return {
    query,
    test: (text) => {
      expression.lastIndex = 0
      return expression.test(text)
    },
    ranges: (text) =>
      [...text.matchAll(expression)]
        .filter((match) => match[0] !== '')
        .map((match) => [match.index, match.index + match[0].length] as const),
  }
}
