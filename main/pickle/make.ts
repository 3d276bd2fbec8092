/** New nodes for an edited graph: the encoder chooses their opcodes and memoises them as CPython's pickler would. */
import { asNode, newCell, NO_CELLS, type Cell, type CellValue } from './cell'
import { MEMO_MADE, NO_MEMO } from './memo'
import type {
  Act,
  BoolNode,
  BytesNode,
  CallNode,
  ContainerNode,
  FloatNode,
  GlobalNode,
  IntNode,
  NodeKind,
  NoneNode,
  PersidNode,
  Pickle,
  PickleNode,
  SequenceNode,
  StrNode,
} from './node'

/** Members of one APPENDS or SETITEMS (CPython's BATCHSIZE). */
const BATCH = 1000

export function makeNone(): NoneNode {
  return made('none', null) as NoneNode
}

export function makeBool(value: boolean): BoolNode {
  return made('bool', value) as BoolNode
}

export function makeInt(value: bigint): IntNode {
  return made('int', value) as IntNode
}

export function makeFloat(value: number): FloatNode {
  return made('float', value) as FloatNode
}

export function makeStr(value: string): StrNode {
  return made('str', value) as StrNode
}

export function makeBytes(value: Uint8Array): BytesNode {
  return made('bytes', value) as BytesNode
}

export function makeBytearray(value: Uint8Array): BytesNode {
  return made('bytearray', value) as BytesNode
}

export function makeTuple(items: readonly PickleNode[]): SequenceNode {
  return made('tuple', null, items) as SequenceNode
}

export function makeFrozenset(items: readonly PickleNode[]): SequenceNode {
  return made('frozenset', null, items) as SequenceNode
}

export function makeList(items: readonly PickleNode[]): ContainerNode {
  return made('list', null, [], batches('append', 'appends', items, BATCH)) as ContainerNode
}

/** Its members are written in the order given; Python does not keep an order of its own. */
export function makeSet(items: readonly PickleNode[]): ContainerNode {
  return made('set', null, [], batches('additems', 'additems', items, BATCH)) as ContainerNode
}

export function makeDict(entries: readonly (readonly [key: PickleNode, value: PickleNode])[]): ContainerNode {
  return made('dict', null, [], batches('setitem', 'setitems', entries.flat(), BATCH * 2)) as ContainerNode
}

export function makeGlobal(module: string, name: string): GlobalNode {
  return made('global', `${module}.${name}`, [makeStr(module), makeStr(name)]) as GlobalNode
}

/** `callable(*args)`. */
export function makeReduce(
  callable: PickleNode,
  args: readonly PickleNode[],
  state: PickleNode | null = null,
): CallNode {
  return made('reduce', null, [callable, makeTuple(args)], build(state)) as CallNode
}

/** `cls.__new__(cls, *args)`, then `__setstate__` or a `__dict__` update with `state`. */
export function makeNewobj(cls: PickleNode, args: readonly PickleNode[], state: PickleNode | null = null): CallNode {
  return made('newobj', null, [cls, makeTuple(args)], build(state)) as CallNode
}

export function makePersid(id: PickleNode): PersidNode {
  return made('persid', null, [id]) as PersidNode
}

/** A whole stream around `root`, as `pickle.dumps(..., protocol)` would frame it. */
export function makePickle(root: PickleNode, protocol: number): Pickle {
  return { root, protocol, start: 0, end: 0 }
}

/** `node` with other acts or items, to stand in its place: opcode, byte range and memo stay. */
export function remake<N extends PickleNode>(
  node: N,
  change: { readonly items?: readonly PickleNode[]; readonly acts?: readonly Act[] },
): N {
  return { ...node, ...change }
}

/** A list's acts with `items` for members, as CPython batches them. */
export function listActs(items: readonly PickleNode[]): readonly Act[] {
  return batches('append', 'appends', items, BATCH)
}

/** A dict's acts with these entries, as CPython batches them. */
export function dictActs(entries: readonly (readonly [key: PickleNode, value: PickleNode])[]): readonly Act[] {
  return batches('setitem', 'setitems', entries.flat(), BATCH * 2)
}

function made(
  kind: NodeKind,
  value: CellValue,
  items: readonly PickleNode[] = [],
  acts: readonly Act[] = [],
): PickleNode {
  const cell = newCell(kind, 0, value, items.length === 0 ? NO_CELLS : (items as unknown as Cell[]), 0, 0)
  if (acts.length > 0) cell.acts = acts as unknown as Cell['acts']
  cell.memo = isMemoised(kind, items.length) ? MEMO_MADE : NO_MEMO
  return asNode(cell)
}

/** What CPython's save functions memoise: all but None, numbers, the empty tuple and persistent ids. */
function isMemoised(kind: NodeKind, size: number): boolean {
  switch (kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'persid':
      return false
    case 'tuple':
      return size > 0
    default:
      return true
  }
}

function build(state: PickleNode | null): readonly Act[] {
  return state === null ? [] : [{ op: 'build', items: [state] }]
}

/**
 * One member alone goes by the singular opcode, more by the plural, `size` values a time. After a full last batch the
 * C pickler starts one more for dicts and sets, and leaves it empty (_pickle.c, batch_dict_exact, save_set).
 */
function batches(one: Act['op'], many: Act['op'], items: readonly PickleNode[], size: number): readonly Act[] {
  if (items.length === 0) return []
  if (one !== many && items.length === (many === 'setitems' ? 2 : 1)) return [{ op: one, items: [...items] }]
  const acts: Act[] = []
  for (let i = 0; i < items.length; i += size) acts.push({ op: many, items: items.slice(i, i + size) })
  if (many !== 'appends' && items.length % size === 0) acts.push({ op: many, items: [] })
  return acts
}
