/** The way from the root of a tree to a manager, and what stands on it in a scenario. */
import type { BuiltTree } from '../build'
import type { Accessor, GuardManager } from '../manager'
import type { Value } from '../values/value'
import { follow, stepOf } from './access'
import { Locals, MappedDict } from './mapped'
import type { Scenario } from './scenario'

/** How a manager is reached from the one above it. */
export type Link =
  | { readonly kind: 'accessor'; readonly accessor: Accessor; readonly from: GuardManager; readonly to: GuardManager }
  | {
      readonly kind: 'pair'
      readonly index: number
      readonly of: 'key' | 'value'
      readonly from: GuardManager
      readonly to: GuardManager
    }

/** The links that lead to a manager, from the root; null where it is not in the tree. */
export function wayTo(root: GuardManager, manager: GuardManager): readonly Link[] | null {
  const above = new Map<GuardManager, Link>()
  const open = [root]
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    if (from === manager) break
    for (const link of linksOf(from)) {
      if (above.has(link.to)) continue
      above.set(link.to, link)
      open.push(link.to)
    }
  }
  const way: Link[] = []
  for (let at = manager; at !== root;) {
    const link = above.get(at)
    if (link === undefined) return null
    way.unshift(link)
    at = link.from
  }
  return way
}

function linksOf(from: GuardManager): Link[] {
  const children = from.children.map(({ accessor, manager }): Link => ({
    kind: 'accessor',
    accessor,
    from,
    to: manager,
  }))
  const pairs = [...(from.pairs ?? [])].flatMap(([index, { key, value }]): Link[] => [
    ...(key === null ? [] : [{ kind: 'pair', index, of: 'key', from, to: key } as const]),
    ...(value === null ? [] : [{ kind: 'pair', index, of: 'value', from, to: value } as const]),
  ])
  return [...children, ...pairs]
}

/** Where a way came to. */
export interface Arrival {
  /** What stands at the end of it; null where a step led to nothing. */
  readonly value: Value | null
  /** The value that the last step was made from. */
  readonly from: Value
  /** The last step that was made, or that could not be. */
  readonly last: Link | null
  /** Why it could not, in torch's words. */
  readonly failure: string
}

/** Goes a way through a scenario's values, until it ends or a step leads to nothing. */
export function walk({ builder }: BuiltTree, scenario: Scenario, way: readonly Link[]): Arrival {
  const { classes, evaluator, dialect } = builder
  const saved = evaluator.savedGlobals() ?? new MappedDict('dict', classes.builtin('dict'), [], new Map())
  const globals = dialect.globals === 'saved' ? saved : scenario.globals
  let from: Value = new Locals(classes, scenario.locals)
  let value: Value = from
  let last: Link | null = null
  for (const link of way) {
    from = value
    last = link
    if (link.kind === 'pair') {
      const next: Value | undefined =
        value.kind === 'dict' ? value.entries[link.index]?.[link.of === 'key' ? 0 : 1] : undefined
      if (next === undefined) return { value: null, from, last, failure: '' }
      value = next
      continue
    }
    const { accessor, to: manager } = link
    const step = stepOf(classes, link.from, { accessor, manager }, () => globals)
    const next = follow(step, value)
    if (next === null) return { value: null, from, last, failure: step.failure(value) }
    value = next
  }
  return { value, from, last, failure: '' }
}
