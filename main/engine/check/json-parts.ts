/** The values within a scenario's JSON, in the order in which they are read: a `ref` leads to one that came before. */
import type { Json, JsonPath } from '../../../shared/replay'
import type { AttrsJson, KindJson, ScenarioJson, ValueJson } from '../../../shared/scenario'

/** A value and where it lies in the one that holds it. */
export interface Part {
  readonly path: JsonPath
  readonly value: ValueJson
}

/** The values of the frame, then those of the globals. */
export function scenarioParts({ f_locals: locals, f_globals: globals }: ScenarioJson): Part[] {
  return [...named(locals, 'f_locals'), ...named(globals, 'f_globals')]
}

/** What a value holds, as ScenarioReader reads it. Of what does not fit the schema, as much as does. */
export function partsOf(json: KindJson): Part[] {
  switch (json.kind) {
    case 'slice':
      return [...one(json.start, 'start'), ...one(json.stop, 'stop'), ...one(json.step, 'step')]
    case 'enum':
      return one(json.value, 'value')
    case 'function':
      return [
        ...list(json.defaults, 'defaults'),
        ...named(json.kwdefaults, 'kwdefaults'),
        ...list(json.closure, 'closure'),
      ]
    case 'cell':
      return one(json.contents, 'contents')
    case 'method':
      return one(json.self, 'self')
    case 'pymodule':
      return named(json.attrs, 'attrs')
    case 'sequence':
      return [...list(json.items, 'items'), ...named(json.attrs, 'attrs'), ...named(json.slots, 'slots')]
    case 'set':
    case 'dict_keys':
    case 'tuple_iterator':
      return list(json.items, 'items')
    case 'dict':
      return [...pairs(json.items), ...named(json.attrs, 'attrs'), ...one(json.default_factory, 'default_factory')]
    case 'mappingproxy':
      return pairs(json.items)
    case 'scalar_subclass':
      return [...one(json.value, 'value'), ...named(json.attrs, 'attrs')]
    case 'object':
      return [...named(json.attrs, 'attrs'), ...named(json.slots, 'slots')]
    case 'tensor':
      return [
        ...one(json.device, 'device'),
        ...named(json.attrs, 'attrs'),
        ...named(json.inner, 'inner'),
        ...one(json.context, 'context'),
        ...one(json.grad, 'grad'),
      ]
    case 'count_iterator':
      return [...one(json.item, 'item'), ...one(json.step, 'step')]
    case 'weakref':
      return one(json.target, 'target')
    default:
      return []
  }
}

/** Visits every value in reading order. `visit` answers whether to go on into it. */
export function eachValue(scenario: ScenarioJson, visit: (value: ValueJson, path: JsonPath) => boolean): void {
  const walk = ({ path, value }: Part, above: JsonPath): void => {
    const at = [...above, ...path]
    if (visit(value, at) && !('ref' in value)) for (const part of partsOf(value)) walk(part, at)
  }
  for (const part of scenarioParts(scenario)) walk(part, [])
}

/** What stands at a path; undefined where nothing does. */
export function atPath(json: unknown, path: JsonPath): unknown {
  let here = json
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Readonly<Record<string | number, unknown>>)[step]
  }
  return here
}

/** A copy with another value at a path, or without one where `value` is undefined; what lies beside the path is shared. */
export function withPath<T>(json: T, path: JsonPath, value: unknown): T {
  const [step, ...rest] = path
  if (step === undefined) return value as T
  const held = atPath(json, [step])
  const made = rest.length === 0 ? value : withPath(held, rest, value)
  if (Array.isArray(json)) {
    const at = Number(step)
    const copy: unknown[] = [...(json as readonly unknown[])]
    if (made === undefined) copy.splice(at, 1)
    else copy[at] = made
    return copy as T
  }
  const { [step as string]: _, ...others } = json as Readonly<Record<string, unknown>>
  return (made === undefined ? others : { ...json, [step]: made }) as T
}

/** `f_locals.x.shape[0]`. */
export function pathText(path: JsonPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}

export const isObject = (json: unknown): json is Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

export const isKind = (json: unknown): json is KindJson => isObject(json) && typeof json['kind'] === 'string'

export const isRef = (json: unknown): json is { readonly ref: number } =>
  isObject(json) && typeof json['ref'] === 'number' && !('kind' in json)

const one = (value: ValueJson | undefined, ...path: JsonPath): Part[] => (isObject(value) ? [{ path, value }] : [])

function list(items: readonly ValueJson[] | null | undefined, key: string): Part[] {
  return Array.isArray(items) ? items.flatMap((value: ValueJson, i) => one(value, key, i)) : []
}

function named(attrs: AttrsJson | null | undefined, key: string): Part[] {
  return isObject(attrs) ? Object.entries(attrs as AttrsJson).flatMap(([name, value]) => one(value, key, name)) : []
}

function pairs(items: readonly (readonly [ValueJson, ValueJson])[]): Part[] {
  if (!Array.isArray(items)) return []
  return items.flatMap((pair: unknown, i) => {
    if (!Array.isArray(pair)) return []
    const [key, value] = pair as readonly ValueJson[]
    return [...one(key, 'items', i, 0), ...one(value, 'items', i, 1)]
  })
}
