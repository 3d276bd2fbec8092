/** What the guard kinds share: a GuardBuilder method as a function, and the ways it adds a leaf. */
import type { Guard } from '../../state/guards-state'
import type { GuardBuilder } from '../builder'
import type { LeafClass } from '../kinds'
import type { Expectation, GuardManager, LeafGuard } from '../manager'
import { recordedTypeId } from '../marks'
import { type PyClass, PythonError, type Value } from '../values/value'

/** A create_fn of GuardBuilder: adds to the tree what torch's method of that name adds. */
export type CreateFn = (builder: GuardBuilder, guard: Guard) => void

/** The leaf of a guard, with the comment of its user's code behind each part. */
export function leaf(
  builder: GuardBuilder,
  guard: Guard,
  cls: LeafClass,
  code: readonly string[],
  expected: Expectation,
  options: { readonly hint?: string | null; readonly hidden?: number } = {},
): LeafGuard {
  return {
    cls,
    parts: builder.verbose.parts(code, guard, options.hint ?? null, options.hidden ?? 0),
    code,
    guard,
    relational: false,
    expected,
  }
}

export function addLeaf(
  builder: GuardBuilder,
  guard: Guard,
  cls: LeafClass,
  code: readonly string[],
  expected: Expectation,
  options: { readonly hint?: string | null; readonly hidden?: number } = {},
): void {
  builder.managerFor(guard).add(leaf(builder, guard, cls, code, expected, options))
}

/** What torch raises where the value that a guard is made from was not saved. */
export function refuseMissing(value: Value, words: string): void {
  if (value.kind === 'missing') throw new PythonError(words)
}

/** A keyword of the guard's functools.partial as a value, or null. */
export function keyword(builder: GuardBuilder, guard: Guard, name: string): Value | null {
  const node = guard.keywords.get(name)
  return node === undefined ? null : builder.values.read(node)
}

export function textKeyword(builder: GuardBuilder, guard: Guard, name: string): string {
  const value = keyword(builder, guard, name)
  return value?.kind === 'str' ? value.value : ''
}

/**
 * How many digits more than `#` an id has: torch pads a code part with the id in it. Objects of the interpreter and its
 * arenas lie at 15-digit addresses, classes made at run time on the heap at 14-digit ones (Linux, x86-64).
 */
export function hiddenDigits(onHeap: boolean): number {
  return onHeap ? 13 : 14
}

/** Classes that C defines lie in a library's memory, those made at run time on the heap. */
export function isHeapType(builder: GuardBuilder, type: PyClass | null): boolean {
  return type === null || builder.facts.isHeapType(type.name)
}

/** hiddenDigits of a class in a check of `ref`; where it is not known, of the id it had where the file was saved. */
export function typeDigits(builder: GuardBuilder, guard: Guard, ref: string, type: PyClass | null): number {
  const id = type === null ? recordedTypeId(guard, ref) : null
  return id === null ? hiddenDigits(isHeapType(builder, type)) : id.length - 1
}

/** A leaf on the root manager. */
export function addRootLeaf(builder: GuardBuilder, leafGuard: LeafGuard, root: GuardManager = builder.root): void {
  root.add(leafGuard)
}

export { recordedPart } from '../recorded'
