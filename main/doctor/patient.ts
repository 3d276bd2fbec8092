/** What a finding is read from: one decoded blob and the tree it becomes. */
import type { BuiltTree } from '../engine/build'
import type { PyClass, Value } from '../engine/values/value'
import type { Pickle } from '../pickle/node'
import type { TorchVersion } from '../state/dialect'
import type { Guard, GuardsState } from '../state/guards-state'
import type { Source } from '../state/source'
import type { Finding, GuardName } from '../../shared/findings'

export interface Patient {
  readonly state: GuardsState
  readonly tree: BuiltTree
  readonly pickle: Pickle
  /** The torch that is to load it; null for the one that saved it. */
  readonly torch: TorchVersion | null
}

/** One family of findings: a file of its own in `findings`, and a line in `findings/index.ts`. */
export type Examination = (patient: Patient) => readonly Finding[]

export function guardName({ tree }: Patient, guard: Guard): GuardName {
  return { name: tree.builder.name(guard), create_fn: guard.createFn }
}

/** A guard in a sentence: `TENSOR_MATCH on L['x']`. */
export function guardWords({ name, create_fn: createFn }: GuardName): string {
  return name === '' ? createFn : `${createFn} on ${name}`
}

/** The one guard of several findings in one, or null where it is not one. */
export function only(guards: readonly GuardName[]): GuardName | null {
  return guards.length === 1 ? (guards[0] ?? null) : null
}

/** The first names of a list, and how many more there are. */
export function few(names: readonly string[], most = 3): string {
  const more = names.length - most
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Every source that a guard, an expected size or a key order leads through, each once by its name. */
export function* sources({ state, tree }: Patient): Generator<readonly [name: string, source: Source]> {
  const seen = new Set<string>()
  const starts = [
    ...state.guards.map(({ source }) => source),
    ...state.sizesStrides.map(({ source }) => source),
    ...state.guardOnKeyOrder,
    ...(state.shapeCodeParts?.cpp?.sources ?? []),
  ]
  for (const start of starts) {
    for (let at = start; at !== null; at = at.base) {
      const name = tree.builder.names.of(at)
      const key = `${at.cls}\u0000${name}`
      if (seen.has(key)) break
      seen.add(key)
      yield [name, at]
    }
  }
}

/** The classes that guards look at: those of the values on the way of a source, and the ones that are such values. */
export function guardedClasses(patient: Patient): ReadonlySet<string> {
  const classes = new Set<string>()
  const add = (type: PyClass | null): void => {
    if (type !== null) classes.add(type.name)
  }
  for (const [, source] of sources(patient)) {
    const value = valueOf(patient, source)
    if (value === null) continue
    add(value.kind === 'class' ? value : value.type)
  }
  return classes
}

/** The value behind a source, or null where evaluating it would raise. */
export function valueOf({ tree }: Patient, source: Source): Value | null {
  return tree.builder.evaluator.tryGet(source)
}
