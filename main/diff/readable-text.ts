/** A blob as text to lay beside another: a line for each guard, under its source, in an order of their own. */
import type { BuiltTree } from '../engine/build'
import { type DigestGuard, type DigestItem, digestOf, type TreeDigest } from './digest'
import type { DigestRow } from './digest-rows'
import { orderKey, placeKey, sortedBy } from './order'
import { guardName } from './words'

export interface ReadableText {
  readonly text: string
  /** The line of each part of the digest, from 1. */
  readonly lines: ReadonlyMap<DigestItem, number>
}

export function readableText(tree: BuiltTree): string {
  return readableDigest(digestOf(tree)).text
}

export function readableDigest({ state, guards, expressions, relations, managers }: TreeDigest): ReadableText {
  const out: string[] = []
  const lines = new Map<DigestItem, number>()
  const add = (text: string, item: DigestItem | null): void => {
    out.push(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trimEnd())
    if (item !== null) lines.set(item, out.length)
  }
  const section = <T extends DigestItem>(title: string, items: readonly T[], text: (item: T) => string): void => {
    if (items.length === 0) return
    add(title, null)
    for (const item of items) add(`  ${text(item)}`, item)
  }
  section('State', state.rows, rowText)
  if (typeof state.global === 'string') add(`  global state ${state.global}`, null)
  else section('Global state', state.global, rowText)
  section(
    'Shape expressions',
    sortedBy(expressions, ({ text }) => orderKey(text)),
    ({ text }) => text,
  )
  section(
    'Relations',
    sortedBy(relations, ({ text }) => orderKey(text)),
    ({ text }) => text,
  )

  const bySource = new Map<string, DigestGuard[]>()
  for (const { source } of managers) bySource.set(source, [])
  for (const guard of guards) bySource.set(guard.source, [...(bySource.get(guard.source) ?? []), guard])
  const isDict = new Set(managers.flatMap(({ cls, source }) => (cls === 'DictGuardManager' ? [source] : [])))
  const heads = new Map<string, number>()
  for (const [source, list] of sortedBy([...bySource], ([name]) => orderKey(name))) {
    if (source === '' && list.length === 0) continue
    add(`${source === '' ? 'The process' : source}${isDict.has(source) ? '  (DictGuardManager)' : ''}`, null)
    heads.set(source, out.length)
    for (const guard of sortedBy(list, placeKey)) add(`  ${guardText(guard)}`, guard)
  }
  for (const manager of managers) {
    const line = heads.get(manager.source)
    if (line !== undefined) lines.set(manager, line)
  }
  return { text: out.length === 0 ? '' : `${out.join('\n')}\n`, lines }
}

function guardText(guard: DigestGuard): string {
  return `${guardName(guard)}  ${guard.rows.map(rowText).join(', ')}`
}

function rowText({ name, value }: DigestRow): string {
  return `${name} ${value ?? '(not in the file)'}`
}
