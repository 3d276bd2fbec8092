/** Flattens a guard tree into the columns that cross to the window, and keeps what stands behind each row. */
import type { Family, TreeColumns } from '../../shared/tree'
import type { GuardManager, GuardTree, LeafGuard } from '../engine/manager'
import { sortedPairs } from '../engine/print'
import { innermost } from '../engine/user-stack'
import { columnsOf, type RowTexts } from './tree-columns'

/** What a row stands for. */
export type TreeNode =
  | {
      readonly kind: 'root' | 'manager' | 'dict-manager'
      readonly manager: GuardManager
      readonly accessor: string | null
      readonly role: string
    }
  | { readonly kind: 'pair'; readonly index: number; readonly manager: GuardManager }
  | { readonly kind: 'leaf' | 'relational' | 'epilogue'; readonly leaf: LeafGuard; readonly manager: GuardManager }

/** Guards by what they are about; every class torch has. */
export const FAMILY: ReadonlyMap<string, Family> = new Map<string, Family>([
  ...['TENSOR_MATCH', 'DISPATCH_KEY_SET_MATCH'].map((cls) => [cls, 'tensor'] as const),
  ...['DIMENSION_DYNAMIC_MARKING_GUARD', 'DYNAMIC_INDICES', 'SYMBOLIC_SHAPE_GUARD'].map(
    (cls) => [cls, 'shape'] as const,
  ),
  ...['TYPE_MATCH', 'ID_MATCH', 'FAKE_SCRIPT_TYPE_MATCH', 'DICT_VERSION'].map((cls) => [cls, 'type'] as const),
  ...['GLOBAL_STATE', 'TORCH_FUNCTION_MODE_STACK', 'DEFAULT_DEVICE', 'DUAL_LEVEL_MATCH'].map(
    (cls) => [cls, 'state'] as const,
  ),
  ...['OBJECT_ALIASING', 'NO_TENSOR_ALIASING', 'STORAGE_OVERLAPPING'].map((cls) => [cls, 'relation'] as const),
])

export function familyOf(leaf: LeafGuard): Family {
  const known = FAMILY.get(leaf.cls)
  if (known !== undefined) return known
  const createFn = leaf.guard?.createFn ?? ''
  if (leaf.cls === 'NO_HASATTR' && createFn === 'TENSOR_MATCH') return 'shape'
  if (leaf.cls !== 'LAMBDA_GUARD') return 'value'
  if (createFn === 'SHAPE_ENV') return 'shape'
  if (leaf.expected.kind === 'expressions') return 'relation'
  if (createFn.startsWith('TENSOR_SUBCLASS') || createFn.startsWith('DTENSOR') || createFn === 'COW_TENSOR_MATCH')
    return 'tensor'
  return STATE_CREATE_FNS.has(createFn) ? 'state' : 'value'
}

const STATE_CREATE_FNS = new Set(['AUTOGRAD_SAVED_TENSORS_HOOKS', 'FUNCTORCH_STACK_MATCH', 'DUAL_LEVEL'])

/** Every node in the order torch prints, with depths. */
export interface FlatTree {
  readonly nodes: readonly TreeNode[]
  readonly depths: readonly number[]
}

export function flatten(tree: GuardTree): FlatTree {
  const nodes: TreeNode[] = []
  const depths: number[] = []
  const add = (node: TreeNode, depth: number): void => {
    nodes.push(node)
    depths.push(depth)
  }
  type Work = { readonly node: TreeNode; readonly depth: number }
  const work: Work[] = [{ node: { kind: 'root', manager: tree.root, accessor: null, role: '' }, depth: 0 }]
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    add(item.node, item.depth)
    if (item.node.kind !== 'root' && item.node.kind !== 'manager' && item.node.kind !== 'dict-manager') continue
    const { manager } = item.node
    const below = item.depth + 1
    for (const leaf of manager.leaves) add({ kind: leaf.relational ? 'relational' : 'leaf', leaf, manager }, below)
    const next: Work[] = []
    for (const [index, pair] of sortedPairs(manager)) {
      next.push({ node: { kind: 'pair', index, manager }, depth: below })
      if (pair.key !== null) next.push({ node: managerNode(pair.key, null, 'key'), depth: below + 1 })
      if (pair.value !== null) next.push({ node: managerNode(pair.value, null, 'value'), depth: below + 1 })
    }
    for (const child of manager.children)
      next.push({ node: managerNode(child.manager, child.accessor.repr, child.accessor.cls), depth: below })
    for (let i = next.length - 1; i >= 0; i--) {
      const entry = next[i]
      if (entry !== undefined) work.push(entry)
    }
  }
  for (const leaf of tree.epilogue) add({ kind: 'epilogue', leaf, manager: tree.root }, 1)
  return { nodes, depths }
}

function managerNode(manager: GuardManager, accessor: string | null, role: string): TreeNode {
  return { kind: manager.cls === 'DictGuardManager' ? 'dict-manager' : 'manager', manager, accessor, role }
}

/** The columns of shared/tree.ts. */
export function toColumns({ nodes, depths }: FlatTree): TreeColumns {
  return columnsOf(nodes.length, (i) => {
    const node = nodes[i] as TreeNode
    return { kind: node.kind, depth: depths[i] ?? 0, base: baseOf(node.manager.source), texts: textsOf(node) }
  })
}

function textsOf(node: TreeNode): RowTexts {
  switch (node.kind) {
    case 'root':
      return { title: 'RootGuardManager', text: '', tag: '', family: 'none', file: '', lines: 1 }
    case 'manager':
    case 'dict-manager':
      return {
        title: node.manager.source,
        text: node.manager.type?.printed ?? '',
        tag: shortAccessor(node.role),
        family: 'none',
        file: '',
        lines: 1,
      }
    case 'pair':
      return { title: `pair at index ${node.index}`, text: '', tag: '', family: 'none', file: '', lines: 1 }
    case 'leaf':
    case 'relational':
    case 'epilogue': {
      const { leaf } = node
      return {
        title: leaf.cls,
        text: leaf.code[0] ?? '',
        tag: leaf.guard?.createFn ?? '',
        family: familyOf(leaf),
        file: fileOf(leaf),
        lines: leaf.parts.length,
      }
    }
  }
}

/** `GetAttr` of `GetAttrGuardAccessor`; `key` and `value` of a pair. */
export function shortAccessor(role: string): string {
  return role
    .replace(/Guard(Acc?ess?or)?$/, '')
    .replace(/Guard(?=Acces)/, '')
    .replace(/Acces+or$/, '')
}

const files = new WeakMap<object, string>()

/** The innermost file of the stack that made the guard. */
function fileOf(leaf: LeafGuard): string {
  if (leaf.guard === null) return ''
  let file = files.get(leaf.guard)
  if (file === undefined) {
    file = innermost(leaf.guard, () => true)?.file ?? ''
    files.set(leaf.guard, file)
  }
  return file
}

/** `L['self']` of `L['self'].fc1.weight`; `G['torch']`; empty for what has no root. */
export function baseOf(source: string): string {
  const match = /[LG]\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]/.exec(source)
  return match?.[0] ?? (source === 'G' ? 'G' : '')
}
