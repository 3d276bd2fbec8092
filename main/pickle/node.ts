/** The object graph a pickle describes: one node per object, identity kept, nothing executed. */

/** What a node is. `global` names a class or function; it is never looked up. */
export type NodeKind =
  | 'none'
  | 'bool'
  | 'int'
  | 'float'
  | 'str'
  | 'bytes'
  | 'bytearray'
  | 'tuple'
  | 'list'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'global'
  | 'reduce'
  | 'newobj'
  | 'newobj_ex'
  | 'persid'
  | 'ext'
  | 'buffer'

/** A change made to an object after it was created, in stream order (APPENDS, SETITEMS, BUILD...). */
export interface Act {
  readonly op: 'append' | 'appends' | 'setitem' | 'setitems' | 'additems' | 'build' | 'setter'
  /** `setitem(s)`: key, value, key, value...; `build`: the one state; `setter`: what is called with the object and a state, and the state. */
  readonly items: PickleNode[]
}

interface NodeBase {
  /** Byte offset in the stream of the first byte that belongs to this node. */
  readonly start: number
  /** Byte offset one past the last byte that belongs to it, its acts included. */
  readonly end: number
  /** The opcode that created it, as a byte. */
  readonly op: number
  /** How the stream memoised it, as one number (see memo.ts): -1 for not at all. */
  readonly memo: number
  /** Later changes; empty for scalars. */
  readonly acts: readonly Act[]
}

export interface NoneNode extends NodeBase {
  readonly kind: 'none'
}
export interface BoolNode extends NodeBase {
  readonly kind: 'bool'
  readonly value: boolean
}
export interface IntNode extends NodeBase {
  readonly kind: 'int'
  readonly value: bigint
}
export interface FloatNode extends NodeBase {
  readonly kind: 'float'
  readonly value: number
}
/** Lone surrogates are kept as such. */
export interface StrNode extends NodeBase {
  readonly kind: 'str'
  readonly value: string
}
export interface BytesNode extends NodeBase {
  readonly kind: 'bytes' | 'bytearray'
  readonly value: Uint8Array
}
/** `items`: the members of a tuple or frozenset. Lists, sets and dicts are filled by their acts. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'tuple' | 'frozenset'
  readonly items: readonly PickleNode[]
}
export interface ContainerNode extends NodeBase {
  readonly kind: 'list' | 'dict' | 'set'
}
/** `items`: [module, qualified name], two str nodes (made up where the opcode carried text). `value` is `module.name`. */
export interface GlobalNode extends NodeBase {
  readonly kind: 'global'
  readonly items: readonly PickleNode[]
  readonly value: string
}
/** `items`: [callable, args] (newobj: [class, args]; newobj_ex: [class, args, kwargs]). */
export interface CallNode extends NodeBase {
  readonly kind: 'reduce' | 'newobj' | 'newobj_ex'
  readonly items: readonly PickleNode[]
}
/** `items`: [the id]. */
export interface PersidNode extends NodeBase {
  readonly kind: 'persid'
  readonly items: readonly PickleNode[]
}
/** Extension registry code, or an out-of-band buffer (value 0: NEXT_BUFFER; read-only ones wrap in `items`). */
export interface OpaqueNode extends NodeBase {
  readonly kind: 'ext' | 'buffer'
  readonly value: number
  readonly items: readonly PickleNode[]
}

export type PickleNode =
  | NoneNode
  | BoolNode
  | IntNode
  | FloatNode
  | StrNode
  | BytesNode
  | SequenceNode
  | ContainerNode
  | GlobalNode
  | CallNode
  | PersidNode
  | OpaqueNode

/** A value the stream computes and drops (POP). Loading it runs what it calls all the same. */
export interface Discarded {
  readonly node: PickleNode
  /** The value it was computed on top of, after that value's acts; null when none of the graph. */
  readonly after: PickleNode | null
  /** An object whose arguments hold itself is made twice, and this is the one dropped: it is written along with the other. */
  readonly twin: boolean
}

/** A decoded stream. `end` is the offset after STOP: what follows is not part of the pickle. */
export interface Pickle {
  readonly root: PickleNode
  readonly protocol: number
  readonly start: number
  readonly end: number
  /** Whether the stream names its protocol; without it, as CPython: from protocol 2. */
  readonly header?: boolean
  /** Whether the stream has frames; without it, as CPython: from protocol 4. */
  readonly framed?: boolean
  /** What the stream computes besides `root`, in stream order. */
  readonly discarded?: readonly Discarded[]
  /** Arguments that a node's value alone would not write again: unusual digits, a surrogate pair in two halves. */
  readonly exact?: ReadonlyMap<PickleNode, Uint8Array>
}
