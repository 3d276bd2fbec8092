/** What edits need to know of a graph: its state, and which parts its sources and guards stand for. */
import type { Pickle } from '../../pickle/node'
import type { TorchVersion } from '../../state/dialect'
import type { Guard, GuardsState } from '../../state/guards-state'
import { readGuardsState } from '../../state/read-state'
import type { Source } from '../../state/source'
import { GuardBuilder } from '../builder'
import type { Facts } from '../facts'
import { EditRefused } from './refused'

export type FactsOf = (version: TorchVersion) => Facts

export class View {
  readonly state: GuardsState
  private madeBuilder: GuardBuilder | null = null
  private madeSources: ReadonlyMap<string, Source> | null = null

  constructor(
    readonly pickle: Pickle,
    readonly factsOf: FactsOf,
    /** The view before a change that left guards and sources alone. */
    previous?: View,
    /** The state, where it has been read. */
    state?: GuardsState,
  ) {
    this.state = state ?? readGuardsState(pickle, undefined, previous?.state)
    if (previous !== undefined) this.madeSources = previous.madeSources
  }

  get facts(): Facts {
    return this.factsOf(this.state.version)
  }

  /** Names and values of sources; of the tree, once there is one. */
  get builder(): GuardBuilder {
    return (this.madeBuilder ??= new GuardBuilder(this.state, this.facts, null, ''))
  }

  builtWith(builder: GuardBuilder): void {
    this.madeBuilder = builder
  }

  nameOf(source: Source): string {
    return this.builder.names.of(source)
  }

  /** The sources that the file holds, by name: of guards and of what they are read from. */
  get sources(): ReadonlyMap<string, Source> {
    return (this.madeSources ??= sourcesIn(this.state, (source) => this.nameOf(source)))
  }

  source(name: string): Source {
    const source = this.sources.get(name)
    if (source === undefined) throw new EditRefused(`no guard of the file looks at ${name === '' ? 'that' : name}`)
    return source
  }

  /** The guards of a kind on a source; at least one. */
  guards(name: string, createFn: string, nth?: number): readonly Guard[] {
    const found = this.state.guards.filter((guard) => guard.createFn === createFn && this.guardName(guard) === name)
    const on = name === '' ? '' : ` on ${name}`
    if (found.length === 0) throw new EditRefused(`there is no ${createFn}${on} among the guards`)
    if (nth === undefined) return found
    const one = found[nth]
    if (one === undefined)
      throw new EditRefused(`there is no ${createFn}${on} at ${nth}: the file holds ${found.length}`)
    return [one]
  }

  guardName(guard: Guard): string {
    return this.builder.name(guard)
  }

  hasGuard(createFn: string): boolean {
    return this.state.guards.some((guard) => guard.createFn === createFn)
  }
}

/** The sources that a state holds, by name. */
export function sourcesIn(state: GuardsState, nameOf: (source: Source) => string): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>()
  const add = (source: Source | null): void => {
    for (let at = source; at !== null; at = at.base) {
      const name = nameOf(at)
      if (!sources.has(name)) sources.set(name, at)
    }
  }
  for (const { source } of state.guards) add(source)
  for (const { source } of state.sizesStrides) add(source)
  for (const source of state.guardOnKeyOrder) add(source)
  for (const source of state.shapeCodeParts?.cpp?.sources ?? []) add(source)
  // DUPLICATE_INPUT names a second source
  for (const { keywords } of state.guards) {
    const second = keywords.get('source_b')
    if (second !== undefined) add(state.sources.read(second))
  }
  return sources
}
