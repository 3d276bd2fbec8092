/** Changes of a scenario's JSON: a part set anew or taken away, and what hangs together with it. */
import type { Json, JsonPath, ScenarioChange } from '../../../shared/replay'
import type { KindJson, ScenarioJson, TensorJson } from '../../../shared/scenario'
import type { Facts } from '../facts'
import { floatRepr } from '../values/repr'
import { definitions, rehome } from './change-refs'
import { followAutocast } from './change-process'
import { contiguous, deviceFromText, followTensor } from './change-tensor'
import { atPath, eachValue, isKind, isObject, isRef, partsOf, pathText, withPath } from './json-parts'
import { parseScenario, ScenarioError } from './scenario/parse'
import { itemSize } from './scenario/tensors'

/**
 * The scenario with the changes made, in their order; what did not change is shared with the one that is given. Throws
 * ScenarioError for a path to nothing, and where what comes out is no scenario.
 */
export function applyChanges(scenario: ScenarioJson, changes: readonly ScenarioChange[], facts: Facts): ScenarioJson {
  return changes.reduce((json, change) => applyChange(json, change, facts), scenario)
}

function applyChange(scenario: ScenarioJson, change: ScenarioChange, facts: Facts): ScenarioJson {
  const path = withoutRefs(scenario, change.path)
  const standing = atPath(scenario, path)
  const isRemoval = !('value' in change)
  checkPlace(scenario, path, standing, isRemoval)
  const value = isRemoval ? undefined : formed(change.value, throughRef(scenario, standing), path)
  const set = withPath(scenario, path, value)
  const made = follow(scenario, set, path, facts)
  validate(made, path, isRemoval)
  const gone = definitions(standing)
  return gone.size > 0 || (!isRemoval && holdsRef(value)) ? rehome(made, gone) : made
}

/** The path to the same part that leads through no `ref`: what it points to is one object. */
export function withoutRefs(scenario: ScenarioJson, path: JsonPath): JsonPath {
  let at: JsonPath = []
  for (const [i, step] of path.entries()) {
    const here = atPath(scenario, at)
    if (isRef(here)) {
      const home = homeOf(scenario, here.ref)
      if (home === null)
        throw new ScenarioError(pathText(path.slice(0, i)), `expected a ref to a value, got ${here.ref}`)
      at = home
    }
    at = [...at, step]
  }
  return at
}

/** Where a value is defined; null where it is not. */
export function homeOf(scenario: ScenarioJson, id: number): JsonPath | null {
  let home: JsonPath | null = null
  eachValue(scenario, (value, path) => {
    if (home === null && 'id' in value && value.id === id) home = path
    return home === null
  })
  return home
}

function throughRef(scenario: ScenarioJson, json: unknown): unknown {
  if (!isRef(json)) return json
  const home = homeOf(scenario, json.ref)
  return home === null ? json : atPath(scenario, home)
}

/** Lists grow at their end, records of names under any name; elsewhere a part stands or may stand by its schema. */
function checkPlace(scenario: ScenarioJson, path: JsonPath, standing: unknown, isRemoval: boolean): void {
  const key = path.at(-1)
  if (key === undefined) throw new ScenarioError('', 'expected a path to a part of the scenario, got none')
  for (let length = 1; length < path.length; length++) {
    const above = atPath(scenario, path.slice(0, length))
    if (typeof above !== 'object' || above === null)
      throw new ScenarioError(
        pathText(path),
        `expected a path to a part, but ${pathText(path.slice(0, length))} ${above === undefined ? 'is missing' : 'has no parts'}`,
      )
  }
  if (standing !== undefined) return
  const holder = atPath(scenario, path.slice(0, -1))
  const where = pathText(path)
  if (isRemoval) throw new ScenarioError(where, 'expected a part to take away, but it is missing')
  if (!Array.isArray(holder)) return
  const last = path.at(-2)
  const most = last === 'shape' || last === 'stride' ? holder.length - 1 : holder.length
  if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > most)
    throw new ScenarioError(
      where,
      most < 0 ? 'expected no index: it is empty' : `expected an index from 0 to ${most}, got ${key}`,
    )
}

/** The value in the form of what stands there: an int's is text, a device's a text like `cuda:0`. */
function formed(value: Json, standing: unknown, path: JsonPath): Json {
  if (path.at(-1) === 'device' && typeof value === 'string') return deviceOr(value)
  if (isKind(standing)) return typeof value === 'object' && value !== null ? value : asValue(value, standing)
  // a part of a value: of an int or a float the text of a number
  return typeof value === 'number' && typeof standing === 'string' ? numberText(value, path, standing) : value
}

const deviceOr = (text: string): Json => (deviceFromText(text) as Json | null) ?? text

