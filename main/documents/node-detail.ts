/** Everything known about one node, for the panel beside the tree. */
import type { GuardInfo, NodeDetail, StackFrame } from '../../shared/tree'
import { FAMILIES } from '../../shared/tree'
import type { BuiltTree } from '../engine/build'
import { expectedRows } from '../engine/expected-rows'
import type { GuardManager, LeafGuard } from '../engine/manager'
import { managerLine } from '../engine/print'
import { recordedCode } from '../engine/recorded'
import { userStack } from '../engine/user-stack'
import { summary } from '../engine/values/summary'
import { classRepr } from '../engine/values/repr'
import type { Value } from '../engine/values/value'
import { itemsOf } from '../state/read-state'
import type { Guard } from '../state/guards-state'
import type { Source } from '../state/source'
import type { TreeColumns } from '../../shared/tree'
import type { TreeNode } from './tree-nodes'

export function nodeDetail(
  built: BuiltTree,
  columns: TreeColumns,
  nodes: readonly TreeNode[],
  index: number,
): NodeDetail {
  const node = nodes[index]
  if (node === undefined) throw new Error(`there is no node ${index}: the tree has ${nodes.length}`)
  const family = FAMILIES[columns.family[index] ?? 0] ?? 'none'
  if ('leaf' in node) {
    return leafDetail(built, node.leaf, node.manager, { node: index, kind: node.kind, family })
  }
  const { manager } = node
  if ('index' in node) {
    const line = `KeyValueManager pair at index=${node.index}`
    return {
      ...EMPTY,
      node: index,
      kind: 'pair',
      family,
      className: 'KeyValueManager',
      source: manager.source,
      printed: [line],
    }
  }
  const role = node.role === 'key' ? 'KeyManager: ' : node.role === 'value' ? 'ValueManager: ' : ''
  const line =
    node.kind === 'root' ? 'RootGuardManager' : role + managerLine(manager, node.accessor, built.builder.dialect)
  return {
    ...EMPTY,
    node: index,
    kind: node.kind,
    family,
    className: manager.cls,
    source: node.kind === 'root' ? null : manager.source,
    sourceClasses: chain(manager.origin),
    accessor: node.accessor,
    type: manager.type === null ? null : classRepr(manager.type),
    printed: [line],
    ...valueOf(built, manager.value),
  }
}

const EMPTY = {
  source: null,
  sourceClasses: [],
  accessor: null,
  type: null,
  expected: [],
  guard: null,
  valueRange: null,
  valueText: null,
} satisfies Partial<NodeDetail>

function leafDetail(
  built: BuiltTree,
  leaf: LeafGuard,
  manager: GuardManager,
  at: Pick<NodeDetail, 'node' | 'kind' | 'family'>,
): NodeDetail {
  const source = leaf.guard?.source ?? manager.origin
  return {
    ...EMPTY,
    ...at,
    className: leaf.cls,
    source: source === null ? manager.source || null : built.builder.names.of(source) || null,
    sourceClasses: chain(source),
    type: manager.type === null ? null : classRepr(manager.type),
    expected: expectedRows(built.builder, leaf),
    printed: leaf.parts.map((part) => `${leaf.cls}: ${part}`),
    guard: leaf.guard === null ? null : guardInfo(built, leaf.guard),
    ...valueOf(built, manager.value),
  }
}

function valueOf(built: BuiltTree, value: Value | null): Pick<NodeDetail, 'valueRange' | 'valueText'> {
  if (value === null) return { valueRange: null, valueText: null }
  const node = value.kind === 'class' ? null : value.node
  return {
    valueRange: node === null ? null : { start: node.start, end: node.end },
    valueText: summary(value, (v) => built.builder.repr(v)),
  }
}

function chain(source: Source | null): string[] {
  const classes: string[] = []
  for (let at = source; at !== null; at = at.base) classes.unshift(at.cls)
  return classes
}

function guardInfo(built: BuiltTree, guard: Guard): GuardInfo {
  const types = guard.slots.get('guard_types')
  const strings = itemsOf(types).flatMap((node) => (node.kind === 'str' ? [node.value] : []))
  return {
    name: built.builder.name(guard),
    createFn: guard.createFn,
    guardTypes: [...new Set(strings)],
    codeList: [...new Set(recordedCode(guard))],
    userStack: userStack(guard).map((frame): StackFrame => ({
      file: frame.file,
      line: frame.lineno,
      function: frame.name,
      code: frame.line ?? '',
    })),
    range: { start: guard.node.start, end: guard.node.end },
  }
}
