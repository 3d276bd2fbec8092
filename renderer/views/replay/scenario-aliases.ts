/** Objects that stand in several places of a scenario, and the one name that each goes by. */
import { type Part, partsOf, recordOf, type ScenarioTree, scopeParts } from './scenario-tree'

/** The least of the sources of each object that a `ref` points to. */
export function aliasesOf(tree: ScenarioTree): ReadonlyMap<number, string> {
  const sources = new Map<number, string>()
  if (tree.homes.size === 0) return sources
  const visit = (parts: readonly Part[]): void => {
    for (const { json, path, source } of parts) {
      const value = recordOf(json)
      const id = value?.['ref'] ?? value?.['id']
      if (typeof id === 'number' && tree.homes.has(id)) {
        const known = sources.get(id)
        if (known === undefined || source < known) sources.set(id, source)
      }
      if (value !== null && !('ref' in value)) visit(partsOf(value, path, source))
    }
  }
  visit(scopeParts(tree.root, 'f_locals'))
  visit(scopeParts(tree.root, 'f_globals'))
  return sources
}
