/** The guard tree as it crosses to the window: columns in preorder, strings in one table. */

/** `pair` is a dict's KeyValueManager line; `epilogue` a lambda guard that runs after the tree. */
export const NODE_KINDS = ['root', 'manager', 'dict-manager', 'pair', 'leaf', 'relational', 'epilogue'] as const
export type TreeNodeKind = (typeof NODE_KINDS)[number]

/** What a guard is about; each has one colour. `none` for managers. */
export const FAMILIES = ['none', 'tensor', 'type', 'value', 'state', 'shape', 'relation'] as const
export type Family = (typeof FAMILIES)[number]

/**
 * One entry a node, in preorder (the order torch prints).
 * Columns named `...Id` index `strings`; 0 is the empty string.
 */
export interface TreeColumns {
  readonly count: number
  readonly strings: readonly string[]
  /** Index into NODE_KINDS. */
  readonly kind: Uint8Array
  /** Index into FAMILIES. */
  readonly family: Uint8Array
  /** 0 at the root. */
  readonly depth: Uint16Array
  /** Index of the parent; -1 at the root. Epilogue guards are children of the root here. */
  readonly parent: Int32Array
  /** One past the last descendant. */
  readonly end: Int32Array
  /** Manager: its source (`L['x']`); leaf: the guard's class (`TENSOR_MATCH`). */
  readonly titleId: Uint32Array
  /** Manager: the printed type of its value, without `<class '...'>`; leaf: its first code part, without the user's code. */
  readonly textId: Uint32Array
  /** Manager: the accessor's short name (`GetAttr`); leaf: how the torch code names the create_fn (`CONSTANT_MATCH`). */
  readonly tagId: Uint32Array
  /** The root of the node's source (`L['self']`, `G`, or empty): for the filter by source. */
  readonly baseId: Uint32Array
  /** File of the user's code that made the guard, as in its stack; empty if none. */
  readonly fileId: Uint32Array
  /** How many lines torch prints for the node (a guard with five code parts: 5). */
  readonly lines: Uint8Array
}

/** Rows that come into a tree, with a table of strings of their own; where they stand follows from their depths. */
export type TreeRows = Omit<TreeColumns, 'parent' | 'end'>

/** What an edit changed of a tree. */
export interface TreePatch {
  /** How many nodes the tree has that it is a patch of. */
  readonly of: number
  /** Triples, ascending: a place in that tree, how many nodes go there, how many of `rows` come. */
  readonly hunks: Uint32Array
  readonly rows: TreeRows
}

/** One frame of the stack that led to a guard. */
export interface StackFrame {
  readonly file: string
  readonly line: number
  readonly function: string
  /** The source line, stripped; empty where the file did not keep it. */
  readonly code: string
}

/** A guard of the blob behind a tree node (a manager can carry none; a leaf comes from one). */
export interface GuardInfo {
  readonly name: string
  readonly createFn: string
  readonly guardTypes: readonly string[]
  readonly codeList: readonly string[]
  /** Outermost frame first. */
  readonly userStack: readonly StackFrame[]
  readonly range: ByteRange | null
}

/** Half-open range of bytes in the blob. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Everything known about one node. */
export interface NodeDetail {
  readonly node: number
  readonly kind: TreeNodeKind
  readonly family: Family
  /** torch's class: `GuardManager`, `DictGuardManager`, `TENSOR_MATCH`... */
  readonly className: string
  readonly source: string | null
  /** The Source classes from the base to this source: `LocalSource`, `AttrSource`... */
  readonly sourceClasses: readonly string[]
  /** As torch prints it: `FrameLocalsGuardAccessor(key='x', framelocals_idx=1)`. */
  readonly accessor: string | null
  /** As torch prints it: `<class 'dict'>`. */
  readonly type: string | null
  /** What the guard wants: rows of name and value, in torch's words. */
  readonly expected: readonly { readonly name: string; readonly value: string }[]
  /** The lines torch prints for it, without the tree prefix. */
  readonly printed: readonly string[]
  readonly guard: GuardInfo | null
  /** Where the value behind the source lies in the blob. */
  readonly valueRange: ByteRange | null
  /** The value behind the source, in short. */
  readonly valueText: string | null
}
