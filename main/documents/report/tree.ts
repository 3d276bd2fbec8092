/** The guard tree of a blob for a report: what torch prints, node by node, with what each guard wants and whence it comes. */
import { FAMILIES } from '../../../shared/tree'
import { expectedRows, type Row } from '../../engine/expected-rows'
import type { LeafGuard } from '../../engine/manager'
import { managerLine } from '../../engine/print'
import { userStack } from '../../engine/user-stack'
import type { ReportNode, ReportTree } from '../../report/model'
import type { Guard } from '../../state/guards-state'
import type { GuardDocument } from '../document'
import { familyOf, type TreeNode } from '../tree-nodes'

export function reportTree(document: GuardDocument, blob: number, withStacks: boolean): ReportTree {
  const { builder } = document.tree(blob)
  const stacks = new Stacks()
  const expected = new Expected()
  const printed = new Set<LeafGuard>()
  const depths = document.depths(blob)
  const nodes = document.nodes(blob).map((node, i): ReportNode => {
    const at = { depth: depths[i] ?? 0, kind: node.kind }
    if (!('leaf' in node)) return { ...at, lines: [lineOf(node, builder.dialect)], ...sourceOf(node) }
    const { leaf } = node
    // torch prints a guard of several managers in the first of them alone
    const again = leaf.relational && printed.has(leaf)
    printed.add(leaf)
    const parts = withStacks ? leaf.parts : leaf.code
    const stack = withStacks && leaf.guard !== null ? stacks.of(leaf.guard) : null
    return {
      ...at,
      lines: again ? [leaf.cls] : parts.map((part) => `${leaf.cls}: ${part}`),
      family: FAMILIES.find((family) => family === familyOf(leaf)) ?? 'none',
      ...(leaf.guard === null
        ? {}
        : { create_fn: leaf.guard.createFn, ...ownSource(builder.name(leaf.guard), node.manager.source) }),
      expected: expected.of(expectedRows(builder, leaf).map(({ name, value }) => ({ name, value }))),
      ...(stack === null ? {} : { stack }),
    }
  })
  return { nodes, expected: expected.all, ...stacks.all }
}

function lineOf(
  node: Exclude<TreeNode, { readonly leaf: LeafGuard }>,
  dialect: Parameters<typeof managerLine>[2],
): string {
  if ('index' in node) return `KeyValueManager pair at index=${node.index}`
  if (node.kind === 'root') return 'RootGuardManager'
  const role = node.role === 'key' ? 'KeyManager: ' : node.role === 'value' ? 'ValueManager: ' : ''
  return role + managerLine(node.manager, node.accessor, dialect)
}

const sourceOf = (node: TreeNode): { readonly source?: string } =>
  node.kind === 'root' || node.kind === 'pair' ? {} : { source: node.manager.source }

/** Told where it is not that of the manager that the guard stands in. */
const ownSource = (source: string, above: string): { readonly source?: string } => (source === above ? {} : { source })

/** What guards want, each once: those of a model are much alike. */
class Expected {
  private readonly known = new Map<string, number>()
  readonly all: (readonly Row[])[] = []

  of(rows: readonly Row[]): number {
    return indexOf(this.known, JSON.stringify(rows), () => this.all.push(rows))
  }
}

/** Each stack and each frame once: guards share them. */
class Stacks {
  private readonly stacks = new Map<string, number>()
  private readonly frames = new Map<string, number>()
  private readonly known = new WeakMap<Guard, number | null>()
  readonly all: { readonly stacks: number[][]; readonly frames: ReportTree['frames'][number][] } = {
    stacks: [],
    frames: [],
  }

  /** Null where it has none. */
  of(guard: Guard): number | null {
    let index = this.known.get(guard)
    if (index === undefined) {
      index = this.add(guard)
      this.known.set(guard, index)
    }
    return index
  }

  private add(guard: Guard): number | null {
    const frames = userStack(guard).map(({ file, lineno, name, line }) => {
      const frame = { file, line: lineno, function: name, code: line ?? '' }
      return indexOf(this.frames, JSON.stringify(frame), () => this.all.frames.push(frame))
    })
    if (frames.length === 0) return null
    return indexOf(this.stacks, frames.join(), () => this.all.stacks.push(frames))
  }
}

/** `add` gives how many there are with it. */
function indexOf(known: Map<string, number>, key: string, add: () => number): number {
  const found = known.get(key)
  if (found !== undefined) return found
  const index = add() - 1
  known.set(key, index)
  return index
}
