/** A recorded torch against the nearest version whose corpus lies in the fixtures: what it saves, prints and answers otherwise. */
import type { Facts, FactsTable } from '../engine/facts'
import { firstDifference } from './against-engine'
import type { Row } from './findings'
import type { CorpusCase } from './recording'

/** What differs from compile to compile, or follows from where the user's code lies: numbers in names, ids, comments. */
function masked(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, '').replace(/\s+$/, ''))
    .join('\n')
    .replace(/__builtins_dict___\d+/g, '__builtins_dict___#')
    .replace(/0x[0-9a-f]{6,}|\d{9,}/g, '#')
    .replace(/_c\d+(\/\d+)?\b/g, '_c#')
}

/** Cases by name; the answers too where both were asked the same call. */
export function againstKnown(ours: readonly CorpusCase[], known: readonly CorpusCase[]): readonly Row[] {
  const rows: Row[] = []
  const theirs = new Map(known.map((one) => [one.name, one]))
  for (const { name, sidecar } of ours) {
    const other = theirs.get(name)?.sidecar
    if (other === undefined) continue
    if (sidecar.status !== other.status) {
      rows.push({ part: 'saving', where: name, torch: told(sidecar), other: told(other) })
      continue
    }
    const [a, b] = [guardLines(sidecar.guards), guardLines(other.guards)]
    if (a !== b) rows.push({ part: 'blobs', where: `${name}: guards`, ...both(firstDifference(a, b)) })
    const [x, y] = [masked(sidecar.loaded_tree ?? ''), masked(other.loaded_tree ?? '')]
    if (x !== y) rows.push({ part: 'blobs', where: `${name}: tree`, ...both(firstDifference(x, y)) })
    const answers = new Map((other.scenarios ?? []).map((one) => [one.name, one.loaded?.check]))
    for (const { name: scenario, loaded } of sidecar.scenarios ?? []) {
      const answer = answers.get(scenario)
      if (answer === undefined || loaded == null || loaded.check === answer) continue
      rows.push({ part: 'blobs', where: `${name}: ${scenario}`, torch: String(loaded.check), other: String(answer) })
    }
  }
  return rows
}

const both = ([torch, other]: readonly [string, string]): { torch: string; other: string } => ({ torch, other })

function told({ status, error }: CorpusCase['sidecar']): string {
  return error === undefined ? status : `${status}: ${error.split('\n')[0] ?? ''}`
}

function guardLines(guards: CorpusCase['sidecar']['guards']): string {
  return masked(
    (guards ?? [])
      .map(({ name, create_fn: createFn }) => `${createFn} ${name}`)
      .sort()
      .join('\n'),
  )
}

/** What the tables of two torches say otherwise of GuardBuilder, sources, the configuration and dispatch keys. */
export function tableRows(ours: Facts, known: Facts): readonly Row[] {
  const rows: Row[] = []
  const list = (where: string, a: readonly string[], b: readonly string[]): void => {
    for (const name of a.filter((one) => !b.includes(one)))
      rows.push({ part: 'tables', where: `${where} ${name}`, torch: 'is there', other: 'is not' })
    for (const name of b.filter((one) => !a.includes(one)))
      rows.push({ part: 'tables', where: `${where} ${name}`, torch: 'is not there', other: 'is' })
  }
  list('create_fn', ours.table.create_fns, known.table.create_fns)
  list('source', sourcesOf(ours.table), sourcesOf(known.table))
  const flat = ({ config, guard_sources: sources, dispatch_keys: keys }: FactsTable): readonly string[] => [
    ...Object.entries(config).map(([name, value]) => `config ${name}: ${JSON.stringify(value)}`),
    ...Object.entries(sources).map(([name, value]) => `GuardSource ${name}: ${value}`),
    ...keys.single.map((name, bit) => `dispatch key ${bit}: ${name}`),
    `dispatch keys of a thread: include ${keys.include}, exclude ${keys.exclude}`,
  ]
  list('', flat(ours.table), flat(known.table))
  return rows
}

/** `sources` is not read by the engine, and so not part of its type. */
const sourcesOf = (table: FactsTable): readonly string[] =>
  (table as FactsTable & { readonly sources?: readonly string[] }).sources ?? []
