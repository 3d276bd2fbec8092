/** Guards chosen together: by a filter of torch, or by what they are, look at, come from and say. */
import type { Where } from '../../../shared/edit'
import type { Guard } from '../../state/guards-state'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { EditRefused } from '../edit/refused'
import type { GuardManager, GuardTree, LeafGuard } from '../manager'
import { innermost } from '../user-stack'
import { filtersOf, keepsGuard } from './guard-filters'

export interface Selection {
  /** In the order of the blob. */
  readonly guards: readonly Guard[]
  /** Those of which the file does not tell whether they belong to it: none of `guards`. */
  readonly unknown: readonly Guard[]
}

/** The guards that all parts of `where` choose. @throws EditRefused where a part names what the file or its torch has not. */
export function selectGuards(where: Where, tree: BuiltTree): Selection {
  const tests = testsOf(where, tree)
  const guards: Guard[] = []
  const unknown: Guard[] = []
  for (const guard of tree.builder.state.guards) {
    const answers = tests.map((test) => test(guard))
    if (answers.includes(false)) continue
    if (answers.includes(null)) unknown.push(guard)
    else guards.push(guard)
  }
  return { guards, unknown }
}

type Test = (guard: Guard) => boolean | null

function testsOf(where: Where, tree: BuiltTree): Test[] {
  const { builder } = tree
  const tests: Test[] = []
  const { filter, create_fn: createFns, source, file, text, guards } = where
  if (filter !== undefined) tests.push(droppedBy(filter, builder))
  if (createFns !== undefined) {
    const wanted = new Set(createFns)
    tests.push(({ createFn }) => wanted.has(createFn))
  }
  if (source !== undefined) tests.push((guard) => readsFrom(guard, source, builder))
  if (file !== undefined) tests.push((guard) => comesFrom(guard, file))
  if (text !== undefined) tests.push(says(text, tree))
  if (guards !== undefined) {
    const named = namedGuards(guards, builder)
    tests.push((guard) => named.has(guard))
  }
  return tests
}

function droppedBy(name: string, builder: GuardBuilder): Test {
  const { version } = builder.state
  const filter = filtersOf(version).find((one) => one.name === name)
  if (filter === undefined) throw new EditRefused(`torch ${version} has no ${name}`)
  return (guard) => {
    const keeps = keepsGuard(filter, guard, builder)
    return keeps === null ? null : !keeps
  }
}

/** The source itself, or one that is reached through it. */
function readsFrom(guard: Guard, name: string, builder: GuardBuilder): boolean {
  for (let at = guard.source; at !== null; at = at.base) if (builder.names.of(at) === name) return true
  return false
}

/** The whole name of a file of the user's code, or the end of it. */
function comesFrom(guard: Guard, file: string): boolean {
  const own = innermost(guard, () => true)?.file
  return own !== undefined && (own === file || own.endsWith(`/${file}`) || own.endsWith(`\\${file}`))
}

/** In the name, the kind or the code of a guard, without case. */
function says(text: string, tree: BuiltTree): Test {
  const wanted = text.toLowerCase()
  const has = (one: string): boolean => one.toLowerCase().includes(wanted)
  const leaves = leavesOf(tree)
  return (guard) =>
    has(guard.createFn) ||
    has(tree.builder.name(guard)) ||
    (leaves.get(guard) ?? []).some(({ cls, code }) => has(cls) || code.some(has))
}

/** The leaf guards that each guard became. */
function leavesOf({ root, epilogue }: GuardTree): ReadonlyMap<Guard, readonly LeafGuard[]> {
  const found = new Map<Guard, LeafGuard[]>()
  const note = (leaf: LeafGuard): void => {
    if (leaf.guard === null) return
    const own = found.get(leaf.guard)
    if (own === undefined) found.set(leaf.guard, [leaf])
    else own.push(leaf)
  }
  const open: (GuardManager | null)[] = [root]
  while (open.length > 0) {
    const manager = open.pop()
    if (manager === undefined || manager === null) continue
    manager.leaves.forEach(note)
    for (const child of manager.children) open.push(child.manager)
    for (const { key, value } of manager.pairs?.values() ?? []) open.push(key, value)
  }
  epilogue.forEach(note)
  return found
}

/** `nth` counts the guards of a kind on a source, from 0, in the order of the blob; without it all are meant. */
function namedGuards(named: NonNullable<Where['guards']>, builder: GuardBuilder): ReadonlySet<Guard> {
  const byName = guardsByName(builder)
  const chosen = new Set<Guard>()
  for (const { name, create_fn: createFn, nth } of named) {
    const found = byName.get(keyOf(createFn, name)) ?? []
    const on = name === '' ? '' : ` on ${name}`
    if (found.length === 0) throw new EditRefused(`there is no ${createFn}${on} among the guards`)
    const one = nth === undefined ? undefined : found[nth]
    if (nth !== undefined && one === undefined)
      throw new EditRefused(`there is no ${createFn}${on} at ${nth}: the file holds ${found.length}`)
    for (const guard of one === undefined ? found : [one]) chosen.add(guard)
  }
  return chosen
}

/** Names of guards that mean them and no others. */
export function namesOfGuards(guards: readonly Guard[], builder: GuardBuilder): NonNullable<Where['guards']> {
  const byName = guardsByName(builder)
  return guards.map((guard) => {
    const name = builder.name(guard)
    const alike = byName.get(keyOf(guard.createFn, name)) ?? []
    return { name, create_fn: guard.createFn, ...(alike.length > 1 ? { nth: alike.indexOf(guard) } : {}) }
  })
}

const keyOf = (createFn: string, name: string): string => `${createFn} ${name}`

function guardsByName(builder: GuardBuilder): ReadonlyMap<string, readonly Guard[]> {
  const byName = new Map<string, Guard[]>()
  for (const guard of builder.state.guards) {
    const key = keyOf(guard.createFn, builder.name(guard))
    const own = byName.get(key)
    if (own === undefined) byName.set(key, [guard])
    else own.push(guard)
  }
  return byName
}

/** The guards that a filter leaves out, after "the guards". */
export function leftOutBy(filter: string): string {
  return `that ${filter} ${filter.startsWith('keep_') ? 'does not keep' : 'skips'}`
}

/** What `where` chooses, after "the guards". */
export function wordsOf({ filter, create_fn: createFns, source, file, text, guards }: Where): string {
  const parts: string[] = []
  if (createFns !== undefined) parts.push(`of ${createFns.join(', ')}`)
  if (source !== undefined) parts.push(`on ${source}`)
  if (file !== undefined) parts.push(`from ${file}`)
  if (text !== undefined) parts.push(`with ${JSON.stringify(text)}`)
  if (guards !== undefined) parts.push(guards.length === 1 ? 'of one name' : `of ${guards.length} names`)
  if (filter !== undefined) parts.push(leftOutBy(filter))
  return parts.join(' ')
}
