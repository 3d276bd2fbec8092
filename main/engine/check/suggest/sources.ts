/** Sources by their names: their managers, where they stand in a scenario, and what their own guards hold fast. */
import type { JsonPath } from '../../../../shared/replay'
import type { ScenarioJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import { parse } from '../../expressions/parse'
import { ExpressionError, type Syntax } from '../../expressions/syntax'
import type { GuardManager, LeafGuard } from '../../manager'
import { jsonAt } from './place'

/** The first manager of each source name. */
export function managersByName(tree: BuiltTree): ReadonlyMap<string, GuardManager> {
  const found = new Map<string, GuardManager>()
  for (const manager of allManagers(tree)) if (!found.has(manager.source)) found.set(manager.source, manager)
  return found
}

export function allManagers({ root }: BuiltTree): GuardManager[] {
  const found: GuardManager[] = []
  const open = [root]
  for (let manager = open.pop(); manager !== undefined; manager = open.pop()) {
    found.push(manager)
    for (const child of manager.children) open.push(child.manager)
    for (const { key, value } of manager.pairs?.values() ?? [])
      for (const under of [key, value]) if (under !== null) open.push(under)
  }
  return found
}

/** Whether a guard of its own wants one size at `dim`. */
export function holdsSize(manager: GuardManager | undefined, dim: number): boolean {
  return leavesOf(manager).some(({ expected }) => expected.kind === 'tensor' && expected.size[dim] != null)
}

/** Whether a guard of its own wants one value. */
export function holdsValue(manager: GuardManager | undefined): boolean {
  return leavesOf(manager).some(({ expected }) => expected.kind === 'equals' || expected.kind === 'identity')
}

const leavesOf = (manager: GuardManager | undefined): readonly LeafGuard[] => manager?.leaves ?? []

/** The path to what a source's name says, where no manager leads to it: `L['x'][0].attr`. */
export function pathOfName(json: ScenarioJson, name: string): JsonPath | null {
  try {
    return pathIn(json, parse(name))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return null
  }
}

function pathIn(json: ScenarioJson, node: Syntax): JsonPath | null {
  if (node.kind === 'attribute') {
    const of = pathIn(json, node.of)
    return of === null ? null : [...of, 'attrs', node.name]
  }
  if (node.kind !== 'item') return null
  const { index } = node
  if (node.of.kind === 'name')
    return index.kind === 'string' ? [node.of.name === 'G' ? 'f_globals' : 'f_locals', index.value] : null
  const of = pathIn(json, node.of)
  const holder = of === null ? null : jsonAt(json, of)
  if (of === null || holder === null) return null
  if (holder.kind === 'sequence') return index.kind === 'number' ? [...of, 'items', Number(index.value)] : null
  if (holder.kind !== 'dict' || index.kind !== 'string') return null
  const at = holder.items.findIndex(([key]) => 'kind' in key && key.kind === 'str' && key.value === index.value)
  return at < 0 ? null : [...of, 'items', at, 1]
}
