/** The call that a blob was compiled for, as a question to another blob of the same function. */
import type { AttrsJson, ValueJson } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { ownScenario } from '../engine/check/own-scenario'
import { readScenario, type Scenario } from '../engine/check/scenario'
import { ScenarioReader } from '../engine/check/scenario/reader'
import { unknown } from '../engine/values/attributes'
import type { Value } from '../engine/values/value'
import type { PickleNode } from '../pickle/node'

/**
 * A blob keeps of a call what its own guards look at. What only `other` looks at was there when the call was made, and
 * is unknown: it is neither absent nor torch's placeholder.
 */
export function savedCall(tree: BuiltTree, other: BuiltTree): Scenario {
  const own = ownScenario(tree)
  const { state } = other.builder
  const call = {
    ...own,
    f_locals: { ...left(other, state.localScope), ...own.f_locals },
    f_globals: { ...left(other, state.globalScope), ...own.f_globals },
  }
  return readScenario(call, other.builder.classes, new SavedReader(other.builder.classes))
}

/** The names in a scope, of which nothing is known. */
function left({ builder }: BuiltTree, scope: PickleNode | null): AttrsJson {
  const dict = scope === null ? null : builder.values.read(scope)
  if (dict?.kind !== 'dict') return {}
  const names = dict.entries.flatMap(([key]) => (key.kind === 'str' ? [key.value] : []))
  return Object.fromEntries(
    names.filter((name) => !name.startsWith('__builtins_dict__')).map((name) => [name, { kind: 'missing' }] as const),
  )
}

class SavedReader extends ScenarioReader {
  override value(json: ValueJson, path: string): Value {
    const isLeft = 'kind' in json && (json.kind === 'missing' || (json.kind === 'opaque' && json.type === NO_CLASS))
    return isLeft ? unknown(`${path} is not in the file`) : super.value(json, path)
  }
}

/** What ownScenario writes for a value of which not even the class is known. */
const NO_CLASS = 'builtins.object'
