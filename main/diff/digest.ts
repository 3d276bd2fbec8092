/** A guard tree as it is compared: what each guard wants, in words, under a name that is the same in another blob. */
import type { GuardPlace } from '../../shared/diff'
import type { BuiltTree } from '../engine/build'
import type { GuardManager, LeafGuard } from '../engine/manager'
import type { Guard } from '../state/guards-state'
import { digestRows, type DigestRow } from './digest-rows'
import { digestState, type DigestState } from './digest-state'
import { managersOf, type DigestManager } from './managers'
import { withoutProcess } from './process-names'
import { relationsOf } from './relations'

/** One check of the tree, or a guard that adds none. */
export interface DigestGuard extends GuardPlace {
  readonly rows: readonly DigestRow[]
  /** The user's line and the hints behind its code. */
  readonly text: string
  /** Its node in the tree; null where it has none, or none was named. */
  readonly node: number | null
}

/** A statement that holds for several sources: it is compared as a whole. */
export interface DigestLine {
  readonly text: string
  readonly node: number | null
}

/** A part of a digest: what a difference is about. */
export type DigestItem = DigestGuard | DigestLine | DigestManager | DigestRow

/** Plain data: it goes from one thread to another. */
export interface TreeDigest {
  readonly state: DigestState
  readonly guards: readonly DigestGuard[]
  readonly expressions: readonly DigestLine[]
  readonly relations: readonly DigestLine[]
  readonly managers: readonly DigestManager[]
}

/** The node of a manager or of the first place of a leaf, as the window counts them. */
export type NodeOf = (of: GuardManager | LeafGuard) => number | null

export function digestOf(tree: BuiltTree, nodeOf: NodeOf = () => null): TreeDigest {
  const { builder } = tree
  const guards: DigestGuard[] = []
  const expressions: DigestLine[] = []
  const relations: DigestLine[] = []
  const seen = new Set<LeafGuard>()
  const built = new Set<Guard>()
  const add = (leaf: LeafGuard, manager: GuardManager | null): void => {
    if (leaf.relational || manager === null) {
      if (seen.has(leaf)) return
      seen.add(leaf)
    }
    const node = nodeOf(leaf)
    if (leaf.expected.kind === 'expressions' && leaf.guard?.createFn === 'SHAPE_ENV') {
      for (const expr of leaf.expected.exprs) expressions.push({ text: withoutProcess(expr), node })
      return
    }
    if (leaf.guard !== null) built.add(leaf.guard)
    const lines = relationsOf(leaf)
    if (lines === null) guards.push(guardOf(tree, leaf, manager, node))
    else for (const text of lines) relations.push({ text: withoutProcess(text), node })
  }
  const managers = managersOf(tree.root, nodeOf, (manager) => {
    for (const leaf of manager.leaves) add(leaf, manager)
  })
  for (const leaf of tree.epilogue) add(leaf, null)
  const key = (guard: Guard): string => [builder.name(guard), guard.createFn, subjectOf(tree, guard)].join('\u0000')
  let there: Set<string> | null = null
  for (const guard of builder.state.guards) {
    if (built.has(guard) || TOLD.has(guard.createFn)) continue
    // one that another of its kind stands for is told by the number of guards
    there ??= new Set([...built].map(key))
    if (!there.has(key(guard))) guards.push(bare(tree, guard))
  }
  return { state: digestState(tree), guards, expressions: once(expressions), relations: once(relations), managers }
}

/** The guards behind leaves that torch adds itself in some versions (2.8: always, whatever guards there are). */
const OF_PROCESS: ReadonlyMap<string, string> = new Map([
  ['GLOBAL_STATE', 'GLOBAL_STATE'],
  ['TORCH_FUNCTION_MODE_STACK', 'TORCH_FUNCTION_STATE'],
])
/** Told by what the tree has of them: their leaves, or the relation that they ask for. */
const TOLD: ReadonlySet<string> = new Set([...OF_PROCESS.values(), 'DUPLICATE_INPUT'])

/** Each text once, by code points. */
function once(lines: readonly DigestLine[]): DigestLine[] {
  const byText = new Map<string, DigestLine>()
  for (const line of lines) if (!byText.has(line.text)) byText.set(line.text, line)
  return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
}

function guardOf(tree: BuiltTree, leaf: LeafGuard, manager: GuardManager | null, node: number | null): DigestGuard {
  const { subject, rows } = digestRows(tree.builder, leaf)
  const at = manager?.source ?? ''
  const source = at !== '' || leaf.guard === null ? at : tree.builder.name(leaf.guard)
  return {
    source: withoutProcess(source),
    createFn: OF_PROCESS.get(leaf.cls) ?? leaf.guard?.createFn ?? '',
    cls: leaf.cls,
    subject,
    rows,
    text: textOf(leaf),
    node,
  }
}

/** What stands behind the code of its parts, once. */
function textOf({ parts, code }: LeafGuard): string {
  const texts = parts.map((part, i) => part.slice(part.startsWith(code[i] ?? '') ? (code[i] ?? '').length : 0).trim())
  return [...new Set(texts)].filter((text) => text !== '').join(' ')
}

/** A guard without a leaf: torch checks it elsewhere, another guard stands in its place, or it cannot be built. */
function bare(tree: BuiltTree, guard: Guard): DigestGuard {
  const problem = tree.problems.find((found) => found.guard === guard)
  const rows: readonly DigestRow[] =
    problem === undefined ? [] : [{ name: 'cannot be built', value: withoutProcess(problem.message) }]
  const source = withoutProcess(tree.builder.name(guard))
  return { source, createFn: guard.createFn, cls: '', subject: subjectOf(tree, guard), rows, text: '', node: null }
}

/** What tells guards of one kind on one source apart: the keywords they were made with. */
function subjectOf({ builder }: BuiltTree, guard: Guard): string {
  return (
    ['key', 'attr'].flatMap((name) => {
      const node = guard.keywords.get(name)
      return node === undefined ? [] : [builder.repr(builder.values.read(node)) ?? '#']
    })[0] ?? ''
  )
}
