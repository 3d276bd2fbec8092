/** Managers that one tree alone has, or that are made or reached otherwise. */
import type { ChangedRow, Sides } from '../../shared/diff'
import type { Found } from './compare'
import type { DigestManager } from './managers'
import { match } from './match'
import { orderKey, sortedBy } from './order'

const RULES: readonly ((manager: DigestManager) => string)[] = [
  ({ source, access, cls }) => `${source}\u0000${access}\u0000${cls}`,
  ({ source, access }) => `${source}\u0000${access}`,
  ({ source }) => source,
]

/**
 * Of managers that hang in each other the topmost is told, with the number of those below; none where a guard that went
 * or came tells of it. `told`: the sources of such guards.
 */
export function compareManagers(
  a: readonly DigestManager[],
  b: readonly DigestManager[],
  told: Sides<ReadonlySet<string>>,
): Found[] {
  const { pairs, onlyA, onlyB } = match(a, b, RULES)
  const changed = pairs.flatMap(([from, to]): Found[] => {
    const rows: ChangedRow[] = []
    if (from.cls !== to.cls) rows.push({ name: 'class', a: from.cls, b: to.cls })
    if (from.access !== to.access) rows.push({ name: 'accessed by', a: from.access, b: to.access })
    if (rows.length === 0) return []
    const difference = { kind: 'manager', change: 'changed', source: from.source, rows } as const
    return [{ difference, items: { a: from, b: to } }]
  })
  return sortedBy(
    [...tops('removed', a, new Set(onlyA), told.a), ...tops('added', b, new Set(onlyB), told.b), ...changed],
    ({ difference }) =>
      difference.kind === 'manager' ? `${RANK[difference.change]}${orderKey(difference.source)}` : '',
  )
}

const RANK = { removed: 0, added: 1, changed: 2 } as const

function tops(
  change: 'removed' | 'added',
  all: readonly DigestManager[],
  only: ReadonlySet<DigestManager>,
  told: ReadonlySet<string>,
): Found[] {
  const below = new Map<DigestManager, number>()
  const isTold = new Set<DigestManager>()
  for (const manager of only) {
    let top = manager
    for (let at = all[top.parent]; at !== undefined && only.has(at); at = all[at.parent]) top = at
    below.set(top, (below.get(top) ?? -1) + 1)
    if (told.has(manager.source)) isTold.add(top)
  }
  return [...below]
    .filter(([manager]) => !isTold.has(manager))
    .map(([manager, count]) => ({
      difference: { kind: 'manager', change, source: manager.source, below: count },
      items: change === 'removed' ? { a: manager, b: null } : { a: null, b: manager },
    }))
}
