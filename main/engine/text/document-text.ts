/**
 * The whole of a blob as a text that a person reads and edits: the global state, the shape expressions, and under each
 * source a line for each guard.
 *
 * Grammar. A line that starts at the left is a heading: a source, or one of three sections (SECTIONS). What belongs to it
 * is indented. `#` behind a space and outside of quotes starts what is told and cannot be changed. Under `global state`
 * stands `key = JSON`, under `shape expressions` a Python expression, under a source and `the process` a guard: its
 * create_fn and what it wants, as `name=value` or, for the one thing that a kind is about, without a name. A name that
 * would not come back as it stands is quoted as JSON quotes it.
 */
import type { Guard } from '../../state/guards-state'
import type { BuiltTree } from '../build'
import { sortGuards } from '../guard-order'
import type { GuardManager, LeafGuard } from '../manager'
import { sortedPairs } from '../print'
import { guardParts, guardText, type Parts } from './guard-parts'
import { bareOrQuoted, comment, SECTIONS } from './lines'
import { stateEntries, stateLine } from './state-lines'

/** A guard with its line. */
export interface GuardItem {
  readonly guard: Guard
  readonly createFn: string
  /** Which of its kind on its source, from 0, in the order of the file; of how many. */
  readonly nth: number
  readonly of: number
  readonly parts: Parts
}

export interface Block {
  readonly of: 'state' | 'shapes' | 'source'
  /** The source; empty for the process and the sections. */
  readonly name: string
  /** Line of its heading, from 0. */
  readonly start: number
  /** Its lines without the heading, as they stand. */
  readonly lines: readonly string[]
  /** The guard of each line; none in a section. */
  readonly items: readonly GuardItem[]
}

export interface DocumentText {
  readonly text: string
  readonly header: readonly string[]
  readonly blocks: readonly Block[]
  readonly tree: BuiltTree
}

const INDENT = '  '

export function documentText(tree: BuiltTree): DocumentText {
  const header = headerOf(tree)
  const lines = [...header]
  const blocks: Block[] = []
  const add = (
    of: Block['of'],
    heading: string,
    name: string,
    body: readonly string[],
    items: readonly GuardItem[],
  ) => {
    lines.push('')
    const indented = body.map((line) => INDENT + line)
    blocks.push({ of, name, start: lines.length, lines: indented, items })
    lines.push(heading, ...indented)
  }
  const { globalState, shapeCodeParts } = tree.builder.state
  if (globalState !== null) add('state', SECTIONS.state, '', stateLines(globalState), [])
  if (shapeCodeParts !== null) add('shapes', SECTIONS.shapes, '', shapeCodeParts.python.map(bareOrQuoted), [])
  const leaves = new Map<Guard, LeafGuard[]>()
  const order = walkTree(tree, leaves)
  for (const { name, guards } of guardsBySource(tree, order)) {
    const counts = countsOf(guards)
    const items: GuardItem[] = []
    const body: string[] = []
    const seenOf = new Map<string, number>()
    for (const guard of guards) {
      const { createFn } = guard
      const nth = seenOf.get(createFn) ?? 0
      seenOf.set(createFn, nth + 1)
      const { parts, told } = guardParts(tree, guard, leaves.get(guard) ?? [])
      items.push({ guard, createFn, nth, of: counts.get(createFn) ?? 1, parts })
      body.push(guardText(createFn, parts) + comment(told))
    }
    add('source', name === '' ? SECTIONS.process : bareOrQuoted(name), name, body, items)
  }
  return { text: `${lines.join('\n')}\n`, header, blocks, tree }
}

function headerOf({ builder }: BuiltTree): string[] {
  const { version, guards, globalState } = builder.state
  const sources = new Set(guards.map((guard) => builder.name(guard)))
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
  return [
    `# guards_state of torch ${version}: ${count(guards.length, 'guard')} on ${count(sources.size, 'source')}`,
    '# What stands behind a # follows from the rest. A line that is taken out is a guard dropped.',
    ...(globalState === null ? ['# This torch saves no global state: the one of the loading process counts.'] : []),
    ...(globalState !== null && stateEntries(globalState) === null ? ['# The global state is no JSON object.'] : []),
  ]
}

function stateLines(json: string): string[] {
  const entries = stateEntries(json)
  return entries === null ? [] : [...entries].map(([key, value]) => stateLine(key, value))
}

/** Names of sources to their places in the tree; the leaves of each guard. */
function walkTree(tree: BuiltTree, leaves: Map<Guard, LeafGuard[]>): ReadonlyMap<string, number> {
  const order = new Map<string, number>()
  const note = (leaf: LeafGuard): void => {
    if (leaf.guard === null) return
    const known = leaves.get(leaf.guard)
    if (known === undefined) leaves.set(leaf.guard, [leaf])
    else if (!known.includes(leaf)) known.push(leaf)
  }
  const work: GuardManager[] = [tree.root]
  for (let manager = work.pop(); manager !== undefined; manager = work.pop()) {
    if (!order.has(manager.source)) order.set(manager.source, order.size)
    manager.leaves.forEach(note)
    const next: GuardManager[] = []
    for (const [, pair] of sortedPairs(manager)) {
      if (pair.key !== null) next.push(pair.key)
      if (pair.value !== null) next.push(pair.value)
    }
    for (const child of manager.children) next.push(child.manager)
    work.push(...next.reverse())
  }
  tree.epilogue.forEach(note)
  return order
}

interface OfSource {
  readonly name: string
  readonly guards: readonly Guard[]
}

/** In the order of the tree; sources without a place in it last, in the order in which torch builds their guards. */
function guardsBySource({ builder }: BuiltTree, order: ReadonlyMap<string, number>): OfSource[] {
  const bySource = new Map<string, Guard[]>()
  for (const guard of sortGuards(builder.state.guards, builder)) {
    const name = builder.name(guard)
    const list = bySource.get(name)
    if (list === undefined) bySource.set(name, [guard])
    else list.push(guard)
  }
  const place = (name: string): number => (name === '' ? -1 : (order.get(name) ?? order.size))
  return [...bySource].map(([name, guards]) => ({ name, guards })).sort((a, b) => place(a.name) - place(b.name))
}

function countsOf(guards: readonly Guard[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { createFn } of guards) counts.set(createFn, (counts.get(createFn) ?? 0) + 1)
  return counts
}
