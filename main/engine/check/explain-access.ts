/** A way that leads to nothing, and a dict of another class or length: what there is one step up. */
import { NOT_IN_FILE } from '../expected-rows'
import type { ExplainedRow } from '../../../shared/replay'
import type { BuiltTree } from '../build'
import type { GuardBuilder } from '../builder'
import { classOf } from '../values/attributes'
import { classRepr } from '../values/repr'
import { listed, summary } from '../values/summary'
import type { Value } from '../values/value'
import type { Failure } from './checker/debug-info'
import type { Scenario } from './scenario'
import { type Arrival, type Link, walk, wayTo } from './way'

export function explainAccess(tree: BuiltTree, { manager, value }: Failure, scenario: Scenario): ExplainedRow[] {
  const { builder } = tree
  if (value !== null)
    return ofDict(builder, manager.type === null ? null : classRepr(manager.type), manager.value, value)
  const way = wayTo(tree.root, manager)
  if (way === null) return []
  const arrival = walk(tree, scenario, way)
  return arrival.last === null ? [] : [oneStepUp(builder, arrival, arrival.last)]
}

/** DictGuardManager compares the class and the length itself. */
function ofDict(builder: GuardBuilder, type: string | null, example: Value | null, value: Value): ExplainedRow[] {
  const cls = classOf(builder.classes, value)
  const actual = cls === null ? 'not known' : classRepr(cls)
  const [want, got] = [example, value].map((dict) => (dict?.kind === 'dict' ? dict.entries.length : null))
  const rows: ExplainedRow[] = [
    {
      name: 'type',
      expected: type ?? NOT_IN_FILE,
      actual,
      same: cls === null || type === null ? null : actual === type,
    },
  ]
  if (want != null && got != null)
    rows.push({ name: 'length', expected: String(want), actual: String(got), same: want === got })
  return rows
}

function oneStepUp(builder: GuardBuilder, { from, failure }: Arrival, link: Link): ExplainedRow {
  const show = (value: Value): string => summary(value, (v) => builder.repr(v))
  const above = link.from.source === '' ? 'the locals' : link.from.source
  const name = `in ${above}`
  if (link.kind === 'pair') return { name, expected: `an item at ${link.index}`, actual: show(from), same: false }
  const { accessor } = link
  const key = accessor.value === null ? accessor.key.slice(1) : show(accessor.value)
  const has = `${failure}: there is `
  const hasKeys = `${failure}: there are `
  switch (accessor.cls) {
    case 'FrameLocalsGuardAccessor':
    case 'DictGetItemGuardAccessor': {
      const keys =
        from.kind === 'dict'
          ? `the keys ${listed(
              from.entries.map(([k]) => k),
              show,
            )}`
          : show(from)
      const wanted =
        accessor.cls === 'FrameLocalsGuardAccessor' ? `a local ${accessor.key.slice(1)}` : `an item under ${key}`
      return { name, expected: wanted, actual: hasKeys + keys, same: false }
    }
    case 'GetAttrGuardAccessor':
    case 'GenericGetAttrGuardAccessor': {
      const attrs =
        from.kind === 'object' ? ` with the attributes ${[...from.attrs].map(([k]) => k).join(', ') || 'none'}` : ''
      const cls = classOf(builder.classes, from)
      const actual = cls === null ? show(from) : `${classRepr(cls)}${attrs}`
      return { name, expected: `an attribute ${accessor.key.slice(1)}`, actual: has + actual, same: false }
    }
    case 'ListGetItemGuardAccessor':
    case 'TupleGetItemGuardAccessor':
    case 'GetItemGuardAccessor':
    case 'SetGetItemGuardAccessor':
    case 'TupleIteratorGetItemAccessor':
      return { name, expected: `an item at ${key}`, actual: has + show(from), same: false }
    default:
      return { name, expected: accessor.repr, actual: has + show(from), same: false }
  }
}
