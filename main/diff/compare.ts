/** Two guard trees compared: what each guard, each expression and the state of the process want otherwise. */
import type { ChangedRow, Difference, GuardPlace, Sides } from '../../shared/diff'
import type { BuiltTree } from '../engine/build'
import { NOT_IN_FILE } from '../engine/expected-rows'
import { type DigestGuard, type DigestItem, type DigestLine, digestOf, type TreeDigest } from './digest'
import type { DigestRow } from './digest-rows'
import type { DigestState } from './digest-state'
import { compareManagers } from './manager-differences'
import { matchGuards } from './match'
import { orderKey, placeKey, sortedBy } from './order'

/** A difference, and what of both digests it is about. */
export interface Found {
  readonly difference: Difference
  readonly items: Sides<DigestItem | null>
}

export function diffTrees(a: BuiltTree, b: BuiltTree): Difference[] {
  return diffDigests(digestOf(a), digestOf(b)).map(({ difference }) => difference)
}

/** State, what went, what came, what changed; what nobody knows and what is text alone stand last. */
export function diffDigests(a: TreeDigest, b: TreeDigest): Found[] {
  const guards = compareGuards(a.guards, b.guards)
  const of = (...kinds: readonly Difference['kind'][]): Found[] =>
    guards.filter(({ difference }) => kinds.includes(difference.kind))
  const state = compareState(a.state, b.state)
  return [
    ...state.filter(({ difference }) => difference.kind === 'state'),
    ...of('removed'),
    ...of('added'),
    ...of('changed'),
    ...compareLines('expression', a.expressions, b.expressions),
    ...compareLines('relation', a.relations, b.relations),
    ...compareManagers(a.managers, b.managers, {
      a: sourcesOf(of('removed')),
      b: sourcesOf(of('added')),
    }),
    ...state.filter(({ difference }) => difference.kind === 'unknown'),
    ...of('unknown'),
    ...of('text'),
  ]
}

function sourcesOf(found: readonly Found[]): ReadonlySet<string> {
  return new Set(found.flatMap(({ difference }) => ('guard' in difference ? [difference.guard.source] : [])))
}

/** Whether torch would see it: what is unknown may be the same, and a text is none. */
export function isCertain({ kind }: Difference): boolean {
  return kind !== 'unknown' && kind !== 'text'
}

function compareState(a: DigestState, b: DigestState): Found[] {
  const { changed, unknown } = compareRows(a.rows, b.rows)
  const told = (global: DigestState['global']): string => (typeof global === 'string' ? global : 'saved')
  const global: readonly ChangedRow[] =
    typeof a.global === 'string' || typeof b.global === 'string'
      ? told(a.global) === told(b.global)
        ? []
        : [{ name: 'global state', a: told(a.global), b: told(b.global) }]
      : compareRows(a.global, b.global).changed
  const rowOf = ({ rows, global: keys }: DigestState, name: string): DigestRow | null =>
    [...rows, ...(typeof keys === 'string' ? [] : keys)].find((row) => row.name === name) ?? null
  const items = (name: string): Found['items'] => ({ a: rowOf(a, name), b: rowOf(b, name) })
  return [
    ...[...changed, ...global].map(({ name, a: before, b: after }): Found => ({
      difference: { kind: 'state', key: name, a: before, b: after },
      items: items(name),
    })),
    ...unknown.map((name): Found => ({
      difference: { kind: 'unknown', guard: { source: '', createFn: '', cls: '', subject: '' }, rows: [name] },
      items: items(name),
    })),
  ]
}

function compareGuards(a: readonly DigestGuard[], b: readonly DigestGuard[]): Found[] {
  const { pairs, onlyA, onlyB } = matchGuards(a, b)
  const found: Found[] = [
    ...onlyA.map((guard): Found => ({ difference: alone('removed', guard), items: { a: guard, b: null } })),
    ...onlyB.map((guard): Found => ({ difference: alone('added', guard), items: { a: null, b: guard } })),
  ]
  for (const [from, to] of pairs) {
    const difference = comparePair(from, to)
    if (difference !== null) found.push({ difference, items: { a: from, b: to } })
  }
  return sortedBy(found, ({ difference }) => ('guard' in difference ? placeKey(difference.guard) : ''))
}

function alone(kind: 'removed' | 'added', guard: DigestGuard): Difference {
  const expected = guard.rows.map(({ name, value }) => ({ name, value: value ?? NOT_IN_FILE }))
  return { kind, guard: placeOf(guard), expected }
}

function comparePair(a: DigestGuard, b: DigestGuard): Difference | null {
  const guard = placeOf(a)
  const { changed, unknown } = compareRows(a.rows, b.rows)
  const rows = [
    ...(a.createFn === b.createFn ? [] : [{ name: 'guard', a: a.createFn || null, b: b.createFn || null }]),
    ...(a.cls === b.cls ? [] : [{ name: 'class', a: a.cls, b: b.cls }]),
    ...(a.subject === b.subject ? [] : [{ name: 'of', a: a.subject || null, b: b.subject || null }]),
    ...changed,
  ]
  if (rows.length > 0) return { kind: 'changed', guard, rows }
  if (unknown.length > 0) return { kind: 'unknown', guard, rows: unknown }
  return a.text === b.text ? null : { kind: 'text', guard, a: a.text, b: b.text }
}

const placeOf = ({ source, createFn, cls, subject }: GuardPlace): GuardPlace => ({ source, createFn, cls, subject })

/** Rows by name. A name that stands there several times holds a set: what went and what came. */
function compareRows(
  a: readonly DigestRow[],
  b: readonly DigestRow[],
): { readonly changed: readonly ChangedRow[]; readonly unknown: readonly string[] } {
  const changed: ChangedRow[] = []
  const unknown: string[] = []
  if (
    a.length === b.length &&
    a.every((row, i) => row.value !== null && row.name === b[i]?.name && row.value === b[i]?.value)
  )
    return { changed, unknown }
  for (const name of new Set([...a, ...b].map((row) => row.name))) {
    const [from, to] = [a, b].map((rows) => rows.filter((row) => row.name === name).map(({ value }) => value))
    if (from === undefined || to === undefined) continue
    if (from.includes(null) || to.includes(null)) unknown.push(name)
    else if (from.length <= 1 && to.length <= 1) {
      if (from[0] !== to[0]) changed.push({ name, a: from[0] ?? null, b: to[0] ?? null })
    } else {
      for (const value of from) if (!to.includes(value)) changed.push({ name, a: value, b: null })
      for (const value of to) if (!from.includes(value)) changed.push({ name, a: null, b: value })
    }
  }
  return { changed, unknown }
}

function compareLines(kind: 'expression' | 'relation', a: readonly DigestLine[], b: readonly DigestLine[]): Found[] {
  const only = (lines: readonly DigestLine[], others: readonly DigestLine[]): DigestLine[] => {
    const there = new Set(others.map(({ text }) => text))
    return sortedBy(
      lines.filter(({ text }) => !there.has(text)),
      ({ text }) => orderKey(text),
    )
  }
  return [
    ...only(a, b).map((line): Found => ({
      difference: { kind, change: 'removed', text: line.text },
      items: { a: line, b: null },
    })),
    ...only(b, a).map((line): Found => ({
      difference: { kind, change: 'added', text: line.text },
      items: { a: null, b: line },
    })),
  ]
}
