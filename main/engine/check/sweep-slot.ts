/** The parts of a scenario that a sweep changes, set in the values that were read once: no other value is made anew. */
import type { Json, JsonPath, SweepAxis } from '../../../shared/replay'
import type { KindJson, ScenarioJson, TensorJson } from '../../../shared/scenario'
import type { Classes } from '../values/classes'
import type { Value } from '../values/value'
import { applyChanges, withoutRefs } from './change'
import { atPath, isKind, pathText } from './json-parts'
import { readProcess, readScenario, type Scenario } from './scenario'
import { ScenarioError } from './scenario/parse'
import { ScenarioReader } from './scenario/reader'

/** Kinds whose values are plain objects that nothing else remembers anything of. */
const PLAIN = new Set<KindJson['kind']>([
  'none',
  'bool',
  'str',
  'int',
  'float',
  'complex',
  'dtype',
  'layout',
  'device',
  'range',
])

/** Name that the changed value has in a scenario of its own. */
const ALONE = 'value'

/** Where an axis leads: to a value, and the rest of the path in it; or into the process. */
type Target =
  | { readonly in: 'process'; readonly path: JsonPath }
  | {
      readonly in: 'value'
      readonly home: JsonPath
      readonly json: KindJson
      readonly value: Value
      readonly rest: JsonPath
    }

export class Slot {
  private constructor(
    private readonly classes: Classes,
    private readonly json: ScenarioJson,
    private readonly scenario: Scenario,
    private readonly targets: readonly Target[],
  ) {}

  /** null where a path leads to what cannot be changed in place. Throws ScenarioError. */
  static open(classes: Classes, json: ScenarioJson, axes: readonly SweepAxis[]): Slot | null {
    const values = new Map<KindJson, Value>()
    const scenario = readScenario(json, classes, new ScenarioReader(classes, (part, value) => values.set(part, value)))
    const targets: Target[] = []
    for (const axis of axes) {
      const target = targetOf(json, withoutRefs(json, axis.path), values, axis)
      if (target === null) return null
      targets.push(target)
    }
    return new Slot(classes, json, scenario, targets)
  }

  /** The scenario of one step; it is the same object from step to step. Throws ScenarioError. */
  set(values: readonly Json[]): Scenario {
    const { facts } = this.classes
    let { process } = this.json
    const changed = new Map<Value, KindJson>()
    this.targets.forEach((target, i) => {
      const value = values[i] ?? null
      if (target.in === 'process') {
        const bare = { name: '', f_locals: {}, ...(process === undefined ? {} : { process }) }
        process = applyChanges(bare, [{ path: target.path, value }], facts).process
        return
      }
      const bare = { name: '', f_locals: { [ALONE]: changed.get(target.value) ?? target.json } }
      const path = ['f_locals', ALONE, ...target.rest]
      const made = inPlace(target.home, () => applyChanges(bare, [{ path, value }], facts))
      changed.set(target.value, made.f_locals[ALONE] as KindJson)
    })
    for (const target of this.targets) {
      if (target.in !== 'value') continue
      const made = changed.get(target.value) ?? target.json
      Object.assign(target.value, new ScenarioReader(this.classes).value(made, pathText(target.home)))
    }
    return process === this.json.process ? this.scenario : { ...this.scenario, process: readProcess(process) }
  }
}

/** Says of an error where it lies in the whole scenario. */
function inPlace<T>(home: JsonPath, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    throw new ScenarioError(
      error.path.replace(`f_locals.${ALONE}`, () => pathText(home)),
      error.expected,
    )
  }
}

function targetOf(
  json: ScenarioJson,
  path: JsonPath,
  values: ReadonlyMap<KindJson, Value>,
  axis: SweepAxis,
): Target | null {
  if (path[0] === 'process') return { in: 'process', path }
  if (isHashed(json, path)) return null
  for (let length = path.length; length > 1; length--) {
    const part = atPath(json, path.slice(0, length))
    if (!isKind(part)) continue
    // a tensor's device is the tensor's: its dispatch keys follow
    if (part.kind === 'device' && path[length - 1] === 'device') continue
    const value = values.get(part)
    const isWhole = length === path.length
    const fits = isWhole ? PLAIN.has(part.kind) && staysPlain(axis) : PLAIN.has(part.kind) || isBareTensor(part)
    if (value === undefined || !fits) return null
    return { in: 'value', home: path.slice(0, length), json: part, value, rest: path.slice(length) }
  }
  return null
}

function staysPlain({ values }: SweepAxis): boolean {
  return (
    'from' in values ||
    values.every((value) => typeof value !== 'object' || value === null || (isKind(value) && PLAIN.has(value.kind)))
  )
}

/** Whether a path leads into a dict's key or a set's item: which of them there are depends on what they are. */
function isHashed(json: ScenarioJson, path: JsonPath): boolean {
  return path.some((step, i) => {
    if (step !== 'items' || typeof path[i + 1] !== 'number') return false
    const holder = atPath(json, path.slice(0, i))
    return isKind(holder) && (holder.kind === 'set' || (holder.kind !== 'sequence' && path[i + 2] === 0))
  })
}

/** A tensor that holds no other value. */
function isBareTensor(part: KindJson): part is TensorJson {
  return (
    part.kind === 'tensor' &&
    Object.keys(part.attrs ?? {}).length === 0 &&
    part.inner === undefined &&
    part.context === undefined &&
    part.grad === undefined
  )
}
