/** Keeps every `ref` of a changed scenario led by its definition: the first that is left takes over one that went away. */
import type { KindJson, ScenarioJson, ValueJson } from '../../../shared/scenario'
import { isKind, partsOf, scenarioParts, withPath } from './json-parts'

/** Definitions by id in any part of a scenario's JSON. */
export function definitions(json: unknown, into = new Map<number, KindJson>()): Map<number, KindJson> {
  if (typeof json !== 'object' || json === null) return into
  if (isKind(json) && 'id' in json && json.id !== undefined) into.set(json.id, json)
  for (const part of Object.values(json)) definitions(part, into)
  return into
}

/** The scenario with each definition where its id is met first. `removed` are definitions that no longer stand in it. */
export function rehome(scenario: ScenarioJson, removed: ReadonlyMap<number, KindJson>): ScenarioJson {
  const known = definitions(scenario.f_globals, definitions(scenario.f_locals, new Map(removed)))
  const defined = new Set<number>()
  const moved = new Set<number>()

  const value = (json: ValueJson): ValueJson => {
    if ('ref' in json) {
      const definition = defined.has(json.ref) ? undefined : known.get(json.ref)
      if (definition === undefined) return json
      moved.add(json.ref)
      return inside(definition)
    }
    if ('id' in json && json.id !== undefined && moved.has(json.id)) return { ref: json.id }
    return inside(json)
  }
  const inside = (json: KindJson): KindJson => {
    if ('id' in json && json.id !== undefined) defined.add(json.id)
    let made = json
    for (const { path, value: part } of partsOf(json)) {
      const next = value(part)
      if (next !== part) made = withPath(made, path, next)
    }
    return made
  }

  let made = scenario
  for (const { path, value: part } of scenarioParts(scenario)) {
    const next = value(part)
    if (next !== part) made = withPath(made, path, next)
  }
  return made
}