function asValue(value: string | number | boolean | null, standing: KindJson): Json {
  if (value === null) return { kind: 'none' }
  if (typeof value === 'boolean') return { kind: 'bool', value }
  if (typeof value === 'number') {
    const isInt = Number.isSafeInteger(value) && standing.kind !== 'float'
    return isInt ? { kind: 'int', value: String(value) } : { kind: 'float', value: floatRepr(value) }
  }
  switch (standing.kind) {
    case 'dtype':
    case 'layout':
      return { kind: standing.kind, name: value }
    case 'device':
      return deviceOr(value)
    case 'int':
    case 'float':
      return { kind: NUMBER.test(value) ? standing.kind : 'str', value }
    default:
      return { kind: 'str', value }
  }
}

const NUMBER = /^-?(\d|inf|nan)/

function numberText(value: number, path: JsonPath, standing: string): Json {
  if (path.at(-1) === 'raw' || /^-?\d+$/.test(standing)) return Number.isSafeInteger(value) ? String(value) : value
  return floatRepr(value)
}

/** What the holder of a changed part makes of it. */
function follow(before: ScenarioJson, after: ScenarioJson, path: JsonPath, facts: Facts): ScenarioJson {
  if (path[0] === 'process' && path[1] === 'global_state') return followAutocast(before, after, facts)
  for (let length = path.length - 1; length > 0; length--) {
    const holder = path.slice(0, length)
    const json = atPath(after, holder)
    if (!isKind(json)) continue
    const key = String(path[length])
    if (json.kind === 'tensor' && isTensor(json)) {
      const tensor = followTensor(atPath(before, holder) as TensorJson, json, key, facts, pathText(holder))
      return tensor === json ? after : withPath(after, holder, tensor)
    }
    if (json.kind === 'ndarray' && (key === 'shape' || key === 'dtype') && isShape(json.shape)) {
      const size = itemSize(json.dtype)
      const strides = contiguous(json.shape).map((step) => step * size)
      return withPath(after, [...holder, 'strides'], strides)
    }
    if (json.kind === 'tuple_iterator' && key === 'items' && Array.isArray(json.items))
      return withPath(after, [...holder, 'remaining'], json.items.length)
    // a device that is changed in part may be a tensor's
    if (json.kind !== 'device') break
  }
  return after
}

/** Whether the parts that hang together are of their form: what is not, the schema names. */
function isTensor(json: KindJson): boolean {
  const { shape, stride, dispatch_keys: keys, device } = json as Partial<TensorJson>
  return (
    isShape(shape) &&
    (stride === null || Array.isArray(stride)) &&
    isObject(keys) &&
    typeof keys.raw === 'string' &&
    /^-?\d+$/.test(keys.raw) &&
    isObject(device)
  )
}

const isShape = (shape: unknown): shape is readonly number[] =>
  Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0)

/** Holds the smallest value around the change to the schema. Throws ScenarioError. */
function validate(scenario: ScenarioJson, path: JsonPath, isRemoval: boolean): void {
  let length = path.length
  while (length > 0 && !isValueAt(scenario, path.slice(0, length))) length--
  const [owner, rest] = [path.slice(0, length), path.slice(length)]
  const isWhole = length === 0
  const checked = isWhole
    ? { ...scenario, f_locals: {}, f_globals: {}, [String(path[0])]: atPath(scenario, path.slice(0, 1)) }
    : { name: '', f_locals: { value: atPath(scenario, owner) } }
  const parsed = inPlace(owner, isWhole, () => parseScenario(checked))
  const kept = atPath(isWhole ? parsed : parsed.f_locals['value'], isWhole ? path : rest)
  if (kept === undefined && !isRemoval)
    throw new ScenarioError(pathText(path), 'expected a path to a part, but there is no part of that name')
}

/** Whether a value stands at a path, in a place that is for one. */
function isValueAt(scenario: ScenarioJson, path: JsonPath): boolean {
  const json = atPath(scenario, path)
  if (path.length < 2 || (path[0] !== 'f_locals' && path[0] !== 'f_globals')) return false
  if (!isKind(json) && !isRef(json)) return false
  for (let length = path.length - 1; length > 0; length--) {
    const holder = atPath(scenario, path.slice(0, length))
    if (!isKind(holder)) continue
    const within = pathText(path.slice(length))
    return partsOf(holder).some((part) => pathText(part.path) === within)
  }
  return true
}

const CHECKED = 'f_locals.value'

function inPlace<T>(owner: JsonPath, isWhole: boolean, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ScenarioError) || isWhole || !error.path.startsWith(CHECKED)) throw error
    throw new ScenarioError(`${pathText(owner)}${error.path.slice(CHECKED.length)}`, error.expected)
  }
}

function holdsRef(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return isRef(json) || Object.values(json).some(holdsRef)
}
