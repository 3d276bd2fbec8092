/** Why a guard failed, part by part: what it wants against what came. */
import type { ExplainedRow } from '../../../shared/replay'
import type { GlobalState } from '../../../shared/scenario'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { dispatchKeySetText } from '../dispatch-keys'
import { expectedRows } from '../expected-rows'
import type { LeafGuard } from '../manager'
import { classOf, length } from '../values/attributes'
import { classRepr } from '../values/repr'
import { listed, summary } from '../values/summary'
import type { Value } from '../values/value'
import { attributeOf } from './access/attribute'
import type { Failure } from './checker/debug-info'
import { explainAccess } from './explain-access'
import { explainExpressions } from './explain-expressions'
import { explainProcess } from './explain-process'
import { explainAliasing, explainOverlap } from './explain-relations'
import { explainTensor } from './explain-tensor'
import { localState } from './local-state'
import { deepEquals, partOf, specEquals } from './metadata'
import type { Scenario } from './scenario'
import { equals, identical, type Tri } from './semantics'

/** The rows of a failure. `guardState` is what a GLOBAL_STATE guard was built from instead of the blob's own state. */
export function explain(
  tree: BuiltTree,
  failure: Failure,
  scenario: Scenario,
  guardState: GlobalState | null,
): ExplainedRow[] {
  const { leaf, value } = failure
  if (leaf === null || value === null) return explainAccess(tree, failure, scenario)
  return explainLeaf(tree.builder, leaf, value, scenario, guardState)
}

