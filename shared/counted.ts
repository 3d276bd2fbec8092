/** Names with how often each stands there, the most frequent first. */

export interface Counted {
  readonly name: string
  readonly count: number
}

export function countBy(names: Iterable<string>): Counted[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return mostFirst(counts)
}

/** Those that stand there equally often are ordered by name. */
export function mostFirst(counts: ReadonlyMap<string, number>): Counted[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
