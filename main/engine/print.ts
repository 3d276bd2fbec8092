/** The tree as torch prints it (GuardManagerWrapper.__str__, torch/_dynamo/guards.py). */
import type { Dialect } from './dialects'
import type { GuardManager, GuardTree, LeafGuard } from './manager'
import { classText } from './values/repr'

/** The whole text, from the empty first line to the last newline. No recursion: a tree may be as deep as the file makes it. */
export function printTree(tree: GuardTree, dialect: Dialect): string {
  const out: string[] = ['', 'TREE_GUARD_MANAGER:', '+- RootGuardManager']
  const printed = new Set<LeafGuard>()
  const indents: string[] = ['']
  const indent = (depth: number): string => {
    while (indents.length <= depth) indents.push(`${indents[indents.length - 1] ?? ''}| `)
    return indents[depth] ?? ''
  }
  type Work = { readonly depth: number; readonly line: string | null; readonly manager: GuardManager | null }
  const work: Work[] = [{ depth: 0, line: null, manager: tree.root }]
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (item.line !== null) out.push(`${indent(item.depth)}+- ${item.line}`)
    const { manager } = item
    if (manager === null) continue
    const inner = item.depth + 1
    const prefix = `${indent(inner)}+- `
    for (const leaf of manager.leaves) {
      if (leaf.relational && printed.has(leaf)) out.push(prefix + leaf.cls)
      else for (const part of leaf.parts) out.push(`${prefix}${leaf.cls}: ${part}`)
      if (leaf.relational) printed.add(leaf)
    }
    const next: Work[] = []
    for (const [index, pair] of sortedPairs(manager)) {
      next.push({ depth: inner, line: `KeyValueManager pair at index=${index}`, manager: null })
      if (pair.key !== null)
        next.push({ depth: inner + 1, line: `KeyManager: ${managerLine(pair.key, null, dialect)}`, manager: pair.key })
      if (pair.value !== null)
        next.push({
          depth: inner + 1,
          line: `ValueManager: ${managerLine(pair.value, null, dialect)}`,
          manager: pair.value,
        })
    }
    for (const child of manager.children)
      next.push({
        depth: inner,
        line: managerLine(child.manager, child.accessor.repr, dialect),
        manager: child.manager,
      })
    for (let i = next.length - 1; i >= 0; i--) {
      const entry = next[i]
      if (entry !== undefined) work.push(entry)
    }
  }
  for (const leaf of tree.epilogue) for (const part of leaf.parts) out.push(`+- ${leaf.cls}: ${part}`)
  return `${out.join('\n')}\n`
}

/** A DictGuardManager's pairs by index. */
export function sortedPairs(
  manager: GuardManager,
): [number, { key: GuardManager | null; value: GuardManager | null }][] {
  return manager.pairs === null ? [] : [...manager.pairs].sort(([a], [b]) => a - b)
}

/** `Class: source=S, accessed_by=REPR, type=<class ...>, tag_safe=(b, b)`. */
export function managerLine(manager: GuardManager, accessor: string | null, dialect: Dialect): string {
  const by = accessor === null ? '' : `, accessed_by=${accessor}`
  const line = `${manager.cls}: source=${manager.source}${by}`
  if (!dialect.showsType) return line
  const type = manager.type === null ? '#' : classText(manager.type)
  return `${line}, type=${type}, tag_safe=(${bool(manager.tagSafe)}, ${bool(manager.tagSafeRoot)})`
}

/** `#` stands for what no file holds. */
const bool = (value: boolean | null): string => (value === null ? '#' : value ? 'True' : 'False')