function explainLeaf(
  builder: GuardBuilder,
  leaf: LeafGuard,
  value: Value,
  scenario: Scenario,
  guardState: GlobalState | null,
): ExplainedRow[] {
  const { classes } = builder
  const show = (v: Value): string => summary(v, (part) => builder.repr(part))
  const wanted = expectedRows(builder, leaf)
  /** The expected rows, of which there is one, against what came. */
  const one = (actual: string, same: Tri): ExplainedRow[] =>
    wanted.map((row) => ({ name: row.name, expected: row.value, actual, same }))
  const cls = classOf(classes, value)
  const { expected } = leaf
  switch (expected.kind) {
    case 'none':
      return one(show(value), value.kind === 'unknown' ? null : (value.kind === 'none') === (leaf.cls === 'NONE_MATCH'))
    case 'type': {
      const actual = cls === null ? 'not known' : classRepr(cls)
      return one(actual, cls === null || expected.type === null ? null : cls === expected.type)
    }
    case 'identity':
      return one(show(value), leaf.cls === 'DICT_VERSION' ? false : identical(value, expected.value))
    case 'equals': {
      const type = classOf(classes, expected.value)
      const ofType: Tri = cls === null || type === null ? null : cls === type
      const plain = value.kind === 'object' && value.scalar !== null ? value.scalar : value
      const rows = one(
        show(leaf.cls === 'LAMBDA_GUARD' ? plain : value),
        value === expected.value
          ? true
          : ofType === false && leaf.cls !== 'LAMBDA_GUARD'
            ? false
            : equals(value, expected.value),
      )
      if (ofType !== false || type === null || cls === null || leaf.cls === 'LAMBDA_GUARD') return rows
      return [{ name: 'type', expected: classRepr(type), actual: classRepr(cls), same: false }, ...rows]
    }
    case 'length': {
      const wantedType = LENGTH_OF.get(leaf.cls)
      if (wantedType !== undefined && cls !== null && classes.isSubclass(cls, wantedType) === false)
        return [{ name: 'type', expected: wantedType.replace('builtins.', ''), actual: classRepr(cls), same: false }]
      const n = lengthOf(value)
      return one(
        n === null ? show(value) : String(n),
        n === null || expected.length === null ? null : n === expected.length,
      )
    }
    case 'contains': {
      const parts =
        value.kind === 'dict' ? value.entries.map(([key]) => key) : value.kind === 'set' ? value.items : null
      const has = parts?.some((part) => part === expected.key || equals(part, expected.key) === true) ?? null
      return one(parts === null ? show(value) : listed(parts, show), has === null ? null : has === expected.contains)
    }
    case 'no-attribute': {
      const found = attributeOf(classes, value, expected.name)
      return one(
        found === null ? 'absent' : show(found),
        found === null ? true : found.kind === 'unknown' ? null : false,
      )
    }
    case 'keys': {
      const [a, b] = [expected.value, value].map((v) => (v.kind === 'dict' ? v.entries.map(([key]) => key) : null))
      if (a == null || b == null) return one(show(value), value.kind === 'dict' ? null : false)
      const same = a.length === b.length && a.every((key, i) => equals(key, b[i] ?? value) === true)
      return [{ name: 'keys', expected: listed(a, show), actual: listed(b, show), same }]
    }
    case 'iterator': {
      const names = leaf.cls === 'RANGE_ITERATOR_MATCH' ? ['start', 'stop', 'step'] : ['item', 'step']
      const parts = value.kind === 'iterator' ? value.values : []
      if (value.kind !== 'iterator' || parts.length !== expected.values.length)
        return [
          {
            name: 'type',
            expected: 'an iterator of the same kind',
            actual: show(value),
            same: value.kind === 'unknown' ? null : false,
          },
        ]
      return expected.values.map((want, i): ExplainedRow => {
        const got = parts[i] ?? value
        return { name: names[i] ?? String(i), expected: show(want), actual: show(got), same: equals(got, want) }
      })
    }
    case 'tensor':
      return explainTensor(builder, leaf, expected, value, scenario)
    case 'dispatch-keys': {
      if (value.kind !== 'dispatch-key-set') return one(show(value), null)
      const table = builder.facts.table.dispatch_keys
      const [want, got] = [expected.applied, localState(builder.facts, builder.dialect, scenario).apply(value.raw)]
      return [
        {
          name: 'dispatch keys',
          expected: dispatchKeySetText(table, want),
          actual: dispatchKeySetText(table, got),
          same: want === got,
        },
      ]
    }
    case 'markings':
      return expected.absent.map((name): ExplainedRow => {
        const mark = value.kind === 'tensor' ? value.attrs.get(name) : undefined
        return {
          name,
          expected: 'absent',
          actual: mark === undefined ? 'absent' : show(mark),
          same: mark === undefined,
        }
      })
    case 'aliasing':
      return explainAliasing(builder, expected, scenario)
    case 'storage-overlap':
      return explainOverlap(builder, expected, scenario)
    case 'expressions':
      return explainExpressions(builder, expected.exprs, scenario)
    case 'metadata': {
      const [want, got] = [
        partOf(builder.classes, expected.value, expected.of),
        partOf(builder.classes, value, expected.of),
      ]
      const name = expected.of === 'subclass' ? 'metadata' : 'spec'
      if (want === null || got === null) return one(show(value), got === null && value.kind === 'tensor' ? false : null)
      const same = expected.of === 'dtensor' ? specEquals(got, want) : deepEquals(got, want)
      return [{ name, expected: show(want), actual: show(got), same }]
    }
    case 'callable':
      return one(show(value), null)
    case 'global-state':
    case 'mode-stack':
    case 'default-device':
    case 'dual-level':
    case 'functorch-stack':
    case 'saved-tensors-hooks':
      return explainProcess(builder, expected, scenario, guardState)
  }
}

/** Guards on a length that want a class, too. */
const LENGTH_OF: ReadonlyMap<string, string> = new Map([
  ['TUPLE_ITERATOR_LEN', 'builtins.tuple_iterator'],
  ['DICT_LENGTH', 'builtins.dict'],
])

/** What len() says; of a tensor its first size. */
function lengthOf(value: Value): number | null {
  if (value.kind === 'tensor') return value.size[0] == null ? null : Number(value.size[0])
  return value.kind === 'iterator' ? value.values.length : length(value)
}
