/** Why a guard failed, part by part: what it wants against what came. */
import type { ExplainedRow } from '../../../shared/replay'
import type { GlobalState } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import { expectedRows } from '../expected-rows'
import { summary } from '../values/summary'
import type { Failure } from './checker'
import type { Scenario } from './scenario'

/** The rows of a failure. `guardState` is what a GLOBAL_STATE guard was built from instead of the blob's own state. */
export function explain(
  { builder }: BuiltTree,
  { leaf, value }: Failure,
  _scenario: Scenario,
  _guardState: GlobalState | null,
): ExplainedRow[] {
  if (leaf === null || value === null) return []
  const actual = summary(value, (v) => builder.repr(v))
  return expectedRows(builder, leaf).map((row) => ({
    name: row.name,
    expected: row.value,
    actual,
    same: null,
  }))
}
