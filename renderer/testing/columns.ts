/** Builds tree columns from plain rows. Stands in tests only. */
import { FAMILIES, NODE_KINDS } from '../../shared/tree'
import type { Family, TreeColumns, TreeNodeKind } from '../../shared/tree'

export interface Row {
  readonly kind: TreeNodeKind
  readonly family: Family
  readonly depth: number
  readonly title: string
  readonly text: string
  readonly tag: string
  readonly base: string
  readonly file: string
  readonly lines: number
}

/** Rows in preorder, the first at depth 0, each at most one deeper than the one before. */
export function columnsOf(rows: readonly Row[]): TreeColumns {
  const ids = new Map<string, number>([['', 0]])
  const idOf = (text: string): number => {
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    return id
  }
  const parent = new Int32Array(rows.length)
  const end = new Int32Array(rows.length)
  const open: number[] = []
  rows.forEach((row, node) => {
    while (open.length > row.depth) end[open.pop() ?? 0] = node
    parent[node] = open[open.length - 1] ?? -1
    open.push(node)
  })
  for (const node of open) end[node] = rows.length
  return {
    count: rows.length,
    kind: Uint8Array.from(rows, (row) => NODE_KINDS.indexOf(row.kind)),
    family: Uint8Array.from(rows, (row) => FAMILIES.indexOf(row.family)),
    depth: Uint16Array.from(rows, (row) => row.depth),
    parent,
    end,
    titleId: Uint32Array.from(rows, (row) => idOf(row.title)),
    textId: Uint32Array.from(rows, (row) => idOf(row.text)),
    tagId: Uint32Array.from(rows, (row) => idOf(row.tag)),
    baseId: Uint32Array.from(rows, (row) => idOf(row.base)),
    fileId: Uint32Array.from(rows, (row) => idOf(row.file)),
    lines: Uint8Array.from(rows, (row) => row.lines),
    strings: [...ids.keys()],
  }
}

/** A module tree of `count` nodes as a large model gives it: a root, then layers of managers with guards below. */
export function largeTree(count: number): TreeColumns {
  const manager = (depth: number, title: string, text: string, tag: string, base: string): Row => ({
    kind: 'manager',
    family: 'none',
    depth,
    title,
    text,
    tag,
    base,
    file: '',
    lines: 1,
  })
  const guard = (depth: number, title: string, text: string, family: Family, base: string, at: number): Row => ({
    kind: 'leaf',
    family,
    depth,
    title,
    text,
    tag: title,
    base,
    file: `model/block_${at % 17}.py`,
    lines: family === 'shape' ? 5 : 1,
  })
  const rows: Row[] = [
    manager(0, 'RootGuardManager', '', '', ''),
    manager(1, "L['self']", 'Model', 'FrameLocals', "L['self']"),
  ]
  rows[0] = {
    kind: 'root',
    family: 'none',
    depth: 0,
    title: 'RootGuardManager',
    text: '',
    tag: '',
    base: '',
    file: '',
    lines: 1,
  }
  for (let layer = 0; rows.length < count; layer++) {
    const base = "L['self']"
    const at = `${base}._modules['layers']._modules['${layer}']`
    rows.push(
      manager(2, at, 'torch.nn.modules.linear.Linear', 'DictGetItem', base),
      guard(
        3,
        'TYPE_MATCH',
        `___check_type_id(${at}, ${94195806164912 + layer}), type=<class 'torch.nn.modules.linear.Linear'>`,
        'type',
        base,
        layer,
      ),
      manager(3, `${at}.__dict__`, 'dict', 'GetGenericDict', base),
      guard(4, 'DICT_CONTAINS', `not ___dict_contains('forward', ${at}.__dict__)`, 'value', base, layer),
      manager(4, `${at}._parameters`, 'dict', 'DictGetItem', base),
      manager(5, `${at}._parameters['weight']`, 'torch.nn.parameter.Parameter', 'DictGetItem', base),
      guard(
        6,
        'TENSOR_MATCH',
        `check_tensor(${at}._parameters['weight'], Parameter, torch.float32, size=[${16 + layer}, 16], stride=[16, 1])`,
        'tensor',
        base,
        layer,
      ),
      guard(
        6,
        'DIMENSION_DYNAMIC_MARKING_GUARD',
        `hasattr(${at}._parameters['weight'], '_dynamo_dynamic_indices') == False`,
        'shape',
        base,
        layer,
      ),
    )
  }
  return columnsOf(rows.slice(0, count))
}
